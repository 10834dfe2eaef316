"""TIFF as tifffile reads it."""
import numpy as np
import tifffile

from reading import image, serve


def read(case):
    with tifffile.TiffFile(case["path"]) as file:
        page, series = file.pages[0], file.series[0]
        data = series.asarray()
        samples = page.samplesperpixel
        axes = series.axes
        if samples > 1 and "S" in axes:
            data = np.moveaxis(data, axes.index("S"), -1)
            data = data.reshape((-1,) + data.shape[-3:]) if data.ndim > 3 else data
            data = data.transpose(tuple(range(data.ndim))[::-1])
        else:
            data, samples = data.transpose(tuple(range(data.ndim))[::-1]), 1
        return image(data, components=samples)


serve("tifffile " + tifffile.__version__, read)
