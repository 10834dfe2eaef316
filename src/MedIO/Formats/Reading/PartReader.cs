using System;
using System.Threading;
using MedIO.Geometry;
using MedIO.Voxels;

namespace MedIO.Formats.Reading;

/// <summary>
/// Reads parts of a layout: in one walk where the voxels are one run of a file, on all cores where they are many runs, such
/// as the slices of a series or the frames of a file. Each thread opens, decodes and casts its own straight into its place.
/// </summary>
internal sealed unsafe class PartReader : IDisposable
{
    /// <summary>What is worth a turn of a worker.</summary>
    public const long TaskBytes = 1 << 19;

    private readonly int _unitAxis;

    /// <param name="layout">Where the voxels are.</param>
    /// <param name="source">A file of the layout that is open already.</param>
    /// <param name="sizes">Voxels along each axis of the layout, axes of components included.</param>
    /// <param name="together">Numbers that always lie together.</param>
    /// <param name="scaling">From which type to which.</param>
    /// <param name="swap">Whether numbers have the other byte order than the machine.</param>
    /// <param name="report">Counts what the cast loses.</param>
    /// <param name="damage">Says whether voxels may be missing, and gets what is wrong with them.</param>
    /// <param name="cancellation">Stops long skips through compressed data.</param>
    public PartReader(VoxelLayout layout, ImageSource source, int[] sizes, int together, Scaling scaling, bool swap, CastReport report, DamageReport damage, CancellationToken cancellation)
    {
        Layout = layout;
        Source = source;
        Sizes = sizes;
        Together = together;

        // What the layout as a whole has is overridden by each segment; until then no number is one.
        Scaling = layout.IsScaledBySegment ? scaling with { Slope = double.NaN, Intercept = double.NaN } : scaling;
        Swap = swap;
        Report = report;
        Damage = damage;
        Bytes = new VoxelBytes(layout, source, damage, cancellation);
        Strides = new long[sizes.Length + 1];
        Strides[0] = (long)together * VoxelTypes.SizeOf(scaling.From);
        for (int i = 0; i < sizes.Length; i++)
        {
            Strides[i + 1] = Strides[i] * sizes[i];
        }

        bool hasFill = false;
        foreach (VoxelSegment segment in layout.Segments)
        {
            IsStream |= segment.Coding is not (VoxelCoding.Raw or VoxelCoding.Fill);
            hasFill |= segment.Coding == VoxelCoding.Fill;
        }

        _unitAxis = layout.Segments.Count > 1 || hasFill || layout.IsScaledBySegment ? UnitAxis() : 0;
        if (_unitAxis == 0 && (hasFill || layout.IsScaledBySegment))
        {
            throw new InvalidOperationException("Segments of a scaling of their own must hold whole rows.");
        }
    }

    /// <summary>Where the voxels are.</summary>
    public VoxelLayout Layout { get; }

    /// <summary>A file of the layout that is open already.</summary>
    public ImageSource Source { get; }

    /// <summary>Voxels along each axis of the layout, axes of components included.</summary>
    public int[] Sizes { get; }

    /// <summary>Bytes from one index of each axis to the next.</summary>
    public long[] Strides { get; }

    /// <summary>Numbers that always lie together.</summary>
    public int Together { get; }

    /// <summary>From which type to which; without numbers where each segment has its own.</summary>
    public Scaling Scaling { get; }

    /// <summary>Whether numbers have the other byte order than the machine.</summary>
    public bool Swap { get; }

    /// <summary>Counts what the cast loses.</summary>
    public CastReport Report { get; }

    /// <summary>Says whether voxels may be missing, and gets what is wrong with them.</summary>
    public DamageReport Damage { get; }

    /// <summary>The bytes for one thread.</summary>
    public VoxelBytes Bytes { get; }

    /// <summary>Whether there are compressed streams, which are read by one thread.</summary>
    public bool IsStream { get; }

    /// <summary>Reads a part to the beginning of an array.</summary>
    /// <param name="ranges">What is wanted of each axis, ascending.</param>
    /// <param name="target">The array.</param>
    /// <param name="options">Cancellation and progress.</param>
    public void Read(SliceRange[] ranges, PinnedArray target, ReadOptions options)
    {
        int axis = _unitAxis > 0 ? _unitAxis : CastAxis(ranges);
        if (axis == 0)
        {
            new RegionReader(Bytes, Sizes, ranges, Together, Scaling, Swap, Report, options).Run(0, Scaling, target.Pointer);
            return;
        }

        new PartUnits(this, ranges, axis, target, options).Run();
    }

    /// <summary>After the last voxel: lets a compressed stream run to its end, so that its checksum is verified.</summary>
    public void VerifyEnd() => Bytes.VerifyEnd();

    public void Dispose() => Bytes.Dispose();

    // The slowest axis of which no index lies in two segments.
    private int UnitAxis()
    {
        int axis = Sizes.Length - 1;
        foreach (VoxelSegment segment in Layout.Segments)
        {
            while (axis > 0 && segment.ByteCount % Strides[axis] != 0)
            {
                axis--;
            }
        }

        return axis;
    }

    // One run of a file that is cast: an axis that cuts it into pieces which each fill a buffer, where all of it is wanted.
    private int CastAxis(SliceRange[] ranges)
    {
        if (IsStream || Scaling.IsCopy || !Bytes.IsRandomAccess)
        {
            return 0;
        }

        int axis = 0;
        for (int i = 0; i < ranges.Length; i++)
        {
            bool whole = ranges[i].Low == 0 && ranges[i].High == Sizes[i] - 1;
            if (!whole && i < ranges.Length - 1)
            {
                return 0;
            }

            axis = Strides[i] <= TaskBytes && Strides[i + 1] > TaskBytes ? i : axis;
        }

        return axis;
    }
}
