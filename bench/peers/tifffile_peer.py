#!/usr/bin/env python3
"""Times tifffile on one job: prints the seconds of each run.

usage: tifffile_peer.py DATA JOB RUNS
jobs: read-tiff write-tiff
"""
import os
import sys
import tempfile
import time

import tifffile


def read(data):
    return tifffile.imread(os.path.join(data, "formats", "stack.tif"))


VOLUME = []


def write(data):
    if not VOLUME:
        VOLUME.append(read(data))
        return
    with tempfile.TemporaryDirectory() as folder:
        tifffile.imwrite(os.path.join(folder, "stack.tif"), VOLUME[0], photometric="minisblack")


JOBS = {"read-tiff": read, "write-tiff": write}

if __name__ == "__main__":
    folder, job, runs = sys.argv[1], JOBS[sys.argv[2]], int(sys.argv[3])
    job(folder)
    for _ in range(runs):
        start = time.perf_counter()
        job(folder)
        print(f"{time.perf_counter() - start:.6f}")
