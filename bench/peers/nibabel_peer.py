#!/usr/bin/env python3
"""Times nibabel on one job: prints the seconds of each run.

usage: nibabel_peer.py DATA JOB RUNS
jobs: meta read read-gz write-gz read-mgz write-mgz
"""
import glob
import os
import sys
import tempfile
import time

import nibabel as nib
import numpy as np


def meta(data):
    for path in sorted(glob.glob(os.path.join(data, "many", "*.nii.gz"))):
        image = nib.load(path)
        "".join(nib.aff2axcodes(image.affine)), image.header.get_zooms(), image.shape


def read(data):
    np.array(nib.load(os.path.join(data, "vol.nii")).dataobj)


def read_gz(data):
    np.array(nib.load(os.path.join(data, "gz", "vol.nii.gz")).dataobj)


def read_mgz(data):
    np.array(nib.load(os.path.join(data, "formats", "vol.mgz")).dataobj)


VOLUME = []


def write(data, kind, suffix):
    if not VOLUME:
        image = nib.load(os.path.join(data, "vol.nii"))
        VOLUME.append(kind(np.array(image.dataobj), image.affine))
        return
    with tempfile.TemporaryDirectory() as folder:
        nib.save(VOLUME[0], os.path.join(folder, "out" + suffix))


def write_gz(data):
    write(data, nib.Nifti1Image, ".nii.gz")


def write_mgz(data):
    write(data, nib.MGHImage, ".mgz")


JOBS = {"meta": meta, "read": read, "read-gz": read_gz, "write-gz": write_gz, "read-mgz": read_mgz, "write-mgz": write_mgz}

if __name__ == "__main__":
    folder, job, runs = sys.argv[1], JOBS[sys.argv[2]], int(sys.argv[3])
    job(folder)
    for _ in range(runs):
        start = time.perf_counter()
        job(folder)
        print(f"{time.perf_counter() - start:.6f}")
