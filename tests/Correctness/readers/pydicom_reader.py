"""DICOM files and series as pydicom reads them, stacked by a few lines."""
import os

import numpy as np
import pydicom
from pydicom.multival import MultiValue
from pydicom.pixel_data_handlers.util import apply_color_lut, apply_modality_lut, convert_color_space
from pydicom.valuerep import PersonName

from dicom_geometry import plane, stack
from reading import HeaderOnly, image, letters, serve


def value_of(element):
    value = element.value
    if isinstance(value, (bytes, bytearray)):
        return None
    if isinstance(value, (list, tuple, MultiValue)):
        return [one_of(v) for v in value]
    return one_of(value)


def one_of(value):
    if value is None:
        return ""
    if isinstance(value, PersonName):
        return str(value)
    if isinstance(value, pydicom.valuerep.DSfloat):
        return float(value)
    if isinstance(value, pydicom.valuerep.IS):
        return int(value)
    if isinstance(value, pydicom.tag.BaseTag):
        return f"({value.group:04X},{value.element:04X})"
    return value if isinstance(value, (int, float)) else str(value)


def elements(dataset, prefix=""):
    for element in dataset:
        tag = element.tag
        key = prefix + (element.keyword if element.keyword and not tag.is_private else f"{tag.group:04X},{tag.element:04X}")
        if tag in (0x7FE00010, 0xFFFCFFFC):
            continue
        if element.VR == "SQ":
            for i, item in enumerate(element.value):
                yield from elements(item, f"{key}[{i}].")
            continue
        try:
            value = value_of(element)
        except Exception:
            continue
        if value is not None:
            yield key, value


def header(dataset):
    found = dict(elements(dataset.file_meta)) if getattr(dataset, "file_meta", None) else {}
    found.update(elements(dataset))
    return found


def pixels(dataset):
    """The numbers with x first, and how many make a pixel."""
    data = dataset.pixel_array
    frames, samples = int(dataset.get("NumberOfFrames", 1) or 1), int(dataset.SamplesPerPixel)
    photometric = dataset.PhotometricInterpretation
    if photometric == "PALETTE COLOR":
        data, samples = apply_color_lut(data, dataset), 3
    elif photometric.startswith("YBR_FULL") and samples == 3:
        data = convert_color_space(data, photometric, "RGB", per_frame=False)
    if samples == 1:
        slope, intercept = float(dataset.get("RescaleSlope", 1) or 1), float(dataset.get("RescaleIntercept", 0) or 0)
        if dataset.get("Modality") == "RTDOSE" and "DoseGridScaling" in dataset:
            data = data * float(dataset.DoseGridScaling)
        elif "ModalityLUTSequence" in dataset:
            data = apply_modality_lut(data, dataset)
        elif (slope, intercept) != (1, 0):
            data = data * slope + intercept
    data = data.reshape((frames, int(dataset.Rows), int(dataset.Columns), samples))
    data = data.transpose(3, 2, 1, 0)
    return data if samples > 1 else data[0], samples


def place(dataset):
    if "SharedFunctionalGroupsSequence" in dataset:
        shared, frames = dataset.SharedFunctionalGroupsSequence[0], dataset.PerFrameFunctionalGroupsSequence
        def first(name, group):
            return next(getattr(g, name)[0] for g in (group, shared) if name in g)
        orientation = first("PlaneOrientationSequence", frames[0]).ImageOrientationPatient
        spacing = first("PixelMeasuresSequence", frames[0]).PixelSpacing
        positions = [first("PlanePositionSequence", f).ImagePositionPatient for f in frames]
        return positions, orientation, spacing
    return [dataset.ImagePositionPatient], dataset.ImageOrientationPatient, dataset.PixelSpacing


def floats(values):
    return [float(v) for v in values]


def one_file(dataset):
    # To decode the pixels may change the elements that describe them.
    fields = header(dataset)
    try:
        data, samples = pixels(dataset)
    except Exception as e:
        raise HeaderOnly(fields, f"{type(e).__name__}: {e}")
    try:
        positions, orientation, spacing = place(dataset)
        affine = plane(floats(positions[0]), floats(orientation), floats(spacing))
        count = data.shape[-1]
        if len(positions) == count > 1:
            order = np.argsort([float(np.dot(affine[:3, 2], floats(p))) for p in positions], kind="stable")
            data, first, last = data[..., order], floats(positions[order[0]]), floats(positions[order[-1]])
            affine[:3, 3] = first
            affine[:3, 2] = (np.array(last) - first) / (count - 1)
        elif "GridFrameOffsetVector" in dataset:
            offsets = floats(dataset.GridFrameOffsetVector)
            affine[:3, 2] *= (offsets[-1] - offsets[0]) / max(len(offsets) - 1, 1)
        elif count > 1:
            affine[:3, 2] *= float(dataset.get("SpacingBetweenSlices", dataset.get("SliceThickness", 1)) or 1)
        else:
            affine[:3, 2] *= float(dataset.get("SliceThickness", 1) or 1)
        orientation = letters(affine, "LPS")
    except (AttributeError, StopIteration, TypeError, IndexError, ValueError):
        affine = orientation = None
        if dataset.get("PixelSpacing"):
            # Without a place, only how far the pixels are apart is known.
            affine = np.diag([float(dataset.PixelSpacing[1]), float(dataset.PixelSpacing[0]), 1, 1])
    return image(data, affine, "LPS", samples, orientation, None, fields, True)


def series(folder, uid):
    stacks = {}
    for root, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(root, name)
            try:
                dataset = pydicom.dcmread(path, force=True)
            except Exception:
                continue
            if dataset.get("SeriesInstanceUID") != uid or "PixelData" not in dataset:
                continue
            if "ImagePositionPatient" not in dataset:
                continue
            data, samples = pixels(dataset)
            key = (tuple(np.round(floats(dataset.ImageOrientationPatient), 3)), data.shape, tuple(floats(dataset.PixelSpacing)))
            stacks.setdefault(key, []).append((data[..., 0], floats(dataset.ImagePositionPatient), floats(dataset.ImageOrientationPatient), floats(dataset.PixelSpacing), path, samples))
    images = []
    for slices in stacks.values():
        data, affine = stack(slices)
        images.append(image(data, affine, "LPS", slices[0][5], letters(affine, "LPS") if len(slices) > 1 else None, files=[s[4] for s in slices]))
    if not images:
        raise ValueError("no slices with a place")
    return images


def read(case):
    if case.get("series"):
        return series(case["path"], case["series"])
    dataset = pydicom.dcmread(case["path"], force=True)
    return one_file(dataset)


serve("pydicom " + pydicom.__version__, read)
