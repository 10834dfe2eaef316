using System;
using System.Collections.Generic;
using System.Linq;

namespace MedIO.Formats.Pictures;

/// <summary>What of an image's geometry no picture holds.</summary>
internal static class PictureLoss
{
    // Below it a difference is that of the rounding of headers.
    private const double Tolerance = 1e-5;

    /// <summary>Sentences on what gets lost.</summary>
    /// <param name="meta">The image.</param>
    /// <param name="format">The format's name.</param>
    /// <param name="holdsSlices">Whether the format holds the distance of slices.</param>
    public static IEnumerable<string> Of(MedMeta meta, string format, bool holdsSlices)
    {
        MedMeta image = meta.Clone();
        image.Convert(CoordinateSystem.Itk);
        Affine affine = image.Affine.To3D();
        var lost = new List<string>();
        if (affine.Origin.Any(v => Math.Abs(v) > Tolerance))
        {
            lost.Add($"the origin ({affine.Origin} mm in LPS+)");
        }

        if (affine.IsSheared || Enumerable.Range(0, 3).Any(r => Enumerable.Range(0, 3).Any(c => Math.Abs(affine.Direction[r, c] - (r == c ? 1 : 0)) > Tolerance)))
        {
            lost.Add($"the direction of the axes ({image.Orientation})");
        }

        if (!holdsSlices && image.Shape.Count > 2)
        {
            lost.Add(FormattableString.Invariant($"the distance of the slices ({affine.Spacing[2]} mm), to be given on reading with -Spacing"));
        }

        if (lost.Count > 0)
        {
            yield return $"{format} has no place for {(lost.Count == 1 ? lost[0] : string.Join(", ", lost.Take(lost.Count - 1)) + " and " + lost[lost.Count - 1])}.";
        }
    }
}
