#!/usr/bin/env python3
"""Times Pillow on one job.

usage: pillow_peer.py DATA read-png|write-png
"""
import glob
import os
import shutil
import sys

import numpy as np
from PIL import Image

from timing import serve

DATA, JOB = sys.argv[1:3]
OUT = os.path.join(DATA, "out", f"pillow-{os.getpid()}")


def read():
    return np.stack([np.asarray(Image.open(path)) for path in sorted(glob.glob(os.path.join(DATA, "formats", "png", "*.png")))])


def write(volume):
    os.makedirs(OUT)
    for i, plane in enumerate(volume):
        Image.fromarray(plane).save(os.path.join(OUT, f"slice{i:04}.png"))


if JOB == "read-png":
    serve(read)
else:
    planes = read().astype(np.uint16)
    serve(lambda: write(planes), lambda: shutil.rmtree(OUT, ignore_errors=True))
    shutil.rmtree(OUT, ignore_errors=True)
