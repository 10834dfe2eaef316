"""PNG, JPEG, BMP and TIFF as Pillow reads them."""
import numpy as np
import PIL
from PIL import Image, ImageSequence

from reading import image, serve


def one(frame):
    if frame.mode == "P":
        # A palette of greys is grey.
        colours = np.array(frame.getpalette()).reshape(-1, 3)
        frame = frame.convert("RGBA" if "transparency" in frame.info else "L" if (colours == colours[:, :1]).all() else "RGB")
    return np.array(frame.convert("L") if frame.mode == "1" else frame)


def read(case):
    with Image.open(case["path"]) as file:
        frames = [one(frame) for frame in ImageSequence.Iterator(file)]
        # Of TIFF it gives the resolution whatever the unit.
        dpi = None if file.format == "TIFF" else file.info.get("dpi")
    data = np.stack(frames) if len(frames) > 1 else frames[0]
    data = data.transpose(tuple(range(data.ndim))[::-1])
    components = data.shape[0] if frames[0].ndim > 2 else 1
    affine = None
    if dpi and dpi[0] > 0 and dpi[1] > 0 and len(frames) == 1:
        affine = np.diag([25.4 / float(dpi[0]), 25.4 / float(dpi[1]), 1, 1])
    return image(data, affine, "LPS", components)


serve("Pillow " + PIL.__version__, read)
