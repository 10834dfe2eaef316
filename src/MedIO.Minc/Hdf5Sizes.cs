using System;
using System.Buffers.Binary;
using System.IO;
using MedIO.IO;

namespace MedIO.Minc;

/// <summary>
/// Holds what HDF5's structures declare against the file before PureHDF takes memory for it, as far as they can be told from the
/// way they are read (HDF5 File Format Specification 3.0, sections III and IV).
/// </summary>
internal sealed class Hdf5Sizes
{
    private const int LinkMessage = 6;
    private const int OldFillValueMessage = 4;
    private const int FillValueMessage = 5;
    private const int ExternalFilesMessage = 7;
    private const int LayoutMessage = 8;
    private const int AttributeMessage = 12;
    private const int ExternalLink = 64;
    private const int VirtualLayout = 3;
    private const int Compound = 6;
    private const int Enumeration = 8;
    private const int SharedType = 1;
    private const int SharedSpace = 2;

    // Messages have no more; of an attribute's name and types there is less.
    private const int MostBytes = 1 << 16;

    private const int LeastBytes = 1 << 9;

    private const uint LocalHeap = 0x50414548; // HEAP
    private const uint GlobalHeap = 0x4c4f4347; // GCOL

    private readonly FileBytes _file;
    private readonly byte[] _bytes = new byte[MostBytes];

    // How many values the attribute has whose type is elsewhere, and is read next.
    private ulong _values = 1;

    public Hdf5Sizes(FileBytes file) => _file = file;

    /// <summary>Whether PureHDF looks for a message of a type elsewhere, where its flags say so.</summary>
    public static bool CanBeShared(int type) => type is not (LinkMessage or ExternalFilesMessage or LayoutMessage);

    /// <summary>Checks a message of an object header.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="at">Where its data begin.</param>
    /// <param name="size">Bytes of them.</param>
    /// <exception cref="InvalidDataException">It cannot be.</exception>
    public void CheckMessage(int type, long at, int size)
    {
        // PureHDF reads what a message of its type has, whatever size the header says.
        ReadOnlySpan<byte> data = Take(at, Math.Max(size, LeastBytes));
        switch (type)
        {
            case LinkMessage:
                CheckLink(data);
                break;
            case OldFillValueMessage:
                Require(UInt32(data, 0));
                break;
            case FillValueMessage:
                Require(Byte(data, 0) switch { 1 => UInt32(data, 4), 2 => Byte(data, 3) == 0 ? 0 : UInt32(data, 4), _ => (Byte(data, 1) & 0x20) != 0 ? UInt32(data, 2) : 0 });
                break;
            case ExternalFilesMessage:
                throw Elsewhere();
            case LayoutMessage when Byte(data, 0) < 3 && Byte(data, 2) == 0:
                Require(UInt32(data, 8 + (4 * Byte(data, 1))));
                break;
            case LayoutMessage when Byte(data, 0) > 3 && Byte(data, 1) == VirtualLayout:
                throw Elsewhere();
            case AttributeMessage:
                CheckAttribute(data);
                break;
        }
    }

    /// <summary>Checks an attribute that is in a heap, and so in no message.</summary>
    public void CheckAttribute(long at) => CheckAttribute(Take(at, MostBytes));

    /// <summary>Checks what begins with a signature of four bytes.</summary>
    /// <param name="signature">The bytes.</param>
    /// <param name="at">Where they are.</param>
    public void CheckSignature(ReadOnlySpan<byte> signature, long at)
    {
        switch (BinaryPrimitives.ReadUInt32LittleEndian(signature))
        {
            case LocalHeap:
                Require(UInt64(Take(at + 8, 8), 0));
                break;
            case GlobalHeap:
                CheckObjects(at);
                break;
        }
    }

    // Objects of a global heap follow one another, each with its size, up to the one with the number 0.
    private void CheckObjects(long at)
    {
        ulong size = UInt64(Take(at + 8, 8), 0);
        Require(size);
        for (long next = at + 16; next + 16 <= at + (long)size;)
        {
            ReadOnlySpan<byte> head = Take(next, 16);
            ulong bytes = UInt64(head, 8);
            if (head.Length < 16 || (head[0] | head[1]) == 0)
            {
                return;
            }

            Require(bytes);
            next += 16 + (((long)bytes + 7) & ~7L);
        }
    }

    private void CheckLink(ReadOnlySpan<byte> data)
    {
        int flags = Byte(data, 1);
        int at = 2;
        if ((flags & 8) != 0 && Byte(data, at++) == ExternalLink)
        {
            throw Elsewhere();
        }

        at += ((flags & 4) != 0 ? 8 : 0) + ((flags & 16) != 0 ? 1 : 0);
        Require((flags & 3) switch { 0 => (ulong)Byte(data, at), 1 => UInt32(data, at) & 0xffff, 2 => UInt32(data, at), _ => UInt64(data, at) });
    }

    /// <summary>
    /// Checks how a type begins, wherever it is: in a message, in another type, or where an attribute that shares it says. The values of
    /// an enumeration are in its type, one after another.
    /// </summary>
    /// <param name="head">Its class, its flags and its size: 8 bytes.</param>
    /// <returns>How many members it says it has, for each of which there will be room before they are read.</returns>
    public int CheckType(ReadOnlySpan<byte> head)
    {
        ulong size = UInt32(head, 4);
        int kind = Byte(head, 0) & 15;
        Require(kind == Enumeration ? size : 0);
        Require(_values > 1 ? Times(size, _values) : 0);
        _values = 1;
        return kind is Compound or Enumeration ? (int)(UInt32(head, 1) & 0xffff) : 0;
    }

    // The numbers that its dimensions ask for, of the size that its type says.
    private void CheckAttribute(ReadOnlySpan<byte> data)
    {
        int version = Byte(data, 0);
        int flags = version > 1 ? Byte(data, 1) : 0;
        int typeBytes = (int)(UInt32(data, 4) & 0xffff);
        int at = version > 2 ? 9 : 8;
        int end = at < data.Length ? data.Slice(at).IndexOf((byte)0) : -1;
        if ((flags & SharedSpace) != 0)
        {
            throw new InvalidDataException("the dimensions of an attribute are elsewhere");
        }

        if (end < 0)
        {
            return;
        }

        int type = at + (version == 1 ? (end + 8) & ~7 : end + 1);
        int space = type + (version == 1 ? (typeBytes + 7) & ~7 : typeBytes);
        int dimensions = space + (Byte(data, space) == 1 ? 8 : 4);
        ulong values = 1;
        for (int i = 0; i < Byte(data, space + 1); i++)
        {
            values = Times(values, UInt64(data, dimensions + (8 * i)));
        }

        if ((flags & SharedType) != 0)
        {
            _values = values;
        }
        else
        {
            Require(Times(UInt32(data, type + 4), values));
        }
    }

    private static ulong Times(ulong a, ulong b) => b != 0 && a > (ulong)long.MaxValue / b ? (ulong)long.MaxValue : a * b;

    private void Require(ulong bytes)
    {
        if (bytes > (ulong)_file.Length)
        {
            throw new InvalidDataException(FormattableString.Invariant($"a structure would have {bytes} bytes, more than the file"));
        }
    }

    private static InvalidDataException Elsewhere() => new("a part of it is in another file");

    private ReadOnlySpan<byte> Take(long at, int count)
    {
        Span<byte> bytes = _bytes.AsSpan(0, Math.Min(count, MostBytes));
        return at < 0 || at >= _file.Length ? default : bytes.Slice(0, _file.Read(at, bytes));
    }

    // What is not there is 0: PureHDF finds out itself that the file ends.
    private static int Byte(ReadOnlySpan<byte> data, int at) => at < data.Length ? data[at] : 0;

    private static uint UInt32(ReadOnlySpan<byte> data, int at) =>
        (uint)(Byte(data, at) | (Byte(data, at + 1) << 8) | (Byte(data, at + 2) << 16) | (Byte(data, at + 3) << 24));

    private static ulong UInt64(ReadOnlySpan<byte> data, int at) => UInt32(data, at) | ((ulong)UInt32(data, at + 4) << 32);
}
