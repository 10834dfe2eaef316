using System.Collections.Generic;
using MedIO.Dicom.Pixels;
using MedIO.Dicom.Series;
using MedIO.Formats;
using MedIO.Formats.Reading;

namespace MedIO.Dicom.Frames;

/// <summary>The frames of one file on the way to planes: the data set that describes them, and where the pixels of each are.</summary>
/// <param name="Path">The file.</param>
/// <param name="DataSet">Its data set.</param>
/// <param name="Pixels">What its pixels are.</param>
/// <param name="Segments">One a frame.</param>
/// <param name="InstanceNumber">The file's.</param>
/// <param name="AcquisitionNumber">The file's.</param>
/// <param name="Warnings">Gets what is odd.</param>
internal sealed record FileFrames(
    string Path, DicomDataSet DataSet, PixelFormat Pixels, VoxelSegment[] Segments, int? InstanceNumber, int? AcquisitionNumber, List<string> Warnings)
{
    /// <summary>Whether frames may be without a place where what gives it is missing.</summary>
    public bool AllowDefaultAffine { get; init; }

    /// <summary>How many there are.</summary>
    public int Count => Segments.Length;

    /// <summary>Planes of frames that lie at even steps along their normal, or nowhere.</summary>
    /// <param name="place">Where the first lies, and in which direction.</param>
    /// <param name="offsets">How far from the first each lies, mm; null where frames have no place.</param>
    /// <param name="direction">In which direction; length 1.</param>
    /// <param name="keys">What tells frames apart; null for nothing.</param>
    public DicomPlane[] Along(PlanePlace place, double[]? offsets, double[]? direction, PlaneKey[][]? keys = null)
    {
        LinearMap map = Map();
        double? thickness = DataSet.GetNumber(DicomTags.SliceThickness);
        double? spacing = DataSet.GetNumber(DicomTags.SpacingBetweenSlices);
        double? resolution = DataSet.GetNumber(DicomTags.TemporalResolution);
        var planes = new DicomPlane[Count];
        for (int f = 0; f < planes.Length; f++)
        {
            double[]? position = place.Position;
            if (position is not null && offsets is not null && direction is not null && offsets[f] != 0)
            {
                position = new[] { position[0] + (direction[0] * offsets[f]), position[1] + (direction[1] * offsets[f]), position[2] + (direction[2] * offsets[f]) };
            }

            planes[f] = new DicomPlane
            {
                Path = Path,
                Frame = f,
                Segment = Segments[f],
                Position = position,
                Orientation = place.Orientation,
                PixelSpacing = place.Spacing,
                SliceThickness = thickness,
                SpacingBetweenSlices = spacing,
                Slope = map.Slope,
                Intercept = map.Intercept,
                InstanceNumber = InstanceNumber,
                AcquisitionNumber = AcquisitionNumber,
                TemporalResolution = resolution,
                Keys = keys is null ? PlaneKeys.None : keys[f],
            };
        }

        return planes;
    }

    /// <summary>Planes of frames of which an attribute is missing that their places need.</summary>
    /// <param name="place">The place of the first.</param>
    /// <param name="missing">The attribute, or several.</param>
    /// <exception cref="MedIOException"><see cref="MedIOError.MissingGeometry"/>: they may not be without a place.</exception>
    public DicomPlane[] Unplaced(PlanePlace place, string missing)
    {
        if (!AllowDefaultAffine)
        {
            throw new MedIOException(
                MedIOError.MissingGeometry,
                $"{Path}: has several frames but no {missing}, so that their places are not known. Have the program that made it write it again; if the place does not matter, allow a default affine.",
                Path);
        }

        Warnings.Note($"Its frames have no {missing}, so that their places are not known.");
        return Along(place with { Position = null }, null, null);
    }

    /// <summary>From stored to meant values, for all frames; colours have none.</summary>
    public LinearMap Map() => Pixels.Components == 1 ? Rescale.Of(DataSet, Warnings) : LinearMap.Identity;
}
