#!/usr/bin/env python3
"""Times Pillow on one job.

usage: pillow_peer.py DATA read-png|write-png
"""
import glob
import os
import sys
import tempfile

import numpy as np
from PIL import Image

from timing import serve

DATA, JOB = sys.argv[1:3]


def read():
    return np.stack([np.asarray(Image.open(path)) for path in sorted(glob.glob(os.path.join(DATA, "formats", "png", "*.png")))])


def write(volume, folder):
    for i, plane in enumerate(volume):
        Image.fromarray(plane).save(os.path.join(folder, f"slice{i:04}.png"))


if JOB == "read-png":
    serve(read)
else:
    with tempfile.TemporaryDirectory() as scratch:
        planes = read().astype(np.uint16)
        serve(lambda: write(planes, scratch))
