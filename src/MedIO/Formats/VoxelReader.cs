using System;
using System.Linq;
using MedIO.Geometry;
using MedIO.Voxels;

namespace MedIO.Formats;

/// <summary>Reads the voxels of any layout, or a part of them: only the bytes needed, straight into the final array.</summary>
internal static class VoxelReader
{
    private const long MostOfSlab = 256 << 20;

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
        damage ??= new DamageReport(options);
        VoxelLayout layout = description.Layout;
        RequireDecoders(layout);
        var scaling = new Scaling(layout.StoredType, type, layout.Slope, layout.Intercept);
        SliceRange[] region = map.RangesOfSource().Select(r => r.Ascending()).ToArray();
        if (layout.Segments[0].Coding != VoxelCoding.Text)
        {
            return ReadBinary(layout, source, map, region, scaling, report, damage, options);
        }

        Array voxels = TextVoxels.Read(layout, source, region, scaling, report, options.CancellationToken);
        return VoxelReorder.Apply(voxels, new Shape(region.Select(r => r.Count).ToArray()), layout.Components, AfterReading(map));
    }

    // What cannot be decoded is said before memory is taken.
    private static void RequireDecoders(VoxelLayout layout)
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

    // Frames are decoded as a whole, and some on each core at once.
    private static long SlabBytes(VoxelLayout layout, VoxelType type)
    {
        VoxelSegment first = layout.Segments[0];
        if (!first.IsDecoded)
        {
            return SlabReader.SlabBytes;
        }

        long frame = first.ByteCount / VoxelTypes.SizeOf(layout.StoredType) * VoxelTypes.SizeOf(type);
        return Math.Max(SlabReader.SlabBytes, Math.Min(MostOfSlab, 2 * Environment.ProcessorCount * frame));
    }

    private static Array ReadBinary(VoxelLayout layout, ImageSource source, AxisMap map, SliceRange[] region, Scaling scaling, CastReport report, DamageReport damage, ReadOptions options)
    {
        bool planar = layout.PlanarComponents && layout.Components > 1;

        // Many components are an axis like others, so that a voxel always fits into a buffer.
        bool axis = !planar && layout.Components > 256;
        var components = new[] { SliceRange.Full(layout.Components) };
        SliceRange[] ranges = planar ? region.Concat(components).ToArray() : axis ? components.Concat(region).ToArray() : region;
        int[] extra = { layout.Components };
        int[] sizes = planar ? layout.Shape.Concat(extra).ToArray() : axis ? extra.Concat(layout.Shape).ToArray() : layout.Shape.ToArray();
        int together = planar || axis ? 1 : layout.Components;
        bool swap = layout.BigEndian == BitConverter.IsLittleEndian;
        bool[] flipped = map.RangesOfSource().Select(r => r.Step < 0).ToArray();
        using var parts = new PartReader(layout, source, sizes, together, scaling, swap, report, damage, options.CancellationToken);
        Array voxels;
        if (map.IsPermuted || planar)
        {
            // The axes of the file as they follow in the result, the components first.
            int[] order = planar ? new[] { region.Length }.Concat(map.Source).ToArray() : axis ? new[] { 0 }.Concat(map.Source.Select(i => i + 1)).ToArray() : map.Source.ToArray();
            var unflipped = new[] { false };
            var slabs = new SlabReader(ranges, order, planar ? flipped.Concat(unflipped).ToArray() : axis ? unflipped.Concat(flipped).ToArray() : flipped, together, scaling.To, SlabBytes(layout, scaling.To));
            var quiet = new ReadOptions { CancellationToken = options.CancellationToken };
            voxels = slabs.Read((part, target) => parts.Read(part, target, quiet), options);
        }
        else
        {
            voxels = VoxelArray.Allocate(scaling.To, region.Aggregate(1L, (n, r) => n * r.Count) * layout.Components);
            using var target = new PinnedArray(voxels);
            parts.Read(ranges, target, options);

            // The array is ours alone still.
            VoxelFlip.InPlace(voxels, region.Select(r => r.Count).ToArray(), layout.Components, flipped);
        }

        if (Enumerable.Range(0, sizes.Length).All(i => ranges[i].High == sizes[i] - 1))
        {
            parts.VerifyEnd();
        }

        return voxels;
    }
}
