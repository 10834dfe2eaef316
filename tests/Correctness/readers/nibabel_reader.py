"""NIfTI, Analyze, MGH, MINC, PAR/REC and AFNI as nibabel reads them."""
import nibabel as nib
import numpy as np
from nibabel.brikhead import AFNIImage

from reading import image, serve


def header_of(img):
    if isinstance(img, AFNIImage):
        return {key: value for key, value in img.header.info.items()}
    if isinstance(img, nib.parrec.PARRECImage):
        return None
    if isinstance(img, (nib.Minc1Image, nib.Minc2Image)):
        return None
    header = img.header
    if hasattr(header, "set_slope_inter"):
        # As it is in the file: the image's own forgets the scale and where the voxels begin.
        with img.file_map["header" if "header" in img.file_map and img.file_map["header"].filename else "image"].get_prepare_fileobj("rb") as file:
            header = type(header).from_fileobj(file, check=False)
    if isinstance(img, nib.MGHImage):
        return {key: header[key] for key in ("type", "dof", "delta", "Mdc", "Pxyz_c", "tr", "flip_angle", "te", "ti", "goodRASFlag") if key in header.structarr.dtype.names}
    return {key: header[key] for key in header.structarr.dtype.names}


def time_step(img):
    if img.ndim < 4:
        return None
    zoom = img.header.get_zooms()[3:4] if hasattr(img.header, "get_zooms") else ()
    if not zoom:
        return None
    if isinstance(img, nib.MGHImage):
        return float(zoom[0]) / 1000
    if isinstance(img, nib.Nifti1Image) or isinstance(img, nib.Nifti1Pair):
        unit = img.header.get_xyzt_units()[1]
        return float(zoom[0]) * {"msec": 1e-3, "usec": 1e-6}.get(unit, 1)
    return float(zoom[0])


def read(case):
    path = case["path"]
    img = nib.load(path, permit_truncated=True) if path.lower().endswith((".par", ".rec")) else nib.load(path)
    if path.lower().endswith((".par", ".rec")):
        img = nib.parrec.load(path[:-4] + (".PAR" if path[-3:].isupper() else ".par"), scaling="dv")
    data = np.asanyarray(img.dataobj)
    components = 1
    if data.dtype.fields:
        components = len(data.dtype.fields)
        data = np.stack([data[f] for f in data.dtype.fields])
    elif data.ndim == 5 and data.shape[3] == 1:
        components = data.shape[4]
        data = np.moveaxis(data[:, :, :, 0], 3, 0) if components > 1 else data[..., 0, 0]
    return image(data, img.affine, "RAS", components, "".join(nib.aff2axcodes(img.affine)), time_step(img), header_of(img))


serve("nibabel " + nib.__version__, read)
