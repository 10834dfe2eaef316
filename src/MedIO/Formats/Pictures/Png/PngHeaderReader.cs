using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace MedIO.Formats.Pictures.Png;

/// <summary>Reads the chunks before the pixels.</summary>
internal sealed class PngHeaderReader
{
    // More than any file has before its pixels; one made of nothing but chunks would only cost time.
    private const int MostChunks = 4096;
    private const int HeaderLength = 13;
    private const int MostText = 1 << 12;
    private const int MostMetres = 1000;

    private readonly ImageSource _source;
    private readonly List<string> _warnings = new();
    private readonly List<KeyValuePair<string, object>> _fields = new();
    private int _columns;
    private int _rows;
    private int _depth;
    private PngColour _colour;
    private bool _interlaced;
    private byte[] _palette = Array.Empty<byte>();
    private byte[]? _transparency;
    private byte[]? _significant;
    private double[]? _pixelSize;
    private double[]? _scale;

    private PngHeaderReader(ImageSource source) => _source = source;

    /// <summary>Reads a header.</summary>
    /// <exception cref="MedIOException">It is damaged.</exception>
    public static PngHeader Read(ImageSource source) => new PngHeaderReader(source).Read();

    private PngHeader Read()
    {
        if (!_source.Content.StartsWith(PngChunk.Signature))
        {
            throw Invalid("it does not begin as a PNG does");
        }

        long at = PngChunk.Signature.Length;
        var head = new byte[PngChunk.HeadLength];
        for (int count = 0; ; count++)
        {
            if (_source.File.Read(at, head) < head.Length)
            {
                throw Truncated();
            }

            (uint length, uint type) = PngChunk.Head(head);
            if (length > int.MaxValue || count > MostChunks)
            {
                throw Invalid(count > MostChunks ? "it has thousands of chunks before its pixels" : $"a chunk {PngChunk.Name(type)} of {length} bytes cannot be");
            }

            if (count == 0 != (type == PngChunk.Header))
            {
                throw Invalid(count == 0 ? $"its first chunk is {PngChunk.Name(type)}, not IHDR" : "it has two chunks IHDR");
            }

            at += PngChunk.HeadLength;
            if (type is PngChunk.Data or PngChunk.End)
            {
                return type == PngChunk.Data ? Finish() : throw Invalid("it has no chunk IDAT, and so no pixels");
            }

            Read(type, at, (int)length);
            at += length + 4L;
        }
    }

    private void Read(uint type, long at, int length)
    {
        switch (type)
        {
            case PngChunk.Header:
                ReadHeader(length == HeaderLength ? Bytes(at, length) : throw Invalid(FormattableString.Invariant($"its chunk IHDR has {length} bytes, not {HeaderLength}")));
                break;
            case PngChunk.Palette when length is > 0 and <= 768 && length % 3 == 0:
                _palette = Bytes(at, length);
                break;
            case PngChunk.Palette:
                // Of pictures without indices it is only a suggestion (section 11.2.3).
                _palette = _colour == PngColour.Palette ? throw Invalid($"its palette has {length} bytes") : _palette;
                break;
            case PngChunk.Transparency when length <= 256:
                _transparency = Bytes(at, length);
                break;
            case PngChunk.SignificantBits when length <= 4:
                _significant = Bytes(at, length);
                break;
            case PngChunk.PixelSize when length == 9:
                ReadPixelSize(Bytes(at, length));
                break;
            case PngChunk.Scale when length is >= 4 and <= 256:
                ReadScale(Bytes(at, length));
                break;
            case PngChunk.Gamma when length == 4:
                Field("gAMA", BinaryPrimitives.ReadUInt32BigEndian(Bytes(at, length)) / 100000.0);
                break;
            case PngChunk.Text when length <= MostText:
                ReadText(Bytes(at, length));
                break;
            case PngChunk.AnimationControl:
                _warnings.Add("The file is an animation; its still picture is read.");
                break;
            default:
                if (PngChunk.IsCritical(type))
                {
                    throw new MedIOException(MedIOError.UnsupportedFeature, $"{_source.Path}: has a chunk {PngChunk.Name(type)} that must be understood but is not. Save it anew in another program.", _source.Path);
                }

                break;
        }
    }

    private void ReadHeader(byte[] bytes)
    {
        uint columns = BinaryPrimitives.ReadUInt32BigEndian(bytes);
        uint rows = BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(4));
        if (columns is 0 or > int.MaxValue || rows is 0 or > int.MaxValue)
        {
            throw new MedIOException(MedIOError.InvalidDimensions, $"{_source.Path}: {columns} x {rows} pixels cannot be. The header is damaged: copy the file again from where it came from.", _source.Path);
        }

        (_columns, _rows, _depth, _colour, _interlaced) = ((int)columns, (int)rows, bytes[8], (PngColour)bytes[9], bytes[12] == 1);
        bool fits = _colour switch
        {
            PngColour.Gray => _depth is 1 or 2 or 4 or 8 or 16,
            PngColour.Palette => _depth is 1 or 2 or 4 or 8,
            PngColour.Rgb or PngColour.GrayAlpha or PngColour.Rgba => _depth is 8 or 16,
            _ => false,
        };
        if (!fits || bytes[10] != 0 || bytes[11] != 0 || bytes[12] > 1)
        {
            throw Invalid(FormattableString.Invariant($"the colour type {bytes[9]} with {_depth} bits, compression {bytes[10]}, filter {bytes[11]} and interlace {bytes[12]} are not those of PNG"));
        }

        Field("Width", _columns);
        Field("Height", _rows);
        Field("BitDepth", _depth);
        Field("ColourType", (int)_colour);
        Field("Interlace", (int)bytes[12]);
    }

    // Section 11.3.4.3; in unit 0 it is the shape of pixels only.
    private void ReadPixelSize(byte[] bytes)
    {
        uint x = BinaryPrimitives.ReadUInt32BigEndian(bytes);
        uint y = BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(4));
        Field("pHYs", FormattableString.Invariant($"{x} {y} {bytes[8]}"));
        if (bytes[8] == 1)
        {
            _pixelSize = PictureSpacing.Of((double)MostMetres / x, (double)MostMetres / y);
        }
    }

    // PNG extensions section 3: metres by its definition; but ITK, which writes it most, has millimetres there and unit 1.
    private void ReadScale(byte[] bytes)
    {
        string[] parts = Encoding.ASCII.GetString(bytes, 1, bytes.Length - 1).Split('\0');
        Field("sCAL", FormattableString.Invariant($"{bytes[0]} {string.Join(" ", parts)}"));
        if (bytes[0] == 1 && parts.Length == 2
            && double.TryParse(parts[0], NumberStyles.Float, CultureInfo.InvariantCulture, out double x)
            && double.TryParse(parts[1], NumberStyles.Float, CultureInfo.InvariantCulture, out double y))
        {
            _scale = PictureSpacing.Of(x, y);
        }
    }

    private void ReadText(byte[] bytes)
    {
        int end = Array.IndexOf(bytes, (byte)0);
        if (end > 0)
        {
            Encoding latin1 = Encoding.GetEncoding(28591);
            Field(latin1.GetString(bytes, 0, end), latin1.GetString(bytes, end + 1, bytes.Length - end - 1));
        }
    }

    private PngHeader Finish()
    {
        bool isPalette = _colour == PngColour.Palette;
        if (isPalette && _palette.Length == 0)
        {
            throw Invalid("it has indices but no palette");
        }

        int colours = _colour is PngColour.Gray or PngColour.GrayAlpha ? 1 : 3;
        int[]? transparent = null;
        if (_transparency is not null && _colour is PngColour.Gray or PngColour.Rgb)
        {
            // An entry too short says nothing.
            transparent = _transparency.Length < 2 * colours ? null : Enumerable.Range(0, colours).Select(i => (int)BinaryPrimitives.ReadUInt16BigEndian(_transparency.AsSpan(2 * i)) & ((1 << _depth) - 1)).ToArray();
        }

        bool alpha = transparent is not null || (isPalette && _transparency is { Length: > 0 }) || _colour is PngColour.GrayAlpha or PngColour.Rgba;
        var picture = new PictureHeader(_columns, _rows, _depth == 16 ? VoxelType.UInt16 : VoxelType.UInt8, colours + (alpha ? 1 : 0)) { Spacing = Spacing() };
        foreach (KeyValuePair<string, object> field in _fields)
        {
            picture.Fields[field.Key] = field.Value;
        }

        picture.Warnings.AddRange(_warnings);
        return new PngHeader(picture, _depth, _colour, _interlaced) { Palette = isPalette ? Entries() : Array.Empty<byte>(), Transparent = transparent, Shifts = Shifts(colours, picture.Components) };
    }

    // Where both agree the scale has more digits; where it is in metres in truth, pHYs says so.
    private double[]? Spacing()
    {
        if (_scale is null || _pixelSize is null)
        {
            return _scale ?? _pixelSize;
        }

        double ratio = _scale[0] * MostMetres / _pixelSize[0];
        return ratio is > 0.9 and < 1.1 ? PictureSpacing.Of(_scale[0] * MostMetres, _scale[1] * MostMetres) ?? _pixelSize : _scale;
    }

    private byte[] Entries()
    {
        var entries = new byte[4 * 256];
        for (int i = 0; i < 256; i++)
        {
            for (int c = 0; c < 3; c++)
            {
                entries[(4 * i) + c] = (3 * i) + c < _palette.Length ? _palette[(3 * i) + c] : (byte)0;
            }

            entries[(4 * i) + 3] = i < _transparency?.Length ? _transparency[i] : (byte)255;
        }

        return entries;
    }

    private int[]? Shifts(int colours, int components)
    {
        int depth = Math.Max(8, _depth);
        int needed = colours + (_colour is PngColour.GrayAlpha or PngColour.Rgba ? 1 : 0);
        if (_significant is null || _significant.Length < needed || _significant.Take(needed).Any(bits => bits == 0 || bits > depth))
        {
            return null;
        }

        int[] shifts = Enumerable.Range(0, components).Select(i => i < needed ? depth - _significant[i] : 0).ToArray();
        Field("sBIT", string.Join(" ", _significant));
        return shifts.Any(s => s > 0) ? shifts : null;
    }

    private void Field(string name, object value) => _fields.Add(new KeyValuePair<string, object>(name, value));

    private byte[] Bytes(long at, int length)
    {
        var bytes = new byte[length];
        return _source.File.Read(at, bytes) == length ? bytes : throw Truncated();
    }

    private MedIOException Invalid(string what) => new(MedIOError.InvalidHeader, $"{_source.Path}: {what}. The header is damaged: copy the file again from where it came from.", _source.Path);

    private MedIOException Truncated() => new(MedIOError.TruncatedHeader, $"{_source.Path}: the file ends before its pixels. Copy it again from where it came from.", _source.Path);
}
