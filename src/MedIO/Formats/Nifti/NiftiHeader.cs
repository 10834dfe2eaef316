using System;
using System.Buffers.Binary;
using System.Text;

namespace MedIO.Formats.Nifti;

/// <summary>The bytes of a header with its fields by name, in either version and byte order. It judges nothing.</summary>
internal sealed class NiftiHeader
{
    public const int Size1 = 348;
    public const int Size2 = 540;

    /// <summary>Beyond it are numbers of more than 64 bits.</summary>
    private const double MostWhole = 9223372036854775808.0;

    private static readonly Encoding StrictUtf8 = new UTF8Encoding(false, throwOnInvalidBytes: true);

    private readonly byte[] _bytes;

    /// <param name="bytes">348 or 540 bytes; kept, not copied.</param>
    /// <param name="version">1 or 2.</param>
    /// <param name="bigEndian">Whether numbers have their high byte first.</param>
    public NiftiHeader(byte[] bytes, int version, bool bigEndian)
    {
        _bytes = bytes;
        Version = version;
        BigEndian = bigEndian;
    }

    public int Version { get; }

    public bool BigEndian { get; }

    /// <summary>Whether the voxels are in a file of their own: the magic is ni1 or ni2, not n+1 or n+2.</summary>
    public bool IsPair => _bytes[Magic.OffsetIn(Version) + 1] == (byte)'i';

    private NiftiField Magic => Version == 1 ? NiftiField.Magic1 : NiftiField.Magic2;

    /// <summary>A little-endian header of zeros but for what tells its version.</summary>
    public static NiftiHeader Create(int version, bool pair)
    {
        var header = new NiftiHeader(new byte[SizeOf(version)], version, false);
        header.SetInteger(NiftiField.SizeofHdr, SizeOf(version));
        header.SetMagic(pair);
        return header;
    }

    public static int SizeOf(int version) => version == 1 ? Size1 : Size2;

    /// <summary>A number of an integer field. NIfTI-1's vox_offset is none.</summary>
    public long Integer(NiftiField field, int index = 0)
    {
        ReadOnlySpan<byte> s = At(field, index, out NiftiFieldKind kind);
        return kind switch
        {
            NiftiFieldKind.UInt8 => s[0],
            NiftiFieldKind.Int16 => BigEndian ? BinaryPrimitives.ReadInt16BigEndian(s) : BinaryPrimitives.ReadInt16LittleEndian(s),
            NiftiFieldKind.Int32 => BigEndian ? BinaryPrimitives.ReadInt32BigEndian(s) : BinaryPrimitives.ReadInt32LittleEndian(s),
            NiftiFieldKind.Int64 => BigEndian ? BinaryPrimitives.ReadInt64BigEndian(s) : BinaryPrimitives.ReadInt64LittleEndian(s),
            _ => throw new ArgumentException($"{field.Name} is no integer.", nameof(field)),
        };
    }

    /// <summary>A number of any numeric field.</summary>
    public unsafe double Number(NiftiField field, int index = 0)
    {
        ReadOnlySpan<byte> s = At(field, index, out NiftiFieldKind kind);
        if (kind == NiftiFieldKind.Float32)
        {
            int bits = BigEndian ? BinaryPrimitives.ReadInt32BigEndian(s) : BinaryPrimitives.ReadInt32LittleEndian(s);
            return *(float*)&bits;
        }

        return kind == NiftiFieldKind.Float64
            ? BitConverter.Int64BitsToDouble(BigEndian ? BinaryPrimitives.ReadInt64BigEndian(s) : BinaryPrimitives.ReadInt64LittleEndian(s))
            : Integer(field, index);
    }

    /// <summary>The text up to the first NUL: UTF-8 where the bytes are that, else Latin-1.</summary>
    public string Text(NiftiField field)
    {
        int offset = field.OffsetIn(Version);
        int length = Array.IndexOf(_bytes, (byte)0, offset, field.Count) - offset;
        length = length < 0 ? field.Count : length;
        try
        {
            return StrictUtf8.GetString(_bytes, offset, length);
        }
        catch (DecoderFallbackException)
        {
            return Encoding.GetEncoding(28591).GetString(_bytes, offset, length);
        }
    }

    /// <exception cref="OverflowException">The field is of whole numbers, and too narrow for this one.</exception>
    public unsafe void SetNumber(NiftiField field, double value, int index = 0)
    {
        Span<byte> s = Place(field, index, out NiftiFieldKind kind);
        if (kind is NiftiFieldKind.Float32)
        {
            float single = (float)value;
            WriteInteger(s, *(int*)&single, 4);
        }
        else if (kind is NiftiFieldKind.Float64)
        {
            WriteInteger(s, BitConverter.DoubleToInt64Bits(value), 8);
        }
        else
        {
            // What becomes of numbers beyond 64 bits differs from processor to processor.
            double whole = Math.Round(value);
            SetInteger(field, Math.Abs(whole) < MostWhole ? (long)whole : throw new OverflowException(), index);
        }
    }

    /// <exception cref="OverflowException">The field is too narrow for the number.</exception>
    public void SetInteger(NiftiField field, long value, int index = 0)
    {
        Span<byte> s = Place(field, index, out NiftiFieldKind kind);
        switch (kind)
        {
            case NiftiFieldKind.UInt8:
                s[0] = checked((byte)value);
                break;
            case NiftiFieldKind.Int16:
                WriteInteger(s, checked((short)value), 2);
                break;
            case NiftiFieldKind.Int32:
                WriteInteger(s, checked((int)value), 4);
                break;
            case NiftiFieldKind.Int64:
                WriteInteger(s, value, 8);
                break;
            default:
                SetNumber(field, value, index);
                break;
        }
    }

    /// <summary>Writes text as UTF-8 and leaves at least one NUL behind it.</summary>
    /// <returns>False when characters at the end had no room.</returns>
    public bool SetText(NiftiField field, string text)
    {
        Span<byte> target = _bytes.AsSpan(field.OffsetIn(Version), field.Count);
        target.Clear();
        int room = Math.Max(1, field.Count - 1);
        int count = Math.Min(text.Length, room);
        while (Encoding.UTF8.GetByteCount(text.Substring(0, count)) > room)
        {
            count--;
        }

        // Half of a surrogate pair is no character.
        count -= count > 0 && count < text.Length && char.IsHighSurrogate(text[count - 1]) ? 1 : 0;
        Encoding.UTF8.GetBytes(text.Substring(0, count)).CopyTo(target);
        return count == text.Length;
    }

    /// <summary>A little-endian copy in a version; what the version has no field for is dropped.</summary>
    public NiftiHeader Convert(int version, bool pair)
    {
        NiftiHeader copy = Create(version, pair);
        foreach (NiftiField field in NiftiField.AllIn(version))
        {
            if (field == NiftiField.SizeofHdr || field == copy.Magic || field.KindIn(Version) == NiftiFieldKind.Absent)
            {
                continue;
            }

            if (field.KindIn(version) == NiftiFieldKind.Text)
            {
                _bytes.AsSpan(field.OffsetIn(Version), field.Count).CopyTo(copy._bytes.AsSpan(field.OffsetIn(version)));
                continue;
            }

            for (int i = 0; i < field.Count; i++)
            {
                copy.SetIfItFits(field, Number(field, i), i);
            }
        }

        return copy;
    }

    /// <summary>The header as it lies in a file.</summary>
    public byte[] ToBytes() => (byte[])_bytes.Clone();

    private static void WriteInteger(Span<byte> s, long value, int size)
    {
        for (int i = 0; i < size; i++)
        {
            s[i] = (byte)(value >> (8 * i));
        }
    }

    // Fields that are too wide for NIfTI-1 are those the writer sets anew.
    private void SetIfItFits(NiftiField field, double value, int index)
    {
        try
        {
            SetNumber(field, value, index);
        }
        catch (OverflowException)
        {
            SetNumber(field, 0, index);
        }
    }

    private void SetMagic(bool pair)
    {
        string magic = "n" + (pair ? "i" : "+") + (Version == 1 ? "1\0" : "2\0\r\n\x1a\n");
        Encoding.ASCII.GetBytes(magic).CopyTo(_bytes, Magic.OffsetIn(Version));
    }

    private ReadOnlySpan<byte> At(NiftiField field, int index, out NiftiFieldKind kind)
    {
        kind = field.KindIn(Version);
        return _bytes.AsSpan(field.OffsetIn(Version) + (index * Width(kind)), Width(kind));
    }

    private Span<byte> Place(NiftiField field, int index, out NiftiFieldKind kind)
    {
        if (BigEndian)
        {
            throw new InvalidOperationException("Headers are written little endian; convert first.");
        }

        kind = field.KindIn(Version);
        return _bytes.AsSpan(field.OffsetIn(Version) + (index * Width(kind)), Width(kind));
    }

    private static int Width(NiftiFieldKind kind) => kind switch
    {
        NiftiFieldKind.Int16 => 2,
        NiftiFieldKind.Int32 or NiftiFieldKind.Float32 => 4,
        NiftiFieldKind.Int64 or NiftiFieldKind.Float64 => 8,
        _ => 1,
    };
}
