"""Single DICOM files, Siemens mosaics among them, as nibabel's DICOM wrappers read them."""
import nibabel as nib
import numpy as np
from nibabel.nicom import dicomwrappers

from reading import image, serve


def read(case):
    wrapped = dicomwrappers.wrapper_from_file(case["path"], force=True)
    if wrapped.get("SamplesPerPixel", 1) != 1 or wrapped.get("PhotometricInterpretation") == "PALETTE COLOR":
        raise ValueError("colours, which it gives as they are stored")
    data = wrapped.get_data()
    try:
        affine = wrapped.affine
    except Exception:
        affine = None
    # Its data have the rows as the first axis, and so has its affine.
    data = data[:, :, None] if data.ndim == 2 else data
    data = data.swapaxes(0, 1)
    codes = None
    if affine is not None:
        affine = np.diag([-1, -1, 1, 1.0]) @ affine[:, [1, 0, 2, 3]]
        codes = "".join(nib.aff2axcodes(affine))
    return image(data, affine, "RAS", 1, codes)


serve("nibabel.nicom " + nib.__version__, read)
