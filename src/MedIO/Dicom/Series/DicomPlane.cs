using System.Runtime.CompilerServices;
using MedIO.Formats;
using MedIO.Formats.Reading;

namespace MedIO.Dicom.Series;

/// <summary>
/// One plane of pixels, whether a file of a series or a frame of a file: where its pixels are, where it lies in the patient,
/// and what tells it from others at the same place. Attributes that the file does not have are null.
/// </summary>
internal sealed record DicomPlane
{
    /// <summary>The file.</summary>
    public string Path { get; init; } = string.Empty;

    /// <summary>The frame within the file, from 0.</summary>
    public int Frame { get; init; }

    /// <summary>Where its pixels are.</summary>
    public VoxelSegment? Segment { get; init; }

    /// <summary>ImagePositionPatient: centre of the first pixel, mm, LPS+.</summary>
    public double[]? Position { get; init; }

    /// <summary>ImageOrientationPatient: direction of a row (along columns), then of a column.</summary>
    public double[]? Orientation { get; init; }

    /// <summary>PixelSpacing: distance of rows, then of columns, mm.</summary>
    public double[]? PixelSpacing { get; init; }

    /// <summary>SliceThickness, mm.</summary>
    public double? SliceThickness { get; init; }

    /// <summary>SpacingBetweenSlices, mm.</summary>
    public double? SpacingBetweenSlices { get; init; }

    /// <summary>value = stored * Slope + Intercept.</summary>
    public double Slope { get; init; } = 1;

    /// <summary>See <see cref="Slope"/>.</summary>
    public double Intercept { get; init; }

    /// <summary>InstanceNumber, or the frame's number.</summary>
    public int? InstanceNumber { get; init; }

    /// <summary>AcquisitionNumber.</summary>
    public int? AcquisitionNumber { get; init; }

    /// <summary>TemporalResolution: from an image to the next at the same place, ms.</summary>
    public double? TemporalResolution { get; init; }

    /// <summary>StackID of an enhanced image's frame.</summary>
    public string? StackId { get; init; }

    /// <summary>Numbers that may make a fourth dimension, by keyword: TemporalPositionIdentifier, TriggerTime, EchoTime, DiffusionBValue, ...</summary>
    public PlaneKey[] Keys { get; init; } = System.Array.Empty<PlaneKey>();

    /// <summary>A plane is itself: two of the same values are two planes.</summary>
    public bool Equals(DicomPlane? other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);
}
