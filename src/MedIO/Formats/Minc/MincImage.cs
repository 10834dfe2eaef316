using System;
using System.Collections.Generic;
using System.Linq;
using MedIO.Formats.Reading;

namespace MedIO.Formats.Minc;

/// <summary>What a MINC image is, whichever version its file has.</summary>
internal static class MincImage
{
    // MINC's words for what DICOM codes otherwise (minc.h, study:modality).
    private static readonly Dictionary<string, string> Modalities = new(StringComparer.OrdinalIgnoreCase)
    {
        ["PET"] = "PT", ["SPECT"] = "NM", ["GAMMA"] = "NM", ["MRI"] = "MR", ["MRS"] = "MR", ["MRA"] = "MR", ["CT"] = "CT", ["DSA"] = "XA", ["DR"] = "DX",
    };

    /// <summary>Describes an image.</summary>
    /// <param name="header">Its header.</param>
    /// <param name="format">The name of the version.</param>
    /// <param name="options">Whether all fields are wanted, and whether a default affine may stand in.</param>
    /// <param name="locate">Finds the voxels: gets the axes and the scaling, gives a segment for each of its parts or, where there is one, for any parts.</param>
    /// <param name="isBigEndian">Whether the segments' numbers have their high byte first.</param>
    /// <exception cref="MedIOException">The header makes no image.</exception>
    public static ImageDescription Describe(
        MincHeader header, string format, ReadOptions options, Func<MincAxes, MincScaling, IReadOnlyList<VoxelSegment>> locate, Func<MincScaling, bool> isBigEndian)
    {
        var warnings = new List<string>();
        MincAxes axes = MincAxes.Of(header);
        Affine affine = MincGeometry.Read(header, axes, options, warnings);
        MincScaling scaling = MincScaling.Read(header, axes, warnings);
        IReadOnlyList<VoxelSegment> segments = locate(axes, scaling);
        var layout = new VoxelLayout(axes.Shape, header.StoredType, axes.Components, segments)
        {
            BigEndian = isBigEndian(scaling),
            FileAxes = axes.FileAxes,
            Slope = scaling.Parts[0].Slope,
            Intercept = scaling.Parts[0].Intercept,
            IsScaledBySegment = scaling.Depth > 0,
        };
        var meta = new MedMeta(axes.Shape, affine, CoordinateSystem.Nib, layout.ResultType, axes.Components, header: options.Header ? header.ToFields() : null)
        {
            Format = format,
            TimeStep = MincGeometry.TimeStep(header, axes, warnings),
            Modality = header.Text("study", "modality") is { } modality && Modalities.TryGetValue(modality, out string? code) ? code : null,
            Warnings = warnings,
        };
        return new ImageDescription(meta, layout);
    }

    /// <summary>How many parts the first so many of the slowest dimensions make.</summary>
    public static long Parts(MincHeader header, int depth) => header.Dimensions.Take(depth).Aggregate(1L, (n, d) => Math.Min(long.MaxValue >> 32, n) * d.Length);

    /// <summary>Gives each of an image's segments the scaling of its part; there are as many in each part.</summary>
    public static VoxelSegment[] Scaled(MincScaling scaling, IReadOnlyList<VoxelSegment> segments)
    {
        int each = segments.Count / scaling.Parts.Count;
        return segments.Select((s, i) => s with { Slope = scaling.Parts[i / each].Slope, Intercept = scaling.Parts[i / each].Intercept }).ToArray();
    }
}
