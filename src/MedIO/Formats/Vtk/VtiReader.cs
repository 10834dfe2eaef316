using System;
using System.Buffers;
using System.IO;
using System.Threading;
using MedIO.Formats.Reading;
using MedIO.IO;
using MedIO.IO.Compression;

namespace MedIO.Formats.Vtk;

/// <summary>Reads slices of an array that is base64, or compressed in blocks that do not end where slices do.</summary>
internal sealed unsafe class VtiReader : ISegmentReader
{
    private readonly string _path;
    private readonly VtiBytes _bytes;
    private readonly long _offset;
    private readonly VtiBlockTable? _table;
    private readonly long _total;
    private readonly UnpackedBlocks _unpacked = new();

    /// <param name="path">The file.</param>
    /// <param name="bytes">The array's bytes in it.</param>
    /// <param name="offset">Where among them those of the voxels, or their blocks, begin.</param>
    /// <param name="table">The blocks; null where they are not compressed.</param>
    /// <param name="total">Bytes of all voxels.</param>
    public VtiReader(string path, VtiBytes bytes, long offset, VtiBlockTable? table, long total)
    {
        _path = path;
        _bytes = bytes;
        _offset = offset;
        _table = table;
        _total = total;
    }

    public void Read(VoxelSegment segment, byte* target, CancellationToken cancellation)
    {
        using FileBytes file = FileBytes.Open(_path);
        long begin = segment.ContentOffset;
        long end = begin + segment.ByteCount;
        if (_table is null)
        {
            Plain(file, begin, target, segment.ByteCount, cancellation);
            return;
        }

        for (long block = begin / _table.BlockBytes; block * _table.BlockBytes < end; block++)
        {
            cancellation.ThrowIfCancellationRequested();
            long first = block * _table.BlockBytes;
            long last = Math.Min(_total, first + _table.BlockBytes);
            if (first >= begin && last <= end)
            {
                Unpack(file, (int)block, new Span<byte>(target + (first - begin), (int)(last - first)));
                continue;
            }

            int index = (int)block;
            byte[] whole = _unpacked.Find(block, () =>
            {
                var bytes = new byte[last - first];
                Unpack(file, index, bytes);
                return bytes;
            });
            long from = Math.Max(begin, first);
            int count = (int)(Math.Min(end, last) - from);
            whole.AsSpan((int)(from - first), count).CopyTo(new Span<byte>(target + (from - begin), count));
        }
    }

    private void Plain(FileBytes file, long begin, byte* target, long count, CancellationToken cancellation)
    {
        const int Step = 1 << 24;
        for (long done = 0; done < count; done += Step)
        {
            cancellation.ThrowIfCancellationRequested();
            _bytes.Read(file, _offset + begin + done, new Span<byte>(target + done, (int)Math.Min(Step, count - done)));
        }
    }

    private void Unpack(FileBytes file, int block, Span<byte> target)
    {
        long packed = _table!.Starts[block + 1] - _table.Starts[block];
        if (packed > int.MaxValue)
        {
            throw new InvalidDataException("a compressed block is larger than 2 GiB.");
        }

        byte[] buffer = ArrayPool<byte>.Shared.Rent((int)packed);
        Inflater inflater = Inflater.Rent();
        try
        {
            Span<byte> input = buffer.AsSpan(0, (int)packed);
            _bytes.Read(file, _offset + _table.Starts[block], input);

            // RFC 1950: deflate, no dictionary, and at the end the checksum.
            if (input.Length < 6 || (input[0] & 0x0f) != 8 || ((input[0] << 8) | input[1]) % 31 != 0 || (input[1] & 0x20) != 0)
            {
                throw new InvalidDataException("a compressed block is no zlib stream.");
            }

            fixed (byte* from = input, to = target)
            {
                byte* next = from + 2;
                var output = new InflateOutput { Start = to, Next = to, Enough = to + target.Length, End = to + target.Length, MuchWanted = target.Length > 1 << 15 };
                InflateStatus status = inflater.Inflate(ref next, from + input.Length, true, ref output);
                if (output.Next < output.Enough)
                {
                    throw new InvalidDataException(status.IsFailure() ? status.Describe() : "a compressed block ends too early.");
                }

                uint checksum = ((uint)input[input.Length - 4] << 24) | ((uint)input[input.Length - 3] << 16) | ((uint)input[input.Length - 2] << 8) | input[input.Length - 1];
                if (checksum != Adler32.Update(Adler32.Empty, to, target.Length))
                {
                    throw new InvalidDataException("the checksum of a compressed block differs.");
                }
            }
        }
        finally
        {
            Inflater.Return(inflater);
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
