#!/usr/bin/env python3
"""Times nibabel on one job.

usage: nibabel_peer.py DATA JOB
"""
import glob
import itertools
import os
import sys

import nibabel as nib
import numpy as np
from nibabel.orientations import axcodes2ornt, io_orientation, ornt_transform

from timing import serve, serve_parts

DATA, JOB = sys.argv[1:3]
OUT = os.path.join(DATA, "out", f"nibabel-{os.getpid()}")


def meta():
    for path in sorted(glob.glob(os.path.join(DATA, "many", "*.nii.gz"))):
        image = nib.load(path)
        "".join(nib.aff2axcodes(image.affine)), image.header.get_zooms(), image.shape


def read(*names):
    return np.array(nib.load(os.path.join(DATA, *names)).dataobj)


def read_slice(*names):
    return np.array(nib.load(os.path.join(DATA, *names)).dataobj[..., 300])


def orientations():
    for axes in itertools.permutations(("RL", "AP", "SI")):
        for ends in itertools.product((0, 1), repeat=3):
            yield tuple(axis[end] for axis, end in zip(axes, ends))


def reorient(*names):
    image = nib.load(os.path.join(DATA, *names))
    voxels = np.asarray(image.dataobj)
    # In memory, and not what a map of the file reads at first use.
    image = nib.Nifti1Image(np.array(voxels), image.affine)
    own = io_orientation(image.affine)

    def part(codes):
        # What costs is the copy; as_reoriented alone is a view.
        transform = ornt_transform(own, axcodes2ornt(codes))
        return lambda: np.ascontiguousarray(np.asarray(image.as_reoriented(transform).dataobj).T)

    return [part(codes) for codes in orientations() if codes != nib.aff2axcodes(image.affine)]


def write(suffix, kind=nib.Nifti1Image):
    image = nib.load(os.path.join(DATA, "vol.nii"))
    image = kind(np.array(image.dataobj), image.affine)
    path = OUT + suffix
    os.makedirs(os.path.dirname(path), exist_ok=True)
    serve(lambda: nib.save(image, path), lambda: os.path.exists(path) and os.remove(path), path)


if JOB == "meta":
    serve(meta)
elif JOB == "read":
    serve(lambda: read("vol.nii"))
elif JOB == "read-gz":
    serve(lambda: read("gz", "vol.nii.gz"))
elif JOB == "read-mgz":
    serve(lambda: read("formats", "vol.mgz"))
elif JOB == "slice":
    serve(lambda: read_slice("large", "vol.nii"))
elif JOB == "slice-gz":
    serve(lambda: read_slice("large", "gz", "vol.nii.gz"))
elif JOB == "reorient":
    serve_parts(reorient("vol.nii"))
elif JOB == "reorient-large":
    serve_parts(reorient("large", "half.nii"))
elif JOB == "write":
    write(".nii")
elif JOB == "write-gz":
    write(".nii.gz")
elif JOB == "write-mgz":
    write(".mgz", nib.MGHImage)
else:
    sys.exit(f"There is no job '{JOB}'.")
