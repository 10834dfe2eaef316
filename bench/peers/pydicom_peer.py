#!/usr/bin/env python3
"""Times pydicom on one job: prints the seconds of each run.

usage: pydicom_peer.py DATA JOB RUNS
jobs: dicom-meta dicom-read
"""
import glob
import os
import sys
import time

import numpy as np
import pydicom


def meta(data):
    for path in glob.glob(os.path.join(data, "ct", "*.dcm")):
        header = pydicom.dcmread(path, stop_before_pixels=True)
        header.ImagePositionPatient, header.PixelSpacing, header.SeriesInstanceUID, header.Rows


def read(data):
    slices = [pydicom.dcmread(path) for path in glob.glob(os.path.join(data, "ct", "*.dcm"))]
    slices.sort(key=lambda s: float(s.ImagePositionPatient[2]))
    volume = np.stack([s.pixel_array for s in slices], -1)
    (volume * float(slices[0].RescaleSlope) + float(slices[0].RescaleIntercept)).astype(np.int16)


JOBS = {"dicom-meta": meta, "dicom-read": read}

if __name__ == "__main__":
    folder, job, runs = sys.argv[1], JOBS[sys.argv[2]], int(sys.argv[3])
    job(folder)
    for _ in range(runs):
        start = time.perf_counter()
        job(folder)
        print(f"{time.perf_counter() - start:.6f}")
