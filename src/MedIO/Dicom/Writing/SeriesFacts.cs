using System;

namespace MedIO.Dicom.Writing;

/// <summary>What the modules of all files of a series are made of.</summary>
/// <param name="Modality">Such as <c>CT</c>.</param>
/// <param name="Geometry">Where the slices lie.</param>
/// <param name="Pixels">How the voxels are stored.</param>
/// <param name="Volumes">Time points.</param>
/// <param name="TimeStep">Seconds between them, where known.</param>
/// <param name="Now">When the series is made.</param>
internal sealed record SeriesFacts(string Modality, SliceGeometry Geometry, StoredPixels Pixels, int Volumes, double? TimeStep, DateTime Now);
