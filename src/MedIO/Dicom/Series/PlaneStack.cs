using System.Collections.Generic;

namespace MedIO.Dicom.Series;

/// <summary>Planes in the order of the image they make: by position along their normal, then by the fourth dimension.</summary>
/// <param name="Planes">All planes, those of the first volume first; a null stands for a slice that is missing.</param>
/// <param name="Shape">Columns, rows, slices, and volumes where there are several.</param>
/// <param name="Affine">Index to world, LPS+.</param>
/// <param name="TimeStep">Seconds between volumes, where the fourth dimension is time and even.</param>
/// <param name="Warnings">What is odd about it.</param>
internal sealed record PlaneStack(IReadOnlyList<DicomPlane?> Planes, Shape Shape, Affine Affine, double? TimeStep, IReadOnlyList<string> Warnings);
