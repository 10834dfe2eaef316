#!/usr/bin/env python3
"""Times nibabel and pydicom together on a tree of mixed files: each file by the one that knows it.

usage: tree_peer.py DATA tree
MetaImage and pictures, which neither knows, cost them the look at the name and the first bytes only.
"""
import os
import sys

import nibabel as nib
import pydicom

from timing import serve

DATA = sys.argv[1]


def header(path):
    try:
        image = nib.load(path)
        "".join(nib.aff2axcodes(image.affine)), image.header.get_zooms(), image.shape
        return
    except nib.filebasedimages.ImageFileError:
        pass
    try:
        data = pydicom.dcmread(path, stop_before_pixels=True)
        data.ImagePositionPatient, data.PixelSpacing, data.SeriesInstanceUID, data.Rows
    except (pydicom.errors.InvalidDicomError, AttributeError):
        pass


def tree():
    for folder, _, names in os.walk(os.path.join(DATA, "tree")):
        for name in names:
            header(os.path.join(folder, name))


serve(tree)
