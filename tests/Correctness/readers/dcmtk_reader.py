"""DICOM files by DCMTK's programs: decompressed by dcmdjpeg, dcmdjpls or dcmdrle, the elements by dcm2json, the pixels by dcmdump."""
import glob
import json
import os
import re
import shutil
import subprocess
import tempfile

import numpy as np

from dicom_geometry import plane
from reading import image, letters, serve

JPEG = {"1.2.840.10008.1.2.4." + n for n in ("50", "51", "53", "55", "57", "70")}
JPEGLS = {"1.2.840.10008.1.2.4.80", "1.2.840.10008.1.2.4.81"}
NUMBERS = {"DS", "IS", "US", "SS", "UL", "SL", "FL", "FD", "SV", "UV"}


def run(*command):
    done = subprocess.run(command, capture_output=True)
    if done.returncode:
        raise ValueError(f"{command[0]}: " + done.stderr.decode("utf-8", "replace").strip().split("\n")[0])
    return done.stdout


def first(elements, tag, default=None):
    value = elements.get(tag, {}).get("Value")
    return value[0] if value and value[0] is not None else default


def numbers(elements, tag):
    return [float(v) for v in elements[tag]["Value"]]


def fields(elements, prefix=""):
    for tag, element in elements.items():
        key = f"{prefix}{tag[:4]},{tag[4:]}"
        kind = element.get("vr")
        # What dcm2json makes is UTF-8, and says so.
        if tag in ("00080005", "00020010") or tag.startswith(("7FE0", "FFFC")) or tag[4:] == "0000" or kind in ("OB", "OW", "OF", "OD", "OL", "OV", "UN") or "InlineBinary" in element or "BulkDataURI" in element:
            continue
        if kind == "SQ":
            for i, item in enumerate(element.get("Value") or []):
                yield from fields(item, f"{key}[{i}].")
            continue
        values = element.get("Value") or [""]
        if kind == "AT":
            values = [f"({v[:4]},{v[4:]})" if v else "" for v in values]
        if kind == "PN":
            values = ["=".join(v.get(p, "") for p in ("Alphabetic", "Ideographic", "Phonetic")).rstrip("=") if v else "" for v in values]
        if kind == "FL":
            # In nine digits, which say all that there is.
            values = [float(np.float32(v)) if isinstance(v, (int, float)) else v for v in values]
        yield key, values if len(values) > 1 else "" if values[0] is None else values[0]


def read(case):
    path = case["path"]
    with tempfile.TemporaryDirectory() as folder:
        said = run("dcmdump", "-Un", "+P", "0002,0010", path).decode("latin-1")
        syntax = said.split("[")[1].split("]")[0] if "[" in said else ""
        plain = os.path.join(folder, "plain.dcm")
        if syntax in JPEG or syntax in JPEGLS or syntax == "1.2.840.10008.1.2.5":
            tool = ["dcmdjpeg"] if syntax in JPEG else ["dcmdjpls"] if syntax in JPEGLS else ["dcmdrle"]
            run(*tool, path, plain)
        elif syntax in ("1.2.840.10008.1.2", "1.2.840.10008.1.2.1"):
            plain = path
        else:
            run("dcmconv", "+te", path, plain)
        elements = json.loads(run("dcm2json", plain).decode("utf-8"))
        run("dcmdump", "+W", folder, plain)
        raw = sorted(glob.glob(os.path.join(folder, "*.raw")))
        if not raw:
            raise ValueError("dcmdump finds no pixels")
        rows, columns = int(first(elements, "00280010")), int(first(elements, "00280011"))
        if first(elements, "00280004") == "YBR_FULL_422" and syntax not in JPEG:
            raise ValueError("uncompressed YBR_FULL_422, which dcmdump gives as it is")
        # Of text that is no number its DcmIntegerString takes the digits that it begins with.
        frames = int(re.match(r"\s*[-+]?\d+", str(first(elements, "00280008", 1))).group())
        samples = int(first(elements, "00280002", 1))
        bits, signed = int(first(elements, "00280100")), int(first(elements, "00280103", 0))
        # The last is the pixel data of the data set itself: an icon's come before it.
        if bits == 1:
            data = np.unpackbits(np.fromfile(raw[-1], "u1"), bitorder="little")
        else:
            data = np.fromfile(raw[-1], f"<{'i' if signed else 'u'}{bits // 8}")
        data = data[: rows * columns * frames * samples]
        if samples > 1 and int(first(elements, "00280006", 0)):
            data = data.reshape(frames, samples, rows, columns).transpose(1, 3, 2, 0)
        else:
            data = data.reshape(frames, rows, columns, samples).transpose(3, 2, 1, 0)
        photometric = first(elements, "00280004")
        if photometric == "PALETTE COLOR":
            raise ValueError("a palette, which dcmdump does not apply")
        if photometric.startswith("YBR"):
            raise ValueError(f"{photometric}, which dcmdump does not make RGB")
        if samples == 1:
            data = data[0]
            stored = int(first(elements, "00280101", bits))
            if stored < bits:
                shift = bits - 1 - int(first(elements, "00280102", stored - 1))
                data = (data << shift) >> (bits - stored) if signed else (data >> (int(first(elements, "00280102", stored - 1)) + 1 - stored)) & ((1 << stored) - 1)
            slope, intercept = float(first(elements, "00281053", 1)), float(first(elements, "00281052", 0))
            if first(elements, "00080060") == "RTDOSE" and "3004000E" in elements:
                slope = float(first(elements, "3004000E"))
            if (slope, intercept) != (1, 0):
                data = data * slope + intercept
        try:
            affine = plane(numbers(elements, "00200032"), numbers(elements, "00200037"), numbers(elements, "00280030"))
        except (KeyError, IndexError, TypeError):
            affine = None
        if affine is not None and frames > 1:
            offsets = numbers(elements, "3004000C") if "3004000C" in elements else None
            affine[:3, 2] *= (offsets[-1] - offsets[0]) / (len(offsets) - 1) if offsets else float(first(elements, "00180088", first(elements, "00180050", 1)))
        return image(data, affine, "LPS", samples, letters(affine, "LPS") if affine is not None else None, None, dict(fields(elements)))


if not all(shutil.which(t) for t in ("dcm2json", "dcmdump", "dcmconv", "dcmdjpeg", "dcmdjpls", "dcmdrle")):
    raise SystemExit("DCMTK's programs are not installed")
os.environ.pop("DCMDICTPATH", None)
serve("DCMTK " + run("dcmdump", "--version").decode().split("dcmdump v")[1].split()[0], read)
