"""The place of DICOM slices by the words of the standard (PS3.3 C.7.6.2.1.1), for readers that give elements and pixels alone."""
import numpy as np


def plane(position, orientation, spacing):
    """Index to LPS+ of one slice: the first index is the column's number, along the row."""
    row, column = np.array(orientation[:3], float), np.array(orientation[3:], float)
    matrix = np.eye(4)
    # PixelSpacing is between rows first, then between columns.
    matrix[:3, 0] = row * spacing[1]
    matrix[:3, 1] = column * spacing[0]
    matrix[:3, 2] = np.cross(row, column)
    matrix[:3, 3] = position
    return matrix


def stack(slices):
    """One volume of slices (pixels, position, orientation, spacing), in the order of their places along the normal."""
    normal = np.cross(slices[0][2][:3], slices[0][2][3:])
    slices = sorted(slices, key=lambda s: float(np.dot(normal, s[1])))
    matrix = plane(*slices[0][1:4])
    if len(slices) > 1:
        matrix[:3, 2] = (np.array(slices[-1][1], float) - np.array(slices[0][1], float)) / (len(slices) - 1)
    return np.stack([s[0] for s in slices], -1), matrix
