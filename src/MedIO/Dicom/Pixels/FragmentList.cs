using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using MedIO.Formats;
using MedIO.Formats.Reading;
using MedIO.IO;

namespace MedIO.Dicom.Pixels;

/// <summary>The fragments of encapsulated pixel data (PS3.5 section A.4) as they follow each other in a file, and the Basic Offset Table before them.</summary>
internal sealed class FragmentList
{
    private const uint ItemTag = 0xfffee000;
    private const uint DelimiterTag = 0xfffee0dd;
    private const int HeaderLength = 8;
    private const int HeadLength = 4;
    private const int WindowLength = 4096;

    /// <summary>Entries of a longer table are no frames of any device.</summary>
    private const int MostOffsets = 1 << 20;

    private readonly FileBytes _file;
    private readonly List<FileRange> _ranges = new();

    // The first bytes of each, as many as it has of four.
    private readonly List<uint> _heads = new();
    private long _first;

    private FragmentList(FileBytes file) => _file = file;

    /// <summary>How many there are.</summary>
    public int Count => _ranges.Count;

    /// <summary>The Basic Offset Table; empty where it is.</summary>
    public uint[] BasicOffsets { get; private set; } = Array.Empty<uint>();

    /// <summary>Whether the file ends before a delimiter does it.</summary>
    public bool EndsEarly { get; private set; } = true;

    /// <summary>A fragment's bytes in the file.</summary>
    public FileRange this[int index] => _ranges[index];

    /// <summary>Finds the fragments: the headers of the items are read, one after another, until a delimiter, what is no item, or the end of the file.</summary>
    /// <param name="file">The file, open.</param>
    /// <param name="path">Its name.</param>
    /// <param name="offset">Where the first item begins, the Basic Offset Table.</param>
    /// <param name="hasTable">Whether an Extended Offset Table may name fragments without bytes.</param>
    /// <exception cref="MedIOException">An item has no length.</exception>
    public static FragmentList Read(FileBytes file, string path, long offset, bool hasTable)
    {
        var list = new FragmentList(file);
        var window = new byte[WindowLength];
        long windowBegin = 0;
        int windowCount = 0;
        for (long at = offset; at + HeaderLength <= file.Length;)
        {
            // Small items lie in one window; large ones get a read of their header each.
            if (at < windowBegin || Math.Min(file.Length, at + HeaderLength + HeadLength) > windowBegin + windowCount)
            {
                windowBegin = at;
                windowCount = file.Read(at, window.AsSpan(0, list.Count == 0 ? 64 : list[list.Count - 1].Count < 256 ? WindowLength : HeaderLength + HeadLength));
                if (windowCount < HeaderLength)
                {
                    // It has become shorter meanwhile.
                    break;
                }
            }

            ReadOnlySpan<byte> header = window.AsSpan((int)(at - windowBegin), (int)Math.Min(HeaderLength + HeadLength, windowBegin + windowCount - at));
            uint tag = Tag(header);
            if (tag != ItemTag)
            {
                list.EndsEarly = tag != DelimiterTag;
                break;
            }

            uint length = BinaryPrimitives.ReadUInt32LittleEndian(header.Slice(4));
            long data = at + HeaderLength;
            if (length == DicomElement.UndefinedLength)
            {
                throw new MedIOException(MedIOError.InvalidHeader, $"{path}: a fragment of its pixel data has no length, which the standard forbids. Copy the file again from where it came from.", path);
            }

            long count = Math.Min(length, file.Length - data);
            if (at == offset)
            {
                list.BasicOffsets = Table(file, data, count);
                list._first = data + length;
            }
            else if (count > 0 || hasTable || list.BasicOffsets.Length > 0)
            {
                // Those without bytes matter where a table counts them only.
                list._ranges.Add(new FileRange(data, count));
                list._heads.Add(Head(header.Slice(HeaderLength, (int)Math.Min(count, header.Length - HeaderLength))));
            }

            at = data + length;
        }

        return list;
    }

    /// <summary>Where a fragment's item begins, counted from the first one behind the table, as the tables do.</summary>
    public ulong OffsetOf(int index) => (ulong)(_ranges[index].Offset - HeaderLength - _first);

    /// <summary>
    /// Whether a code stream begins with a fragment: SOI and another marker (ISO/IEC 10918-1, 14495-1), or SOC and SIZ
    /// (15444-1). Fragments may be of a byte each.
    /// </summary>
    public bool BeginsImage(int index)
    {
        uint head = 0;
        int count = 0;
        for (int i = index; i < Count && count < HeadLength; i++)
        {
            head |= _heads[i] >> (8 * count);
            count += (int)Math.Min(HeadLength, _ranges[i].Count);
        }

        return count >= HeadLength && (head >> 8 == 0xffd8ff || head == 0xff4fff51);
    }

    /// <summary>Whether a code stream ends with a fragment: with EOI or EOC, which are the same, and a byte of padding at most.</summary>
    public bool EndsImage(int index)
    {
        Span<byte> tail = stackalloc byte[3];
        int count = 0;
        for (int i = index; i >= 0 && count < tail.Length; i--)
        {
            int n = (int)Math.Min(tail.Length - count, _ranges[i].Count);
            _file.Read(_ranges[i].Offset + _ranges[i].Count - n, tail.Slice(tail.Length - count - n, n));
            count += n;
        }

        return (count >= 2 && tail[1] == 0xff && tail[2] == 0xd9) || (count == 3 && tail[0] == 0xff && tail[1] == 0xd9);
    }

    private static uint Head(ReadOnlySpan<byte> bytes)
    {
        uint head = 0;
        for (int i = 0; i < bytes.Length; i++)
        {
            head |= (uint)bytes[i] << (24 - (8 * i));
        }

        return head;
    }

    private static uint[] Table(FileBytes file, long offset, long count)
    {
        if (count is < 4 or > 4L * MostOffsets)
        {
            return Array.Empty<uint>();
        }

        var bytes = new byte[count];
        int n = file.Read(offset, bytes) / 4;
        var offsets = new uint[n];
        for (int i = 0; i < n; i++)
        {
            offsets[i] = BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(4 * i));
        }

        return offsets;
    }

    // Encapsulated pixel data are little endian always.
    private static uint Tag(ReadOnlySpan<byte> bytes) => ((uint)BinaryPrimitives.ReadUInt16LittleEndian(bytes) << 16) | BinaryPrimitives.ReadUInt16LittleEndian(bytes.Slice(2));
}
