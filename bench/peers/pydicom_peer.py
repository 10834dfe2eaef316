#!/usr/bin/env python3
"""Times pydicom on one job.

usage: pydicom_peer.py DATA JOB
"""
import copy
import glob
import os
import shutil
import sys

import numpy as np
import pydicom
from pydicom.uid import generate_uid

from timing import serve

DATA, JOB = sys.argv[1:3]
OUT = os.path.join(DATA, "out", f"pydicom-{os.getpid()}")


def header(path):
    data = pydicom.dcmread(path, stop_before_pixels=True)
    data.ImagePositionPatient, data.PixelSpacing, data.SeriesInstanceUID, data.Rows


def meta():
    for path in glob.glob(os.path.join(DATA, "ct", "*.dcm")):
        header(path)


def tree():
    for folder, _, names in os.walk(os.path.join(DATA, "tree", "dicom")):
        for name in names:
            header(os.path.join(folder, name))


def read(folder):
    slices = [pydicom.dcmread(path) for path in glob.glob(os.path.join(DATA, folder, "*.dcm"))]
    slices.sort(key=lambda s: float(s.ImagePositionPatient[2]))
    volume = np.stack([s.pixel_array for s in slices], -1)
    return (volume * float(slices[0].RescaleSlope) + float(slices[0].RescaleIntercept)).astype(np.int16)


def export():
    template = pydicom.dcmread(sorted(glob.glob(os.path.join(DATA, "ct", "*.dcm")))[0])
    volume = read("ct")
    intercept = int(template.RescaleIntercept)

    def write():
        os.makedirs(OUT)
        series = generate_uid()
        for k in range(volume.shape[2]):
            data = copy.copy(template)
            data.SeriesInstanceUID, data.SOPInstanceUID, data.InstanceNumber = series, generate_uid(), k + 1
            data.ImagePositionPatient = [-200, -200, k]
            data.PixelData = (volume[:, :, k] - intercept).astype(np.int16).tobytes()
            data.save_as(os.path.join(OUT, f"IM{k + 1}.dcm"))

    serve(write, lambda: shutil.rmtree(OUT, ignore_errors=True))
    shutil.rmtree(OUT, ignore_errors=True)


if JOB == "dicom-meta":
    serve(meta)
elif JOB == "tree-dicom":
    serve(tree)
elif JOB == "dicom-read":
    serve(lambda: read("ct"))
elif JOB == "dicom-export":
    export()
elif JOB.startswith("series-"):
    serve(lambda: read(JOB[7:]))
else:
    sys.exit(f"There is no job '{JOB}'.")
