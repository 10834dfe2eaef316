using System;
using System.Linq;
using MedIO.Geometry;
using MedIO.Voxels;

namespace MedIO.Formats.Reading;

/// <summary>Reads the voxels of any layout, or a part of them: only the bytes needed, straight into the final array.</summary>
internal static class VoxelReader
{
    /// <summary>Reads the voxels that a map asks for, reoriented and cast.</summary>
    /// <param name="description">The file's header.</param>
    /// <param name="source">The file, open.</param>
    /// <param name="map">The voxels wanted.</param>
    /// <param name="type">The type wanted.</param>
    /// <param name="report">Counts what the cast loses.</param>
    /// <param name="options">Cancellation and progress.</param>
    /// <param name="damage">Says whether voxels may be missing, and gets what is wrong with them; null where they may not.</param>
    public static Array Read(ImageDescription description, ImageSource source, AxisMap map, VoxelType type, CastReport report, ReadOptions options, DamageReport? damage = null)
    {
        VoxelLayout layout = description.Layout;
        RequireDecoders(layout);
        if (IsText(layout))
        {
            SliceRange[] region = map.RangesOfSource().Select(r => r.Ascending()).ToArray();
            var scaling = new Scaling(layout.StoredType, type, layout.Slope, layout.Intercept);
            Array numbers = TextVoxels.Read(layout, source, region, scaling, report, options.CancellationToken);
            return VoxelReorder.Apply(numbers, new Shape(region.Select(r => r.Count).ToArray()), layout.Components, AfterReading(map));
        }

        using var reader = new MapReader(layout, source, type, report, damage ?? new DamageReport(options), options.CancellationToken);
        Array voxels = reader.Read(map, options);
        reader.VerifyEnd(map);
        return voxels;
    }

    /// <summary>Whether the voxels are written as numbers, which are read from the first to the last.</summary>
    public static bool IsText(VoxelLayout layout) => layout.Segments[0].Coding == VoxelCoding.Text;

    /// <summary>What cannot be decoded is said before memory is taken.</summary>
    /// <exception cref="MedIOException">There is no decoder for a segment.</exception>
    public static void RequireDecoders(VoxelLayout layout)
    {
        foreach (VoxelSegment segment in layout.Segments)
        {
            if (segment.Decoder is IMissingDecoder missing)
            {
                throw missing.Error(segment.Path);
            }
        }
    }

    // What is left to do once the region is in memory in the file's order: permute, and walk flipped axes backwards.
    private static AxisMap AfterReading(AxisMap map)
    {
        int[] counts = map.RangesOfSource().Select(r => r.Count).ToArray();
        AxisMap flips = AxisMap.Slice(map.RangesOfSource().Select(r => r.Step > 0 ? SliceRange.Full(r.Count) : new SliceRange(r.Count - 1, -1, r.Count)).ToArray());
        return flips.Then(AxisMap.Permute(map.Source, counts));
    }
}
