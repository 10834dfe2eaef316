using System;
using System.Buffers.Binary;
using MedIO.Formats.Headers;

namespace MedIO.Formats.Analyze;

/// <summary>The 348 bytes of an Analyze 7.5 header with its fields by name, in either byte order. It judges nothing.</summary>
internal sealed class AnalyzeHeader
{
    public const int Size = 348;

    private const int NiftiMagic = 344;

    private readonly byte[] _bytes;
    private readonly bool _bigEndian;

    private AnalyzeHeader(byte[] bytes, bool bigEndian)
    {
        _bytes = bytes;
        _bigEndian = bigEndian;
    }

    public bool BigEndian => _bigEndian;

    /// <summary>Whether a file begins as an Analyze header does, and not as NIfTI's, which is alike.</summary>
    public static bool IsAtStartOf(ImageSource source)
    {
        // A gzip header with a long comment may have left no room for ours.
        ReadOnlySpan<byte> content = source.Content.Length < Size && source.IsGzip ? source.ReadStart(Size) : source.Content;
        if (content.Length < Size || (Int32At(content, bigEndian: false) != Size && Int32At(content, bigEndian: true) != Size))
        {
            return false;
        }

        // n+1 and ni1.
        ReadOnlySpan<byte> magic = content.Slice(NiftiMagic, 4);
        return !(magic[0] == (byte)'n' && magic[1] is (byte)'+' or (byte)'i' && magic[2] is >= (byte)'1' and <= (byte)'9' && magic[3] == 0);
    }

    /// <summary>Reads the header of a file that <see cref="IsAtStartOf"/> knows.</summary>
    public static AnalyzeHeader Read(ImageSource source)
    {
        byte[] bytes = source.ReadStart(Size);
        return new AnalyzeHeader(bytes, Int32At(bytes, bigEndian: false) != Size);
    }

    public long Integer(AnalyzeField field, int index = 0)
    {
        int at = field.Offset + (index * (field.Kind == AnalyzeFieldKind.Int16 ? 2 : 4));
        ReadOnlySpan<byte> s = _bytes.AsSpan(at);
        return field.Kind == AnalyzeFieldKind.Int16
            ? (_bigEndian ? BinaryPrimitives.ReadInt16BigEndian(s) : BinaryPrimitives.ReadInt16LittleEndian(s))
            : Int32At(s, _bigEndian);
    }

    public unsafe double Number(AnalyzeField field, int index = 0)
    {
        if (field.Kind != AnalyzeFieldKind.Float32)
        {
            return Integer(field, index);
        }

        int bits = Int32At(_bytes.AsSpan(field.Offset + (4 * index)), _bigEndian);
        return *(float*)&bits;
    }

    /// <summary>The text up to the first NUL.</summary>
    public string Text(AnalyzeField field)
    {
        int length = Array.IndexOf(_bytes, (byte)0, field.Offset, field.Count) - field.Offset;
        return HeaderText.Decode(_bytes, field.Offset, length < 0 ? field.Count : length);
    }

    /// <summary>Every field by its name, in the header's order, as stored.</summary>
    public HeaderFields ToFields()
    {
        var fields = new HeaderFields();
        foreach (AnalyzeField field in AnalyzeField.All)
        {
            fields[field.Name] = Value(field);
        }

        return fields;
    }

    private static int Int32At(ReadOnlySpan<byte> s, bool bigEndian) => bigEndian ? BinaryPrimitives.ReadInt32BigEndian(s) : BinaryPrimitives.ReadInt32LittleEndian(s);

    private object Value(AnalyzeField field)
    {
        if (field.Kind == AnalyzeFieldKind.Text)
        {
            return Text(field);
        }

        if (field.Count > 1)
        {
            var values = new double[field.Count];
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = Number(field, i);
            }

            return new Vector(values);
        }

        return field.Kind == AnalyzeFieldKind.Float32 ? (float)Number(field) : (object)(int)Integer(field);
    }
}
