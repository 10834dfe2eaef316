using System;
using System.Linq;
using MedIO.Geometry;
using MedIO.Voxels;

namespace MedIO.Formats;

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
    public static Array Read(ImageDescription description, ImageSource source, AxisMap map, VoxelType type, CastReport report, ReadOptions options)
    {
        VoxelLayout layout = description.Layout;
        var scaling = new Scaling(layout.StoredType, type, layout.Slope, layout.Intercept);
        SliceRange[] region = map.RangesOfSource().Select(r => r.Ascending()).ToArray();
        Array voxels = layout.Segments[0].Coding == VoxelCoding.Text
            ? TextVoxels.Read(layout, source, region, scaling, report, options.CancellationToken)
            : ReadBinary(layout, source, region, scaling, report, options);
        var shape = new Shape(region.Select(r => r.Count).ToArray());
        if (map.IsPermuted)
        {
            return VoxelReorder.Apply(voxels, shape, layout.Components, AfterReading(map));
        }

        // The array is ours alone still.
        VoxelFlip.InPlace(voxels, shape, layout.Components, map.Ranges.Select(r => r.Step < 0).ToArray());
        return voxels;
    }

    // What is left to do once the region is in memory in the file's order: permute, and walk flipped axes backwards.
    private static AxisMap AfterReading(AxisMap map)
    {
        int[] counts = map.RangesOfSource().Select(r => r.Count).ToArray();
        AxisMap flips = AxisMap.Slice(map.RangesOfSource().Select(r => r.Step > 0 ? SliceRange.Full(r.Count) : new SliceRange(r.Count - 1, -1, r.Count)).ToArray());
        return flips.Then(AxisMap.Permute(map.Source, counts));
    }

    private static Array ReadBinary(VoxelLayout layout, ImageSource source, SliceRange[] region, Scaling scaling, CastReport report, ReadOptions options)
    {
        bool planar = layout.PlanarComponents && layout.Components > 1;

        // Many components are an axis like others, so that a voxel always fits into a buffer.
        bool axis = !planar && layout.Components > 256;
        var components = new[] { SliceRange.Full(layout.Components) };
        SliceRange[] ranges = planar ? region.Concat(components).ToArray() : axis ? components.Concat(region).ToArray() : region;
        int[] extra = { layout.Components };
        int[] sizes = planar ? layout.Shape.Concat(extra).ToArray() : axis ? extra.Concat(layout.Shape).ToArray() : layout.Shape.ToArray();
        int together = planar || axis ? 1 : layout.Components;
        long count = region.Aggregate(1L, (n, r) => n * r.Count) * layout.Components;
        Array voxels = VoxelArray.Allocate(scaling.To, count);
        using (var target = new PinnedArray(voxels))
        using (var bytes = new VoxelBytes(layout, source, options.CancellationToken))
        {
            var walk = new RegionReader(bytes, sizes, ranges, together, scaling, layout.BigEndian == BitConverter.IsLittleEndian, target, report, options);
            walk.Run();
            if (Enumerable.Range(0, sizes.Length).All(i => ranges[i].High == sizes[i] - 1))
            {
                bytes.VerifyEnd();
            }
        }

        return planar ? VoxelReorder.MoveComponents(voxels, new Shape(region.Select(r => r.Count).ToArray()), layout.Components, together: true) : voxels;
    }
}
