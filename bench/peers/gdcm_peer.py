#!/usr/bin/env python3
"""Times GDCM's scanner, the library behind gdcmscanner, on one job: prints the seconds of each run.

usage: gdcm_peer.py DATA dicom-meta RUNS
"""
import glob
import os
import sys
import time

import gdcm


def meta(data):
    scanner = gdcm.Scanner()
    for group, element in ((0x20, 0x32), (0x28, 0x30), (0x20, 0x0E), (0x28, 0x10)):
        scanner.AddTag(gdcm.Tag(group, element))
    if not scanner.Scan(glob.glob(os.path.join(data, "ct", "*.dcm"))):
        sys.exit("GDCM cannot scan the files.")


if __name__ == "__main__":
    folder, runs = sys.argv[1], int(sys.argv[3])
    meta(folder)
    for _ in range(runs):
        start = time.perf_counter()
        meta(folder)
        print(f"{time.perf_counter() - start:.6f}")
