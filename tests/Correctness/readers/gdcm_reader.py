"""DICOM files and series as GDCM reads them: pixels by its codecs, places by its ImageHelper, order by its IPPSorter."""
import os

import gdcm
import numpy as np

from reading import image, letters, serve

TYPES = {gdcm.PixelFormat.UINT8: "u1", gdcm.PixelFormat.INT8: "i1", gdcm.PixelFormat.UINT16: "u2", gdcm.PixelFormat.INT16: "i2",
         gdcm.PixelFormat.UINT32: "u4", gdcm.PixelFormat.INT32: "i4", gdcm.PixelFormat.FLOAT32: "f4", gdcm.PixelFormat.FLOAT64: "f8",
         gdcm.PixelFormat.UINT12: "u2", gdcm.PixelFormat.INT12: "i2"}


def one_file(path):
    reader = gdcm.ImageReader()
    reader.SetFileName(path)
    if not reader.Read():
        raise ValueError("GDCM does not read it as an image")
    picture = reader.GetImage()
    if picture.GetTransferSyntax().IsEncapsulated():
        # What GetBuffer says of its success, the bindings do not hand on.
        change = gdcm.ImageChangeTransferSyntax()
        change.SetTransferSyntax(gdcm.TransferSyntax(gdcm.TransferSyntax.ImplicitVRLittleEndian))
        change.SetInput(picture)
        if not change.Change():
            raise ValueError("GDCM does not decode it")
    pixel = picture.GetPixelFormat()
    samples = int(pixel.GetSamplesPerPixel())
    buffer = picture.GetBuffer().encode("utf-8", "surrogateescape")
    if pixel.GetScalarType() == gdcm.PixelFormat.SINGLEBIT:
        data = np.unpackbits(np.frombuffer(buffer, "u1"), bitorder="little")
    else:
        data = np.frombuffer(buffer, TYPES[pixel.GetScalarType()])
    size = [int(picture.GetDimension(i)) for i in range(picture.GetNumberOfDimensions())] + [1]
    photometric = str(picture.GetPhotometricInterpretation())
    if picture.GetPlanarConfiguration() and samples > 1:
        data = np.moveaxis(data.reshape(size[:2] + [samples] + size[2:3], order="F"), 2, 0)
    elif samples > 1:
        data = data.reshape([samples] + size[:3], order="F")
    else:
        data = data.reshape(size[:3], order="F")
    slope, intercept = picture.GetSlope(), picture.GetIntercept()
    if photometric.strip() == "PALETTE COLOR":
        data, samples = colours(picture, data), 3
    elif (slope, intercept) != (1, 0):
        data = data * slope + intercept
    elif photometric.strip().startswith("YBR_FULL"):
        data = rgb(data)
    axes = [picture.GetDirectionCosines(i) for i in range(6)]
    spacing = [picture.GetSpacing(i) for i in range(picture.GetNumberOfDimensions())] + [1.0]
    affine = np.eye(4)
    affine[:3, 0] = np.array(axes[:3]) * spacing[0]
    affine[:3, 1] = np.array(axes[3:]) * spacing[1]
    affine[:3, 2] = np.cross(axes[:3], axes[3:]) * spacing[2]
    affine[:3, 3] = [picture.GetOrigin(i) for i in range(3)]
    return data, affine, samples, photometric


def rgb(data):
    """PS3.3 C.7.6.3.1.2, the other way round."""
    y, b, r = (plane.astype(float) for plane in data)
    made = [y + 1.402 * (r - 128), y - 0.344136 * (b - 128) - 0.714136 * (r - 128), y + 1.772 * (b - 128)]
    return np.clip(np.rint(made), 0, 255).astype(np.uint8)


def colours(picture, data):
    table = picture.GetLUT()
    size = table.GetLUTLength(0)
    raise ValueError(f"palette of {size} colours: its bindings have no way to apply it")


def series(folder, uid):
    scanner = gdcm.Scanner()
    wanted = gdcm.Tag(0x20, 0xE)
    scanner.AddTag(wanted)
    paths = [os.path.join(root, name) for root, _, names in os.walk(folder) for name in names]
    scanner.Scan(paths)
    paths = [p for p in paths if scanner.IsKey(p) and (scanner.GetValue(p, wanted) or "").strip(" \0") == uid]
    sorter = gdcm.IPPSorter()
    sorter.SetComputeZSpacing(True)
    # To so many digits it rounds the distance, too.
    sorter.SetZSpacingTolerance(1e-5)
    if len(paths) > 1:
        if not sorter.Sort(paths):
            raise ValueError("its IPPSorter does not sort them")
        paths = sorter.GetFilenames()
        if not sorter.GetZSpacing():
            raise ValueError("its IPPSorter finds them at uneven distances")
    slices = [one_file(p) for p in paths]
    affine = slices[0][1]
    if len(slices) > 1:
        affine[:3, 2] *= sorter.GetZSpacing() / np.linalg.norm(affine[:3, 2])
    data = np.concatenate([s[0] for s in slices], -1)
    return image(data, affine, "LPS", slices[0][2], letters(affine, "LPS"), files=list(paths))


def read(case):
    if case.get("series"):
        return series(case["path"], case["series"])
    data, affine, samples, _ = one_file(case["path"])
    return image(data, affine, "LPS", samples, letters(affine, "LPS"))


gdcm.Trace.WarningOff()
gdcm.Trace.ErrorOff()
serve("GDCM " + gdcm.Version.GetVersion(), read)
