#!/usr/bin/env python3
"""Times GDCM's scanner, the library behind gdcmscanner, on one job.

usage: gdcm_peer.py DATA dicom-meta|tree-dicom
"""
import os
import sys

import gdcm

from timing import serve

DATA, JOB = sys.argv[1:3]
TOP = os.path.join(DATA, "ct") if JOB == "dicom-meta" else os.path.join(DATA, "tree", "dicom")


def meta():
    scanner = gdcm.Scanner()
    for group, element in ((0x20, 0x32), (0x28, 0x30), (0x20, 0x0E), (0x28, 0x10)):
        scanner.AddTag(gdcm.Tag(group, element))
    if not scanner.Scan([os.path.join(folder, name) for folder, _, names in os.walk(TOP) for name in names]):
        sys.exit("GDCM cannot scan the files.")
    return scanner


serve(meta)
