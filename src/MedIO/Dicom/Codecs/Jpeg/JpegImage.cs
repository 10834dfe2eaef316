using System;
using System.Buffers;
using System.Buffers.Binary;
using System.IO;

namespace MedIO.Dicom.Codecs.Jpeg;

/// <summary>A code stream while it is decoded: its markers one by one (ITU-T T.81 section E.2).</summary>
internal unsafe ref struct JpegImage
{
    /// <summary>More scans than any encoder makes would only cost time.</summary>
    private const int MostScans = 256;

    private readonly ReadOnlySpan<byte> _encoded;
    private readonly FrameDescription _description;
    private readonly DecodingTables _tables;
    private readonly ColourSpace _colours = new();
    private MarkerReader _reader;
    private FrameHeader? _frame;
    private int _scans;
    private int _damagedLine = -1;
    private bool _isCutOff;

    public JpegImage(ReadOnlySpan<byte> encoded, FrameDescription description, DecodingTables tables)
    {
        _encoded = encoded;
        _tables = tables;
        _description = description;
        _reader = new MarkerReader(encoded);
    }

    /// <summary>Decodes the frame.</summary>
    /// <param name="cells">Gets its samples, also those before damage.</param>
    /// <exception cref="InvalidDataException">It is damaged, or not what the data set says.</exception>
    /// <exception cref="EndOfStreamException">It ends too early.</exception>
    public void Decode(byte* cells)
    {
        byte marker = ReadToScan();
        FrameHeader frame = _frame!;
        var output = new SampleWriter(frame, _description, _colours.IsLuminance(frame, _description));
        bool isDirect = frame.IsLossless && frame.Components.Length == 1 && _description.CellBytes == 2;
        ushort[]? planes = isDirect ? null : ArrayPool<ushort>.Shared.Rent(frame.PlaneSamples);
        short[]? coefficients = null;
        byte[]? segment = null;
        try
        {
            coefficients = frame.IsProgressive ? ArrayPool<short>.Shared.Rent(frame.PlaneSamples) : null;
            segment = ArrayPool<byte>.Shared.Rent(_encoded.Length);
            fixed (byte* s = segment)
            fixed (ushort* p = planes)
            fixed (short* c = coefficients)
            {
                Prepare(planes, coefficients, cells);
                ushort* to = isDirect ? (ushort*)cells : p;
                try
                {
                    DecodeScans(marker, segment, s, to, c);
                }
                finally
                {
                    // Whatever happened, what was decoded is shown.
                    if (coefficients is not null)
                    {
                        BlockCoefficients.Transform(frame, c, p);
                    }

                    output.Write(to, cells, isDirect);
                }
            }
        }
        finally
        {
            Return(planes);
            Return(coefficients);
            Return(segment);
        }

        if (_damagedLine >= 0)
        {
            throw _isCutOff
                ? new EndOfStreamException(FormattableString.Invariant($"Its JPEG code stream ends at or after line {_damagedLine} of {frame.Lines}."))
                : new InvalidDataException(FormattableString.Invariant($"Its JPEG code stream is damaged at or after line {_damagedLine} of {frame.Lines}."));
        }
    }

    private static void Return<T>(T[]? rented)
    {
        if (rented is not null)
        {
            ArrayPool<T>.Shared.Return(rented);
        }
    }

    // What no scan reaches is black where there are colours, and else what the caller has put there.
    private readonly void Prepare(ushort[]? planes, short[]? coefficients, byte* cells)
    {
        FrameHeader frame = _frame!;
        if (coefficients is not null)
        {
            coefficients.AsSpan(0, frame.PlaneSamples).Clear();
        }
        else if (planes is not null)
        {
            bool isLuminance = _colours.IsLuminance(frame, _description);
            ushort rest = frame.Components.Length > 1 ? (ushort)0 : _description.CellBytes == 1 ? *cells : *(ushort*)cells;
            foreach (FrameComponent c in frame.Components)
            {
                planes.AsSpan(c.PlaneOffset, c.Stride * c.PlaneRows).Fill(isLuminance && c != frame.Components[0] ? (ushort)(1 << (frame.Precision - 1)) : rest);
            }
        }
        else
        {
            frame.Components[0].Stride = frame.Columns;
        }
    }

    // To the first scan, with the frame header before it.
    private byte ReadToScan()
    {
        while (true)
        {
            byte marker = _reader.Next();
            if (marker == JpegMarker.StartOfScan && _frame is not null)
            {
                return marker;
            }

            if (marker is JpegMarker.StartOfScan or JpegMarker.EndOfImage)
            {
                throw new InvalidDataException("Its JPEG code stream has no image.");
            }

            Read(marker);
        }
    }

    private void DecodeScans(byte marker, Span<byte> segment, byte* bits, ushort* planes, short* coefficients)
    {
        FrameHeader frame = _frame!;
        for (; ; marker = _reader.Next())
        {
            if (marker == JpegMarker.StartOfScan)
            {
                DecodeScan(segment, bits, planes, coefficients);
                if (!frame.IsProgressive && Array.TrueForAll(frame.Components, c => c.IsCoded))
                {
                    return;
                }
            }
            else if (marker == JpegMarker.EndOfImage)
            {
                if (!Array.TrueForAll(frame.Components, c => c.IsCoded))
                {
                    throw new InvalidDataException("Its JPEG code stream ends before all of its components are there.");
                }

                return;
            }
            else if (marker == JpegMarker.None && frame.IsProgressive && Array.TrueForAll(frame.Components, BlockCoefficients.IsComplete))
            {
                return;
            }
            else if (marker == JpegMarker.None && _damagedLine >= 0)
            {
                return;
            }
            else
            {
                Read(marker);
            }
        }
    }

    private void DecodeScan(Span<byte> segment, byte* bits, ushort* planes, short* coefficients)
    {
        if (++_scans > MostScans)
        {
            throw new InvalidDataException(FormattableString.Invariant($"Its JPEG code stream has more than {MostScans} scans."));
        }

        FrameHeader frame = _frame!;
        ScanHeader scan = ScanHeader.Read(_reader.Segment(), frame);
        ScanDecoder decoder;
        if (frame.IsLossless)
        {
            decoder = new LosslessScan(frame, scan, _tables.Dc(scan), _tables.RestartInterval, planes);
        }
        else
        {
            _tables.Quantize(scan);
            decoder = frame.IsProgressive
                ? new ProgressiveScan(frame, scan, _tables, coefficients)
                : new SequentialScan(frame, scan, _tables.Dc(scan), _tables.Ac(scan), planes);
        }

        foreach (ScanComponent c in scan.Components)
        {
            if (c.Component.IsCoded && !frame.IsProgressive)
            {
                throw new InvalidDataException("Its JPEG code stream has a component twice.");
            }

            c.Component.IsCoded = true;
        }

        var data = new EntropyCodedData(_encoded, _reader.Position, segment);
        decoder.Decode(ref data, bits, _tables.RestartInterval);
        _reader.Position = data.Position;
        _isCutOff |= decoder.IsCutOff;
        if (_damagedLine < 0)
        {
            _damagedLine = decoder.DamagedLine;
        }
    }

    // A marker that begins no scan.
    private void Read(byte marker)
    {
        switch (marker)
        {
            case JpegMarker.None:
                throw new EndOfStreamException(_scans == 0 ? "Its JPEG code stream ends before the image." : "Its JPEG code stream ends before all of the image is there.");
            case JpegMarker.QuantizationTables:
                _tables.ReadQuantization(_reader.Segment());
                break;
            case JpegMarker.HuffmanTables:
                _tables.ReadHuffman(_reader.Segment());
                break;
            case JpegMarker.RestartInterval:
                _tables.ReadRestartInterval(_reader.Segment());
                break;
            case JpegMarker.Jfif:
                _colours.ReadJfif(_reader.Segment());
                break;
            case JpegMarker.Adobe:
                _colours.ReadAdobe(_reader.Segment());
                break;
            case JpegMarker.NumberOfLines:
                RequireLines(_reader.Segment());
                break;
            case JpegMarker.HierarchicalProgression or JpegMarker.Expansion:
                throw new InvalidDataException("Its JPEG code stream has hierarchical coding, which no DICOM transfer syntax in use allows and which is not supported.");
            case JpegMarker.JpegLs:
                throw new InvalidDataException("Its code stream is JPEG-LS, which its transfer syntax is not.");
            case < JpegMarker.Baseline or (>= JpegMarker.FirstRestart and <= JpegMarker.StartOfImage):
                // Stands alone, or is none.
                break;
            default:
                ReadSegment(marker);
                break;
        }
    }

    private void ReadSegment(byte marker)
    {
        ReadOnlySpan<byte> segment = _reader.Segment();
        if (!JpegMarker.IsFrame(marker))
        {
            return;
        }

        if (_frame is not null)
        {
            throw new InvalidDataException("Its JPEG code stream has two frames.");
        }

        _frame = FrameHeader.Read(marker, segment, _description);
    }

    private readonly void RequireLines(ReadOnlySpan<byte> segment)
    {
        if (_frame is not null && (segment.Length < 2 || BinaryPrimitives.ReadUInt16BigEndian(segment) != _frame.Lines))
        {
            throw new InvalidDataException(FormattableString.Invariant($"Its JPEG code stream says after its first scan that it has other than the {_frame.Lines} lines that the data set says."));
        }
    }
}
