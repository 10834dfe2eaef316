"""What the readers here share: cases come in as lines of JSON, and what was read goes out so.

A case is {"name": ..., "path": a file or a folder, "series": the SeriesInstanceUID that is wanted of a folder}. An answer is
{"name": ..., "images": [...]} or {"name": ..., "error": ...}. The voxels of an image are in a file beside, the first axis fastest.
"""
import json
import os
import sys
import warnings

import numpy as np

warnings.simplefilter("ignore")


class HeaderOnly(Exception):
    """A file whose elements can be read and that has no image, or none that can be read."""

    def __init__(self, header, why):
        super().__init__(why)
        self.header = header


def image(values, affine=None, world="RAS", components=1, orientation=None, time_step=None, header=None, complete=False, files=None, precision=0.0):
    """An image: its numbers with the components as the first axis where there are several, or its sizes alone, and what else is known of it."""
    return dict(values=values if isinstance(values, list) else np.asarray(values), affine=affine, world=world, components=components, orientation=orientation,
                timeStep=time_step, header=header, complete=complete, files=files, precision=precision)


def letters(affine, world):
    """Where the axes go, as in RAS: each the closest to a direction of its own, the clearest first."""
    matrix = np.array(affine, float)[:3, :3].copy()
    if world == "LPS":
        matrix[:2] *= -1
    matrix /= np.maximum(np.linalg.norm(matrix, axis=0), 1e-300)
    found, size = [""] * 3, np.abs(matrix)
    for _ in range(3):
        row, column = np.unravel_index(np.argmax(size), size.shape)
        found[column] = ("LR", "PA", "IS")[row][int(matrix[row, column] > 0)]
        size[row, :] = size[:, column] = -1
    return "".join(found)


def plain(value):
    """A value of a header as JSON has it: text, a number, or a list of them."""
    if isinstance(value, bytes):
        return value.split(b"\0")[0].decode("latin-1")
    if isinstance(value, np.ndarray):
        return plain(value.item()) if value.ndim == 0 else [plain(v) for v in value.ravel()]
    if isinstance(value, np.generic):
        return plain(value.item())
    if isinstance(value, (list, tuple)):
        return [plain(v) for v in value]
    if isinstance(value, float):
        return value if np.isfinite(value) else str(value)
    return value if isinstance(value, (int, str)) or value is None else str(value)


def write(one, folder, number):
    values = one.pop("values")
    if isinstance(values, list):
        one.update(type="u1", shape=[int(n) for n in values], voxels=None)
    else:
        numbers(one, values, folder, number)
    if one["affine"] is not None:
        one["affine"] = [float(v) for v in np.asarray(one["affine"], float).ravel()]
    if one["header"] is not None:
        one["header"] = {key: plain(value) for key, value in one["header"].items()}


def numbers(one, values, folder, number):
    kind = values.dtype
    if kind == bool:
        values = values.astype(np.uint8)
    elif kind == np.float16:
        values = values.astype(np.float32)
    elif kind == np.longdouble:
        values = values.astype(np.float64)
    values = values.astype(values.dtype.newbyteorder("<"))
    one["type"] = values.dtype.str[1:]
    one["shape"] = list(values.shape[1:] if one["components"] > 1 else values.shape)
    one["voxels"] = os.path.join(folder, f"{number}.raw")
    with open(one["voxels"], "wb") as file:
        file.write(values.tobytes(order="F"))


def serve(version, read):
    """Answers each case; `read` gives an image, or a list of them."""
    # What libraries print is no answer.
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    folder, number = sys.argv[1], 0
    print(json.dumps({"version": version}), file=answers, flush=True)
    for line in sys.stdin:
        case = json.loads(line)
        try:
            images = read(case)
            images = images if isinstance(images, list) else [images]
            for one in images:
                write(one, folder, number)
                number += 1
            answer = {"images": images}
        except HeaderOnly as e:
            answer = {"error": f"NoImage: {e}"[:300], "header": {key: plain(value) for key, value in e.header.items()}, "complete": True}
        except Exception as e:
            answer = {"error": f"{type(e).__name__}: {e}"[:300]}
        print(json.dumps({"name": case["name"], **answer}), file=answers, flush=True)
