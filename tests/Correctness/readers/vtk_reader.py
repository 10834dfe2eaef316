"""VTK, VTI, NIfTI, MetaImage, NRRD, MINC and pictures as VTK reads them."""
import numpy as np
import vtkmodules.vtkCommonCore as core
from vtkmodules.util.numpy_support import vtk_to_numpy
from vtkmodules.vtkCommonCore import vtkVersion
from vtkmodules.vtkIOImage import vtkBMPReader, vtkJPEGReader, vtkMetaImageReader, vtkNIFTIImageReader, vtkNrrdReader, vtkPNGReader, vtkTIFFReader
from vtkmodules.vtkIOLegacy import vtkStructuredPointsReader
from vtkmodules.vtkIOMINC import vtkMINCImageReader
from vtkmodules.vtkIOXML import vtkXMLImageDataReader

from reading import image, serve

READERS = {".vtk": vtkStructuredPointsReader, ".vti": vtkXMLImageDataReader, ".nii": vtkNIFTIImageReader, ".gz": vtkNIFTIImageReader,
           ".hdr": vtkNIFTIImageReader, ".img": vtkNIFTIImageReader, ".mha": vtkMetaImageReader, ".mhd": vtkMetaImageReader, ".nrrd": vtkNrrdReader, ".nhdr": vtkNrrdReader,
           ".mnc": vtkMINCImageReader, ".png": vtkPNGReader, ".jpg": vtkJPEGReader, ".bmp": vtkBMPReader, ".tif": vtkTIFFReader}


def read(case):
    path = case["path"]
    suffix = "." + path.lower().rsplit(".", 1)[1]
    reader = READERS[suffix]()
    said = []
    reader.AddObserver("ErrorEvent", lambda *_: said.append("it says that it failed"))
    if hasattr(reader, "CanReadFile") and suffix not in (".vtk",) and not reader.CanReadFile(path):
        raise ValueError("its CanReadFile says no")
    if hasattr(reader, "TimeAsVectorOn"):
        reader.TimeAsVectorOn()
    if hasattr(reader, "RescaleRealValuesOn"):
        reader.RescaleRealValuesOn()
    reader.SetFileName(path)
    reader.Update()
    made = reader.GetOutput()
    scalars = made.GetPointData().GetScalars() or made.GetPointData().GetVectors() or made.GetPointData().GetArray(0)
    if said or scalars is None:
        raise ValueError(said[0] if said else "no points")
    data, components = vtk_to_numpy(scalars), scalars.GetNumberOfComponents()
    sizes = list(made.GetDimensions())
    data = data.T.reshape(([components] if components > 1 else []) + sizes, order="F")
    if suffix in (".png", ".jpg", ".bmp"):
        # Its lowest row is the first.
        data = np.flip(data, -2)
    if suffix in (".nii", ".gz", ".hdr", ".img"):
        return nifti(reader, made, data, components)
    affine = np.eye(4)
    direction = made.GetDirectionMatrix()
    for column in range(3):
        for row in range(3):
            affine[row, column] = direction.GetElement(row, column) * made.GetSpacing()[column]
    affine[:3, 3] = made.GetOrigin()
    if suffix in (".vtk", ".vti"):
        # Where the first point is, which need not be the first index.
        affine[:3, 3] = affine @ [*[e for e in made.GetExtent()[::2]], 1] @ np.eye(4)[:, :3]
        return image(data, affine, "LPS", components)
    # Its other readers keep neither the axes nor, all of them, the place.
    return image(data, None, "LPS", components)


def nifti(reader, made, data, components):
    """Its header's forms; the time axis comes as components, and the rows of its image may be turned."""
    header = reader.GetNIFTIHeader()
    steps = reader.GetTimeDimension()
    slope, intercept = reader.GetRescaleSlope(), reader.GetRescaleIntercept()
    if (slope, intercept) != (1, 0) and slope:
        data = data * slope + intercept
    if steps > 1:
        data, components = np.moveaxis(data, 0, -1), 1
    form = reader.GetSFormMatrix() or reader.GetQFormMatrix()
    if form is None:
        return image(data, None, "RAS", components)
    matrix = np.array([[form.GetElement(r, c) for c in range(4)] for r in range(4)])
    # It takes its own coordinates, in mm from the first voxel, to the world.
    affine = matrix @ np.diag([*made.GetSpacing(), 1])
    return image(data, affine, "RAS", components)


core.vtkObject.GlobalWarningDisplayOff()
serve("VTK " + vtkVersion.GetVTKVersion(), read)
