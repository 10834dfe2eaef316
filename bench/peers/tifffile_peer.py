#!/usr/bin/env python3
"""Times tifffile on one job.

usage: tifffile_peer.py DATA read-tiff|write-tiff
"""
import os
import sys

import tifffile

from timing import serve

DATA, JOB = sys.argv[1:3]


def read():
    return tifffile.imread(os.path.join(DATA, "formats", "stack.tif"))


if JOB == "read-tiff":
    serve(read)
else:
    path = os.path.join(DATA, "out", f"tifffile-{os.getpid()}.tif")
    os.makedirs(os.path.dirname(path), exist_ok=True)
    volume = read()
    serve(lambda: tifffile.imwrite(path, volume, photometric="minisblack"), lambda: os.path.exists(path) and os.remove(path), path)
