"""NRRD as teem's unu reads it: its header by `unu head` after `unu save`, its numbers as raw bytes."""
import os
import shutil
import subprocess
import tempfile

import numpy as np

from reading import image, letters, serve

UNU = shutil.which("unu") if shutil.which("unu") and "teem" in os.path.realpath(shutil.which("unu")) else shutil.which("teem-unu")
TYPES = {"signed char": "i1", "unsigned char": "u1", "short": "<i2", "unsigned short": "<u2", "int": "<i4", "unsigned int": "<u4",
         "long long int": "<i8", "unsigned long long int": "<u8", "float": "<f4", "double": "<f8"}
SPACES = {"right-anterior-superior": (1, 1), "left-anterior-superior": (-1, 1), "left-posterior-superior": (-1, -1)}


def vectors(text):
    return [None if v == "none" else [float(n) for n in v.strip("()").split(",")] for v in text.split()]


def read(case):
    with tempfile.TemporaryDirectory() as folder:
        out = os.path.join(folder, "o.nhdr")
        done = subprocess.run([UNU, "save", "-f", "nrrd", "-e", "raw", "-i", case["path"], "-o", out], capture_output=True, text=True)
        if done.returncode:
            raise ValueError(done.stderr.strip().split("\n")[-1])
        fields, pairs = {}, {}
        for line in open(out):
            line = line.rstrip("\n")
            if ":=" in line:
                key, value = line.split(":=", 1)
                pairs[key] = value
            elif ": " in line and not line.startswith("#"):
                key, value = line.split(": ", 1)
                fields[key] = value
        sizes = [int(n) for n in fields["sizes"].split()]
        data = np.fromfile(os.path.join(folder, "o.raw"), TYPES[fields["type"]])
        if fields.get("endian") == "big":
            data = data.byteswap()
        data = data.reshape(sizes, order="F")
        kinds = fields.get("kinds", " ".join(["domain"] * len(sizes))).split()
        directions = vectors(fields["space directions"]) if "space directions" in fields else None
        spatial = [i for i, d in enumerate(directions) if d] if directions else [i for i, k in enumerate(kinds) if k in ("domain", "space", "???", "none")]
        vector = [i for i in range(len(sizes)) if i not in spatial and kinds[i] not in ("time", "list", "domain", "space")]
        rest = [i for i in range(len(sizes)) if i not in spatial and i not in vector]
        data = data.transpose(vector + spatial + rest)
        components = data.shape[0] if vector else 1
        affine = orientation = None
        if directions and fields.get("space") in SPACES:
            affine = np.eye(4)
            for column, axis in enumerate(spatial[:3]):
                affine[:3, column] = directions[axis]
            affine[:3, 3] = vectors(fields.get("space origin", "(0,0,0)"))[0]
            x, y = SPACES[fields["space"]]
            affine = np.diag([x, y, 1.0, 1]) @ affine
            orientation = letters(affine, "RAS")
        return image(data, affine, "RAS", components, orientation, None, {**{k: v.replace('\\n', '\n') for k, v in pairs.items()}})


if not UNU:
    raise SystemExit("teem's unu is not installed")
serve("teem 1.12", read)
