using System;
using System.Buffers.Binary;
using System.Text;
using MedIO.Dicom.Codecs.Jpeg;

namespace MedIO.Formats.Pictures.Jpeg;

/// <summary>Goes through the marker segments up to the frame and to the first scan, without reading what does not matter, such as thumbnails.</summary>
internal sealed class JpegHeaderReader
{
    // Each has at least two bytes; no file has as many.
    private const int MostSegments = 1 << 14;
    private const int Jfif = JpegMarker.Jfif;
    private const int Comment = 0xfe;
    private const int MostText = 1 << 12;

    private readonly ImageSource _source;
    private readonly HeaderFields _fields = new();
    private double[]? _spacing;
    private int? _adobe;
    private byte _process;
    private byte[]? _frame;

    private JpegHeaderReader(ImageSource source) => _source = source;

    /// <summary>Reads a header.</summary>
    /// <exception cref="MedIOException">It is damaged, or of a process that is not supported.</exception>
    public static JpegHeader Read(ImageSource source) => new JpegHeaderReader(source).Read();

    private JpegHeader Read()
    {
        if (_source.Content.Length < 2 || _source.Content[0] != JpegMarker.Prefix || _source.Content[1] != JpegMarker.StartOfImage)
        {
            throw Invalid("it does not begin as a JPEG does");
        }

        long at = 2;
        for (int count = 0; count < MostSegments; count++)
        {
            (byte marker, int length) = Next(ref at);
            if (marker == JpegMarker.StartOfScan)
            {
                return Finish();
            }

            if (JpegMarker.IsFrame(marker) && _frame is null)
            {
                (_process, _frame) = (marker, Bytes(at, Math.Min(length, 6 + (3 * 255))));
            }
            else if (marker == Jfif && length >= 12)
            {
                ReadJfif(Bytes(at, 12));
            }
            else if (marker == JpegMarker.Adobe && length >= 12)
            {
                byte[] bytes = Bytes(at, 12);
                _adobe = Encoding.ASCII.GetString(bytes, 0, 5) == "Adobe" ? bytes[11] : _adobe;
            }
            else if (marker == Comment && length <= MostText)
            {
                _fields["Comment"] = Encoding.UTF8.GetString(Bytes(at, length)).TrimEnd('\0');
            }

            at += length;
        }

        throw Invalid("it has thousands of segments before its pixels");
    }

    // A marker, and the length of its parameters, which begin at the place then.
    private (byte Marker, int Length) Next(ref long at)
    {
        Span<byte> bytes = stackalloc byte[4];
        while (true)
        {
            if (_source.File.Read(at, bytes.Slice(0, 2)) < 2)
            {
                throw Truncated();
            }

            if (bytes[0] != JpegMarker.Prefix)
            {
                throw Invalid("there is no marker where one should be");
            }

            byte marker = bytes[1];
            if (marker == JpegMarker.Prefix)
            {
                // A fill byte (section B.1.1.2).
                at++;
                continue;
            }

            if (marker is JpegMarker.EndOfImage)
            {
                throw Invalid("it has no pixels");
            }

            at += 2;
            if (marker is JpegMarker.Temporary or JpegMarker.StartOfImage || JpegMarker.IsRestart(marker))
            {
                continue;
            }

            if (_source.File.Read(at, bytes.Slice(0, 2)) < 2)
            {
                throw Truncated();
            }

            int length = BinaryPrimitives.ReadUInt16BigEndian(bytes) - 2;
            at += 2;
            return length >= 0 ? (marker, length) : throw Invalid("a segment is shorter than its own length");
        }
    }

    // ITU-T T.871 section 10.1; in unit 0 it is the shape of pixels only.
    private void ReadJfif(byte[] bytes)
    {
        if (Encoding.ASCII.GetString(bytes, 0, 4) != "JFIF")
        {
            return;
        }

        int x = BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(8));
        int y = BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(10));
        double unit = bytes[7] switch { 1 => PictureSpacing.Inch, 2 => 10, _ => 0 };
        _fields["JFIF"] = FormattableString.Invariant($"{bytes[5]}.{bytes[6]:D2}");
        _fields["Density"] = FormattableString.Invariant($"{x} {y} {bytes[7]}");
        _spacing = unit > 0 ? PictureSpacing.Of(unit / x, unit / y) : null;
    }

    private JpegHeader Finish()
    {
        if (_frame is null)
        {
            throw Invalid("its pixels come before its frame header");
        }

        string? process = _process switch
        {
            <= JpegMarker.Lossless => null,
            0xc9 or 0xca or 0xcb => "arithmetic coding",
            0xc5 or 0xc6 or 0xc7 => "hierarchical coding",
            _ => "hierarchical arithmetic coding",
        };
        if (process is not null)
        {
            throw Unsupported(process);
        }

        if (_frame.Length < 6 || _frame.Length < 6 + (3 * _frame[5]))
        {
            throw Invalid("its frame header is too short");
        }

        int precision = _frame[0];
        int rows = BinaryPrimitives.ReadUInt16BigEndian(_frame.AsSpan(1));
        int columns = BinaryPrimitives.ReadUInt16BigEndian(_frame.AsSpan(3));
        int components = _frame[5];
        if (rows == 0)
        {
            throw Unsupported("its number of lines behind its pixels");
        }

        if (columns == 0 || components is 0 or > 4 || precision is < 2 or > 16)
        {
            throw new MedIOException(MedIOError.InvalidDimensions, FormattableString.Invariant($"{_source.Path}: {columns} x {rows} pixels of {components} x {precision} bits cannot be. The header is damaged: copy the file again from where it came from."), _source.Path);
        }

        bool isLossless = _process == JpegMarker.Lossless;
        if (!isLossless && precision is not (8 or 12))
        {
            throw Invalid(FormattableString.Invariant($"samples of {precision} bits are none of its process"));
        }

        var picture = new PictureHeader(columns, rows, precision > 8 ? VoxelType.UInt16 : VoxelType.UInt8, components == 4 ? 3 : components) { Spacing = _spacing };
        picture.Fields["Process"] = _process switch { JpegMarker.Baseline => "baseline", JpegMarker.ExtendedSequential => "extended sequential", JpegMarker.Progressive => "progressive", _ => "lossless" };
        picture.Fields["Precision"] = precision;
        picture.Fields["Components"] = components;
        if (_adobe is not null)
        {
            picture.Fields["AdobeTransform"] = _adobe.Value;
        }

        foreach (System.Collections.DictionaryEntry field in _fields)
        {
            picture.Fields[field.Key] = field.Value;
        }

        if (components == 4)
        {
            picture.Warnings.Add("The file holds colours of ink (CMYK); they are read as RGB, without a profile.");
        }

        return new JpegHeader(picture, components, precision, isLossless, _adobe);
    }

    private byte[] Bytes(long at, int count)
    {
        var bytes = new byte[count];
        return _source.File.Read(at, bytes) == count ? bytes : throw Truncated();
    }

    private MedIOException Invalid(string what) => new(MedIOError.InvalidHeader, $"{_source.Path}: {what}. The header is damaged: copy the file again from where it came from.", _source.Path);

    private MedIOException Unsupported(string what) => new(MedIOError.UnsupportedFeature, $"{_source.Path}: is a JPEG with {what}, which is not supported. Save it anew in another program.", _source.Path);

    private MedIOException Truncated() => new(MedIOError.TruncatedHeader, $"{_source.Path}: the file ends before its pixels. Copy it again from where it came from.", _source.Path);
}
