using System;
using System.Collections.Generic;

namespace MedIO.Dicom;

/// <summary>
/// The files of one DICOM series that make one image: one SeriesInstanceUID, and of that what can be stacked together,
/// so that a scout comes as a series of its own. Holds nothing that identifies a patient.
/// </summary>
public sealed class DicomSeries
{
    internal DicomSeries()
    {
    }

    /// <summary>Its place in the list of all that were found together, from 0.</summary>
    public int Index { get; internal set; }

    /// <summary>SeriesNumber (0020,0011), null where the files do not say.</summary>
    public int? SeriesNumber { get; internal set; }

    /// <summary>Modality (0008,0060), such as <c>MR</c>.</summary>
    public string? Modality { get; internal set; }

    /// <summary>SeriesDescription (0008,103E).</summary>
    public string? SeriesDescription { get; internal set; }

    /// <summary>SeriesInstanceUID (0020,000E).</summary>
    public string? SeriesInstanceUID { get; internal set; }

    /// <summary>StudyInstanceUID (0020,000D).</summary>
    public string? StudyInstanceUID { get; internal set; }

    /// <summary>The files in the order of the image, full paths.</summary>
    public IReadOnlyList<string> Files { get; internal set; } = Array.Empty<string>();

    /// <summary>How many files there are.</summary>
    public int Count => Files.Count;
}
