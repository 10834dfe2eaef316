using System;
using System.Buffers.Binary;
using System.IO;
using MedIO.IO;

namespace MedIO.Formats.Vtk;

/// <summary>
/// The numbers before an array's bytes: how many bytes it has, or, where it is compressed, how many blocks there are, how large
/// each is, what is left for the last, and the compressed size of each.
/// </summary>
internal sealed class VtiBlockTable
{
    private VtiBlockTable(long blockBytes, long[] starts)
    {
        BlockBytes = blockBytes;
        Starts = starts;
    }

    /// <summary>Bytes of a block, decompressed.</summary>
    public long BlockBytes { get; }

    /// <summary>Where each block begins among the compressed bytes, and where the last one ends.</summary>
    public long[] Starts { get; }

    /// <summary>Reads the number of bytes of an array that is not compressed.</summary>
    public static long ReadCount(VtiBytes bytes, FileBytes file, int size, bool bigEndian)
    {
        var number = new byte[size];
        bytes.Read(file, 0, number);
        return Number(number, 0, size, bigEndian);
    }

    /// <summary>Reads the table of an array that is compressed.</summary>
    /// <param name="bytes">The bytes that it begins.</param>
    /// <param name="file">The file, open.</param>
    /// <param name="size">Bytes of each number.</param>
    /// <param name="bigEndian">Their byte order.</param>
    /// <param name="expected">Bytes that the array has to have.</param>
    /// <param name="tableBytes">Bytes of the table.</param>
    /// <exception cref="InvalidDataException">The numbers contradict one another, the file, or what is expected.</exception>
    public static VtiBlockTable Read(VtiBytes bytes, FileBytes file, int size, bool bigEndian, long expected, out long tableBytes)
    {
        var head = new byte[3 * size];
        bytes.Read(file, 0, head);
        long count = Number(head, 0, size, bigEndian);
        long block = Number(head, 1, size, bigEndian);
        long last = Number(head, 2, size, bigEndian);
        if (count <= 0 || count > file.Length / size || block <= 0 || block > int.MaxValue || last < 0 || last > block || (count - 1) > (expected / block))
        {
            throw new InvalidDataException("the table of its compressed blocks is damaged");
        }

        long all = ((count - 1) * block) + (last == 0 ? block : last);
        if (all < expected)
        {
            throw new InvalidDataException(FormattableString.Invariant($"its compressed blocks hold {all} bytes, but its extent and type need {expected}"));
        }

        tableBytes = (3 + count) * size;
        var table = new byte[tableBytes];
        bytes.Read(file, 0, table);
        var starts = new long[count + 1];
        for (int i = 0; i < count; i++)
        {
            long packed = Number(table, 3 + i, size, bigEndian);
            starts[i + 1] = packed > 0 && packed <= file.Length - starts[i] ? starts[i] + packed : throw new InvalidDataException("the table of its compressed blocks is damaged");
        }

        return new VtiBlockTable(block, starts);
    }

    // What does not fit is negative, and so is out of any range.
    private static long Number(byte[] bytes, int index, int size, bool bigEndian)
    {
        ReadOnlySpan<byte> at = bytes.AsSpan(index * size, size);
        return size == 4
            ? bigEndian ? BinaryPrimitives.ReadUInt32BigEndian(at) : BinaryPrimitives.ReadUInt32LittleEndian(at)
            : bigEndian ? BinaryPrimitives.ReadInt64BigEndian(at) : BinaryPrimitives.ReadInt64LittleEndian(at);
    }
}
