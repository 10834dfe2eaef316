using System;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Threading;
using System.Threading.Tasks;
using MedIO.Formats;
using MedIO.Formats.Minc;
using MedIO.Formats.Reading;
using PureHDF;
using PureHDF.Selections;
using PureHDF.VOL.Native;

namespace MedIO.Minc;

/// <summary>
/// Reads slices of a MINC 2 image. Its chunks are often many slices thick, so that what is unpacked of them is kept for the next
/// slices; the chunks of a slice are unpacked on all cores.
/// </summary>
internal sealed unsafe class Minc2Blocks : ISegmentReader
{
    private const long WorthATask = 1 << 19;

    private readonly string _path;
    private readonly VoxelType _type;
    private readonly long[] _sizes;
    private readonly long[] _thickness;
    private readonly long _split;
    private readonly int _depth;
    private readonly ValidRange? _range;
    private readonly UnpackedBlocks _unpacked = new();

    /// <param name="path">The file.</param>
    /// <param name="type">The type of the voxels.</param>
    /// <param name="sizes">Voxels along each dimension, slowest first.</param>
    /// <param name="chunks">Those of a chunk; null where there are none.</param>
    /// <param name="depth">How many of the slowest dimensions a slice has one index of.</param>
    /// <param name="scaling">Says what voxels are valid.</param>
    public Minc2Blocks(string path, VoxelType type, long[] sizes, long[]? chunks, int depth, MincScaling scaling)
    {
        _path = path;
        _type = type;
        _sizes = sizes;
        _depth = depth;
        _thickness = sizes.Select((n, i) => chunks is null ? 1 : Math.Min(n, chunks[i])).ToArray();
        _split = chunks is null || depth == sizes.Length ? 0 : chunks[depth];
        _range = scaling.Clips ? new ValidRange(type, scaling.Low, scaling.High) : null;
    }

    public void Read(VoxelSegment segment, byte* target, CancellationToken cancellation)
    {
        long[] index = Index(segment.Frame);
        long block = 0;
        long inside = 0;
        for (int i = 0; i < _depth; i++)
        {
            long first = index[i] / _thickness[i] * _thickness[i];
            block = (block * ((_sizes[i] + _thickness[i] - 1) / _thickness[i])) + (index[i] / _thickness[i]);
            inside = (inside * Math.Min(_thickness[i], _sizes[i] - first)) + (index[i] - first);
        }

        byte[] bytes = _unpacked.Find(block, () => ReadBlock(index, cancellation));
        bytes.AsSpan((int)(inside * segment.ByteCount), (int)segment.ByteCount).CopyTo(new Span<byte>(target, (int)segment.ByteCount));
    }

    private long[] Index(int frame)
    {
        var index = new long[_depth];
        long rest = frame;
        for (int i = _depth - 1; i >= 0; i--)
        {
            index[i] = rest % _sizes[i];
            rest /= _sizes[i];
        }

        return index;
    }

    private byte[] ReadBlock(long[] index, CancellationToken cancellation)
    {
        int size = VoxelTypes.SizeOf(_type);
        long[] starts = _sizes.Select((_, i) => i < _depth ? index[i] / _thickness[i] * _thickness[i] : 0).ToArray();
        long[] counts = _sizes.Select((n, i) => i < _depth ? Math.Min(_thickness[i], n - starts[i]) : n).ToArray();
        long total = counts.Aggregate((long)size, (n, count) => n * count);
        if (total > Array.MaxLength)
        {
            throw new MedIOException(MedIOError.ImageTooLarge, FormattableString.Invariant($"{_path}: its chunks make pieces of {total} bytes, more than can be unpacked at once, 2 GiB. Write it anew with mincconvert -2 -chunk 32."), _path);
        }

        var bytes = new byte[total];
        long parts = _split > 0 && total > WorthATask ? (counts[_depth] + _split - 1) / _split : 1;
        Hdf5Guard.Voxels(() => Parallel.For(0, parts, new ParallelOptions { CancellationToken = cancellation }, part =>
        {
            ulong[] from = Unsigned(starts);
            ulong[] inMemory = new ulong[_sizes.Length];
            ulong[] block = Unsigned(counts);
            if (parts > 1)
            {
                from[_depth] = inMemory[_depth] = (ulong)(part * _split);
                block[_depth] = (ulong)Math.Min(_split, counts[_depth] - (part * _split));
            }

            // One file each: its structures are read by one thread.
            using var stream = new Hdf5Stream(_path);
            using NativeFile file = H5File.Open(stream);
            var image = (NativeDataset)file.Group("minc-2.0/image/0").Dataset(MincHeader.Image);
            if (!image.Space.Dimensions.SequenceEqual(Unsigned(_sizes)))
            {
                throw new InvalidDataException("the file has changed since its header was read.");
            }

            Fill(image, bytes, new HyperslabSelection(_sizes.Length, from, block), new HyperslabSelection(_sizes.Length, inMemory, block), Unsigned(counts));
        }));
        fixed (byte* data = bytes)
        {
            _range?.Apply(data, total);
        }

        return bytes;
    }

    private void Fill(NativeDataset image, byte[] bytes, HyperslabSelection from, HyperslabSelection to, ulong[] dimensions)
    {
        switch (_type)
        {
            case VoxelType.UInt8: image.Read<byte>(bytes.AsSpan(), from, to, dimensions); break;
            case VoxelType.Int8: image.Read<sbyte>(MemoryMarshal.Cast<byte, sbyte>(bytes.AsSpan()), from, to, dimensions); break;
            case VoxelType.UInt16: image.Read<ushort>(MemoryMarshal.Cast<byte, ushort>(bytes.AsSpan()), from, to, dimensions); break;
            case VoxelType.Int16: image.Read<short>(MemoryMarshal.Cast<byte, short>(bytes.AsSpan()), from, to, dimensions); break;
            case VoxelType.UInt32: image.Read<uint>(MemoryMarshal.Cast<byte, uint>(bytes.AsSpan()), from, to, dimensions); break;
            case VoxelType.Int32: image.Read<int>(MemoryMarshal.Cast<byte, int>(bytes.AsSpan()), from, to, dimensions); break;
            case VoxelType.UInt64: image.Read<ulong>(MemoryMarshal.Cast<byte, ulong>(bytes.AsSpan()), from, to, dimensions); break;
            case VoxelType.Int64: image.Read<long>(MemoryMarshal.Cast<byte, long>(bytes.AsSpan()), from, to, dimensions); break;
            case VoxelType.Float32: image.Read<float>(MemoryMarshal.Cast<byte, float>(bytes.AsSpan()), from, to, dimensions); break;
            default: image.Read<double>(MemoryMarshal.Cast<byte, double>(bytes.AsSpan()), from, to, dimensions); break;
        }
    }

    private static ulong[] Unsigned(long[] values) => Array.ConvertAll(values, v => (ulong)v);
}
