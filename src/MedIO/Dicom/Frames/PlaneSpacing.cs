using System.Collections.Generic;

namespace MedIO.Dicom.Frames;

/// <summary>The distance of pixels where there is no PixelSpacing: images that have no place in the patient say it in other ways, and less exactly.</summary>
internal static class PlaneSpacing
{
    private const double CentimetresToMillimetres = 10;

    // In the order of how near to the patient they are.
    private static readonly uint[] Tags = { DicomTags.PixelSpacing, FrameTags.ImagePlanePixelSpacing, FrameTags.ImagerPixelSpacing, FrameTags.NominalScannedPixelSpacing };

    /// <summary>Distance of rows, then of columns; null where the data set says nothing.</summary>
    public static double[]? Find(DicomDataSet dataSet, List<string> warnings)
    {
        foreach (uint tag in Tags)
        {
            if (PlanePlace.Numbers(dataSet, tag, 2) is { } spacing)
            {
                if (IsUsable(spacing))
                {
                    return spacing;
                }

                warnings.Note($"Its {FrameTags.Name(tag)} is not two positive numbers; it was left out.");
            }
        }

        return OfUltrasound(dataSet) ?? OfAspect(dataSet);
    }

    public static bool IsUsable(double[]? spacing) => spacing is { Length: 2 } && spacing[0] is >= 1e-9 and <= 1e9 && spacing[1] is >= 1e-9 and <= 1e9;

    // PS3.3 section C.8.5.5: regions of the picture, each calibrated by itself. Several only count if they agree.
    private static double[]? OfUltrasound(DicomDataSet dataSet)
    {
        if (!dataSet.Contains(FrameTags.SequenceOfUltrasoundRegions))
        {
            return null;
        }

        const int Centimetre = 3;
        double[]? spacing = null;
        foreach (DicomDataSet region in dataSet.GetItems(FrameTags.SequenceOfUltrasoundRegions))
        {
            if (region.GetInteger(FrameTags.PhysicalUnitsXDirection) != Centimetre || region.GetInteger(FrameTags.PhysicalUnitsYDirection) != Centimetre)
            {
                continue;
            }

            double[] own =
            {
                System.Math.Abs(region.GetNumber(FrameTags.PhysicalDeltaY) ?? 0) * CentimetresToMillimetres,
                System.Math.Abs(region.GetNumber(FrameTags.PhysicalDeltaX) ?? 0) * CentimetresToMillimetres,
            };
            if (!IsUsable(own) || (spacing is not null && (spacing[0] != own[0] || spacing[1] != own[1])))
            {
                return null;
            }

            spacing = own;
        }

        return spacing;
    }

    // PS3.3 section C.7.6.3.1.7: vertical to horizontal, without a length.
    private static double[]? OfAspect(DicomDataSet dataSet)
    {
        double[]? aspect = PlanePlace.Numbers(dataSet, FrameTags.PixelAspectRatio, 2);
        return IsUsable(aspect) ? new[] { aspect![0] / aspect[1], 1 } : null;
    }
}
