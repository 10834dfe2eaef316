"""DICOM series as dcm2niix makes NIfTI of them, and nibabel reads those."""
import glob
import json
import os
import shutil
import subprocess
import tempfile

import nibabel as nib
import numpy as np

from reading import image, serve


def read(case):
    path = case["path"]
    with tempfile.TemporaryDirectory() as folder:
        single = os.path.isfile(path)
        if single:
            # Of a file it takes the others of the series, too.
            shutil.copy(path, os.path.join(folder, "one"))
        command = ["dcm2niix", "-b", "y", "-ba", "n", "-z", "n", "-f", "%j_%s", "-o", folder, folder if single else path]
        done = subprocess.run(command, capture_output=True, text=True, errors="replace")
        images = []
        for made in sorted(glob.glob(os.path.join(folder, "*.nii"))):
            about = made[:-4] + ".json"
            uid = json.load(open(about, errors="replace"), strict=False).get("SeriesInstanceUID", "") if os.path.exists(about) else ""
            if not single and uid and uid != case["series"]:
                continue
            img = nib.load(made)
            data, components = np.asanyarray(img.dataobj), 1
            if data.dtype.fields:
                components = len(data.dtype.fields)
                data = np.stack([data[f] for f in data.dtype.fields])
            # It puts the rows in NIfTI's order, the lowest first.
            data, affine = np.flip(data, 1 + (components > 1)), img.affine @ [[1, 0, 0, 0], [0, -1, 0, img.shape[1] - 1], [0, 0, 1, 0], [0, 0, 0, 1]]
            if not img.header["sform_code"] and not img.header["qform_code"]:
                # It says no place, only how far the pixels are apart: the middle at 0 is nibabel's.
                affine[:3, 3] = 0
            step = float(img.header.get_zooms()[3]) if img.ndim > 3 else None
            images.append(image(data, affine, "RAS", components, "".join(nib.aff2axcodes(affine)), step or None))
        if not images:
            raise ValueError((done.stdout + done.stderr).strip().replace("\n", " ")[-200:])
        return images


if not shutil.which("dcm2niix"):
    raise SystemExit("dcm2niix is not installed")
serve(subprocess.run(["dcm2niix", "--version"], capture_output=True, text=True).stdout.strip().split("\n")[-1].replace("v", "dcm2niix ", 1), read)
