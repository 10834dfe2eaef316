using System;
using System.Linq;
using System.Threading;
using MedIO.Geometry;
using MedIO.Voxels;

namespace MedIO.Formats.Reading;

/// <summary>
/// Reads what maps ask for, one after another, of a layout whose voxels are bytes. Files stay open between them, and a compressed
/// stream goes on where it was.
/// </summary>
internal sealed class MapReader : IDisposable
{
    private const long MostOfSlab = 256 << 20;

    private readonly VoxelLayout _layout;
    private readonly Scaling _scaling;
    private readonly PartReader _parts;
    private readonly int[] _sizes;
    private readonly int _together;

    // The image's axes as they are walked in the file, and whether they come in order, components first.
    private readonly int[] _axes;
    private readonly bool _inOrder;

    /// <param name="layout">Where the voxels are; not as text.</param>
    /// <param name="source">A file of the layout that is open already.</param>
    /// <param name="type">The type wanted.</param>
    /// <param name="report">Counts what the cast loses.</param>
    /// <param name="damage">Says whether voxels may be missing, and gets what is wrong with them.</param>
    /// <param name="cancellation">Stops long skips through compressed data.</param>
    public MapReader(VoxelLayout layout, ImageSource source, VoxelType type, CastReport report, DamageReport damage, CancellationToken cancellation)
    {
        _layout = layout;
        _scaling = new Scaling(layout.StoredType, type, layout.Slope, layout.Intercept);
        _axes = layout.WalkedAxes();
        _inOrder = layout.IsInOrder;
        _sizes = _axes.Select(a => a == VoxelLayout.ComponentAxis ? layout.Components : layout.Shape[a]).ToArray();
        _together = _axes.Length == layout.Shape.Count ? layout.Components : 1;
        bool swap = layout.BigEndian == BitConverter.IsLittleEndian;
        _parts = new PartReader(layout, source, _sizes, _together, _scaling, swap, report, damage, cancellation);
    }

    /// <summary>Reads the voxels that a map asks for, reoriented and cast.</summary>
    /// <param name="map">The voxels wanted.</param>
    /// <param name="options">Cancellation and progress.</param>
    /// <param name="used">An array to use again if it has the right length; null for a new one.</param>
    public Array Read(AxisMap map, ReadOptions options, Array? used = null)
    {
        SliceRange[] region = map.RangesOfSource().Select(r => r.Ascending()).ToArray();
        bool[] flipped = map.RangesOfSource().Select(r => r.Step < 0).ToArray();
        SliceRange[] ranges = Ranges(region);
        long count = region.Aggregate((long)_layout.Components, (n, r) => n * r.Count);
        Array voxels = used is not null && used.LongLength == count ? used : VoxelArray.Allocate(_scaling.To, count);
        if (map.IsPermuted || !_inOrder)
        {
            // The axes of the file as they follow in the result, the components first.
            int[] component = { VoxelLayout.ComponentAxis };
            int[] order = component.Concat(map.Source).Select(axis => Array.IndexOf(_axes, axis)).Where(i => i >= 0).ToArray();
            bool[] backwards = _axes.Select(a => a != VoxelLayout.ComponentAxis && flipped[a]).ToArray();
            var slabs = new SlabReader(ranges, order, backwards, _together, _scaling.To, SlabBytes());
            var quiet = new ReadOptions { CancellationToken = options.CancellationToken };
            slabs.Read(voxels, (part, target) => _parts.Read(part, target, quiet), options);
        }
        else
        {
            using var target = new PinnedArray(voxels);
            _parts.Read(ranges, target, options);

            // The array is ours alone still.
            VoxelFlip.InPlace(voxels, region.Select(r => r.Count).ToArray(), _layout.Components, flipped);
        }

        return voxels;
    }

    /// <summary>After the last voxel that a map asked for: lets a compressed stream that it went through run to its end, so that its checksum is verified.</summary>
    public void VerifyEnd(AxisMap map)
    {
        SliceRange[] ranges = Ranges(map.RangesOfSource().Select(r => r.Ascending()).ToArray());
        if (Enumerable.Range(0, _sizes.Length).All(i => ranges[i].High == _sizes[i] - 1))
        {
            _parts.VerifyEnd();
        }
    }

    public void Dispose() => _parts.Dispose();

    private SliceRange[] Ranges(SliceRange[] region) =>
        _axes.Select(a => a == VoxelLayout.ComponentAxis ? SliceRange.Full(_layout.Components) : region[a]).ToArray();

    // Frames are decoded as a whole, and some on each core at once.
    private long SlabBytes()
    {
        VoxelSegment first = _layout.Segments[0];
        if (!first.IsDecoded)
        {
            return SlabReader.SlabBytes;
        }

        long frame = first.ByteCount / VoxelTypes.SizeOf(_layout.StoredType) * VoxelTypes.SizeOf(_scaling.To);
        return Math.Max(SlabReader.SlabBytes, Math.Min(MostOfSlab, 2 * Environment.ProcessorCount * frame));
    }
}
