using System;
using System.IO;

namespace MedIO.Dicom.Codecs.JpegLs;

/// <summary>Walks through the marker segments of one stream (ISO/IEC 14495-1 | T.87 annex C), and has its scans decoded.</summary>
internal sealed class CodeStreamReader
{
    private const byte MarkerStart = 0xFF;
    private const byte StartOfImage = 0xD8;
    private const byte EndOfImage = 0xD9;
    private const byte StartOfScan = 0xDA;
    private const byte NumberOfLines = 0xDC;
    private const byte RestartInterval = 0xDD;
    private const byte ColourTransformSegment = 0xE8;
    private const byte FirstApplication = 0xE0;
    private const byte LastApplication = 0xEF;
    private const byte StartOfFrame = 0xF7;
    private const byte Parameters = 0xF8;
    private const byte Comment = 0xFE;

    private readonly FrameDescription _frame;
    private FrameHeader? _header;
    private PresetParameters _presets;
    private (long Rows, long Columns) _oversize;
    private long _restartInterval;
    private int _transform;
    private bool[] _isDone = Array.Empty<bool>();
    private int _missing;

    public CodeStreamReader(FrameDescription frame) => _frame = frame;

    /// <summary>Decodes the stream.</summary>
    /// <param name="encoded">The stream.</param>
    /// <param name="samples">Filled with cells.</param>
    /// <exception cref="InvalidDataException">The stream is broken, or not of the frame described.</exception>
    /// <exception cref="EndOfStreamException">The stream ends too early.</exception>
    public void Decode(ReadOnlySpan<byte> encoded, Span<byte> samples)
    {
        if (encoded.Length < 2 || encoded[0] != MarkerStart || encoded[1] != StartOfImage)
        {
            throw new InvalidDataException("A JPEG-LS stream does not begin with the marker of an image.");
        }

        int at = 2;
        do
        {
            byte marker = NextMarker(encoded, ref at);
            if (marker == EndOfImage)
            {
                throw new EndOfStreamException("A JPEG-LS stream ends before its frame does.");
            }

            if (marker == StartOfImage)
            {
                // The directory of a SPIFF header ends with one more.
                continue;
            }

            ReadOnlySpan<byte> segment = Segment(encoded, ref at);
            switch (marker)
            {
                case StartOfFrame:
                    ReadFrame(segment);
                    break;
                case Parameters:
                    ReadParameters(segment);
                    break;
                case RestartInterval:
                    _restartInterval = segment.Length is >= 2 and <= 4 ? BigEndian(segment) : throw WrongLength("restart interval");
                    break;
                case NumberOfLines:
                    if (segment.Length is < 2 or > 4 || BigEndian(segment) != _frame.Rows)
                    {
                        throw new InvalidDataException(FormattableString.Invariant($"A JPEG-LS stream has another number of lines than the {_frame.Rows} of the data set."));
                    }

                    break;
                case ColourTransformSegment:
                    ReadTransform(segment);
                    break;
                case StartOfScan:
                    at = DecodeScan(encoded, at, segment, samples);
                    break;
                case Comment or >= FirstApplication and <= LastApplication:
                    break;
                default:
                    throw new InvalidDataException(FormattableString.Invariant($"A JPEG-LS stream cannot have the marker FF{marker:X2}; this is another kind of JPEG, or it is broken."));
            }
        }
        while (_header is null || _missing > 0);

        if (_transform != 0)
        {
            ColourTransform.Undo(_transform, samples.Slice(0, (int)_frame.SampleBytes), _header.Bits, _frame);
        }
    }

    private static byte NextMarker(ReadOnlySpan<byte> encoded, ref int at)
    {
        if (at < encoded.Length && encoded[at] != MarkerStart)
        {
            throw new InvalidDataException(FormattableString.Invariant($"A JPEG-LS stream has no marker at byte {at}, where one must be."));
        }

        // A marker may begin with more bytes 0xFF than one.
        while (at < encoded.Length && encoded[at] == MarkerStart)
        {
            at++;
        }

        return at < encoded.Length ? encoded[at++] : throw new EndOfStreamException("A JPEG-LS stream ends before its frame does.");
    }

    private static ReadOnlySpan<byte> Segment(ReadOnlySpan<byte> encoded, ref int at)
    {
        int length = encoded.Length - at < 2 ? 0 : (encoded[at] << 8) | encoded[at + 1];
        if (length < 2 || length > encoded.Length - at)
        {
            throw encoded.Length - at < Math.Max(2, length)
                ? new EndOfStreamException("A JPEG-LS stream ends within a marker segment.")
                : new InvalidDataException("A marker segment of a JPEG-LS stream has no length.");
        }

        ReadOnlySpan<byte> segment = encoded.Slice(at + 2, length - 2);
        at += length;
        return segment;
    }

    private static long BigEndian(ReadOnlySpan<byte> bytes)
    {
        long value = 0;
        foreach (byte b in bytes)
        {
            value = (value << 8) | b;
        }

        return value;
    }

    private static InvalidDataException WrongLength(string what) => new($"The {what} of a JPEG-LS stream has a wrong length.");

    private void ReadFrame(ReadOnlySpan<byte> segment)
    {
        if (_header is not null)
        {
            throw new InvalidDataException("A JPEG-LS stream has two frame headers.");
        }

        _header = FrameHeader.Read(segment, _oversize, _frame);
        _missing = _header.Components.Length;
        _isDone = new bool[_missing];
    }

    // C.2.4.1: preset coding parameters, mapping tables, or the size of an image beyond 16 bits.
    private void ReadParameters(ReadOnlySpan<byte> segment)
    {
        int kind = segment.Length == 0 ? 0 : segment[0];
        switch (kind)
        {
            case 1 when segment.Length == 11:
                _presets = new PresetParameters(
                    (int)BigEndian(segment.Slice(1, 2)),
                    (int)BigEndian(segment.Slice(3, 2)),
                    (int)BigEndian(segment.Slice(5, 2)),
                    (int)BigEndian(segment.Slice(7, 2)),
                    (int)BigEndian(segment.Slice(9, 2)));
                break;
            case 2 or 3:
                // A table that no scan uses does no harm; scans that use one are refused.
                break;
            case 4 when segment.Length > 2 && segment[1] is >= 2 and <= 4 && segment.Length == 2 + (2 * segment[1]):
                _oversize = (BigEndian(segment.Slice(2, segment[1])), BigEndian(segment.Slice(2 + segment[1])));
                break;
            default:
                throw new InvalidDataException(FormattableString.Invariant($"A JPEG-LS stream has parameters of kind {kind} in {segment.Length} bytes, which cannot be read."));
        }
    }

    // Not of the standard: what Hewlett-Packard's encoder writes where it made colours more alike.
    private void ReadTransform(ReadOnlySpan<byte> segment)
    {
        if (segment.Length != 5 || !segment.Slice(0, 4).SequenceEqual("mrfx"u8))
        {
            return;
        }

        _transform = segment[4] <= ColourTransform.Last
            ? segment[4]
            : throw new InvalidDataException(FormattableString.Invariant($"A JPEG-LS stream has colours that were transformed in way {segment[4]}, which cannot be undone."));
    }

    private int DecodeScan(ReadOnlySpan<byte> encoded, int at, ReadOnlySpan<byte> segment, Span<byte> samples)
    {
        if (_header is null)
        {
            throw new InvalidDataException("A JPEG-LS stream has a scan before its frame header.");
        }

        ScanHeader scan = ScanHeader.Read(segment, _header);
        foreach (int component in scan.Components)
        {
            if (_isDone[component])
            {
                throw new InvalidDataException("A JPEG-LS stream has the samples of a component twice.");
            }

            _isDone[component] = true;
            _missing--;
        }

        var parameters = new CodingParameters(_header.Bits, scan.Near, _presets);
        return new ScanReader(_frame, _header, scan, parameters).Decode(encoded, at, _restartInterval, samples);
    }
}
