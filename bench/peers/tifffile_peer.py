#!/usr/bin/env python3
"""Times tifffile on one job.

usage: tifffile_peer.py DATA read-tiff|write-tiff
"""
import os
import sys
import tempfile

import tifffile

from timing import serve

DATA, JOB = sys.argv[1:3]


def read():
    return tifffile.imread(os.path.join(DATA, "formats", "stack.tif"))


if JOB == "read-tiff":
    serve(read)
else:
    with tempfile.TemporaryDirectory() as scratch:
        volume = read()
        serve(lambda: tifffile.imwrite(os.path.join(scratch, "stack.tif"), volume, photometric="minisblack"))
