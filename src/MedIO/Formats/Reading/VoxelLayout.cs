using System;
using System.Collections.Generic;
using System.Linq;

namespace MedIO.Formats.Reading;

/// <summary>Where and how a file stores its voxels: all that one reader needs to read any part of any format.</summary>
internal sealed class VoxelLayout
{
    /// <summary>Stands for the components in <see cref="FileAxes"/>.</summary>
    public const int ComponentAxis = -1;

    // More numbers than these are walked one by one, so that a voxel always fits into a buffer.
    private const int MostTogether = 256;

    private readonly VoxelType? _resultType;
    private long[]? _starts;

    public VoxelLayout(Shape shape, VoxelType storedType, int components, IReadOnlyList<VoxelSegment> segments)
    {
        Shape = shape;
        StoredType = storedType;
        Components = components;
        Segments = segments;
    }

    /// <summary>Voxels along each axis.</summary>
    public Shape Shape { get; }

    /// <summary>The type in the file.</summary>
    public VoxelType StoredType { get; }

    /// <summary>Numbers a voxel.</summary>
    public int Components { get; }

    /// <summary>The runs that together hold all voxels, in order.</summary>
    public IReadOnlyList<VoxelSegment> Segments { get; }

    /// <summary>Whether numbers have their high byte first.</summary>
    public bool BigEndian { get; init; }

    /// <summary>Whether voxels of 8 bits are written as text, as fractions of 255.</summary>
    public bool IsTextOfFractions { get; init; }

    /// <summary>Whether each component is a volume of its own, one after another, rather than a voxel's components together.</summary>
    public bool PlanarComponents { get; init; }

    /// <summary>
    /// The image's axes as they follow one another in the file, fastest first, with <see cref="ComponentAxis"/> for the components;
    /// null where the components come together and the axes in their order, or as <see cref="PlanarComponents"/> says.
    /// </summary>
    public IReadOnlyList<int>? FileAxes { get; init; }

    /// <summary>value = stored * Slope + Intercept.</summary>
    public double Slope { get; init; } = 1;

    /// <summary>See <see cref="Slope"/>.</summary>
    public double Intercept { get; init; }

    /// <summary>The header where it is in another file than the voxels; null elsewhere.</summary>
    public PairHeader? Header { get; set; }

    /// <summary>Whether each segment has a slope and an intercept of its own, as the slices of a PET have.</summary>
    public bool IsScaledBySegment { get; init; }

    /// <summary>Whether values differ from what is stored.</summary>
    public bool IsScaled => Slope != 1 || Intercept != 0 || IsScaledBySegment;

    /// <summary>
    /// The type that holds the scaled values. Where the format does not say: Float32 where the stored integers have at most
    /// 16 bits, else Float64; complex ones stay.
    /// </summary>
    public VoxelType ResultType
    {
        get => _resultType ?? (!IsScaled || VoxelTypes.IsComplex(StoredType)
            ? StoredType
            : StoredType == VoxelType.Float32 || VoxelTypes.SizeOf(StoredType) <= 2 ? VoxelType.Float32 : VoxelType.Float64);
        init => _resultType = value;
    }

    /// <summary>Whether the voxels lie in the file in the order of the image, components together.</summary>
    public bool IsInOrder
    {
        get
        {
            int[] axes = WalkedAxes();
            return axes.Zip(axes.Skip(1), (a, b) => a < b).All(ascends => ascends);
        }
    }

    /// <summary>The axes of the file, fastest first; without one for the components where they are few and lie together.</summary>
    public int[] WalkedAxes()
    {
        IEnumerable<int> axes = Enumerable.Range(0, Shape.Count);
        int[] component = { ComponentAxis };
        int[] all = (FileAxes ?? (PlanarComponents ? axes.Concat(component) : component.Concat(axes))).ToArray();
        return Components == 1 || (all[0] == ComponentAxis && Components <= MostTogether) ? all.Where(a => a != ComponentAxis).ToArray() : all;
    }

    /// <summary>The segment that holds a byte, and where it begins; the number of segments where they end before.</summary>
    public int SegmentAt(long offset, out long begin)
    {
        long[] starts = _starts ??= Starts();
        int index = Array.BinarySearch(starts, offset);
        index = index < 0 ? ~index - 1 : index;

        // Of several that begin there the last has bytes.
        while (index + 1 < starts.Length && starts[index + 1] == starts[index])
        {
            index++;
        }

        begin = starts[index];
        return index;
    }

    /// <summary>Bytes that all voxels take, decompressed.</summary>
    /// <exception cref="MedIOException"><see cref="MedIOError.InvalidDimensions"/>: more than any file can have.</exception>
    public static long ByteCount(Shape shape, VoxelType type, int components)
    {
        long unit = (long)components * VoxelTypes.SizeOf(type);
        return shape.VoxelCount < long.MaxValue / unit
            ? shape.VoxelCount * unit
            : throw new MedIOException(MedIOError.InvalidDimensions, $"The dimensions {shape} ask for more voxels than any file can hold. The header is damaged: copy the file again from where it came from.");
    }

    private long[] Starts()
    {
        var starts = new long[Segments.Count + 1];
        for (int i = 0; i < Segments.Count; i++)
        {
            starts[i + 1] = starts[i] + Segments[i].ByteCount;
        }

        return starts;
    }
}
