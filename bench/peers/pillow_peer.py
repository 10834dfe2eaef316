#!/usr/bin/env python3
"""Times Pillow on one job: prints the seconds of each run.

usage: pillow_peer.py DATA JOB RUNS
jobs: read-png write-png
"""
import glob
import os
import sys
import tempfile
import time

import numpy as np
from PIL import Image


def read(data):
    return np.stack([np.asarray(Image.open(path)) for path in sorted(glob.glob(os.path.join(data, "formats", "png", "*.png")))])


VOLUME = []


def write(data):
    if not VOLUME:
        VOLUME.append(read(data).astype(np.uint16))
        return
    with tempfile.TemporaryDirectory() as folder:
        for i, plane in enumerate(VOLUME[0]):
            Image.fromarray(plane).save(os.path.join(folder, f"slice{i:04}.png"))


JOBS = {"read-png": read, "write-png": write}

if __name__ == "__main__":
    folder, job, runs = sys.argv[1], JOBS[sys.argv[2]], int(sys.argv[3])
    job(folder)
    for _ in range(runs):
        start = time.perf_counter()
        job(folder)
        print(f"{time.perf_counter() - start:.6f}")
