using System;
using System.Buffers.Binary;
using System.IO;

namespace MedIO.Dicom.Codecs.Jpeg;

/// <summary>The header of a frame (ITU-T T.81 section B.2.2), which agrees with what the data set says.</summary>
internal sealed class FrameHeader
{
    /// <summary>Samples of all planes together: two bytes each, in one array.</summary>
    private const int MostSamples = 0x3fff0000;

    private const int MostComponents = 4;

    private FrameHeader(byte marker, int precision, int lines, int columns, FrameComponent[] components)
    {
        IsLossless = marker == JpegMarker.Lossless;
        IsProgressive = marker == JpegMarker.Progressive;
        Precision = precision;
        Lines = lines;
        Columns = columns;
        Components = components;
    }

    public bool IsLossless { get; }

    public bool IsProgressive { get; }

    /// <summary>Bits of a sample.</summary>
    public int Precision { get; }

    public int Lines { get; }

    public int Columns { get; }

    public FrameComponent[] Components { get; }

    /// <summary>The highest horizontal sampling factor.</summary>
    public int MaxH { get; private set; }

    /// <summary>The highest vertical sampling factor.</summary>
    public int MaxV { get; private set; }

    /// <summary>MCUs along a row of a scan of several components.</summary>
    public int McuColumns { get; private set; }

    /// <summary>MCUs along a column of a scan of several components.</summary>
    public int McuRows { get; private set; }

    /// <summary>Samples of all planes together.</summary>
    public int PlaneSamples { get; private set; }

    /// <summary>Whether the components differ in size.</summary>
    public bool IsSubsampled { get; private set; }

    /// <summary>Rows and columns of a data unit: a block, or a sample of a lossless frame.</summary>
    public int Unit => IsLossless ? 1 : 8;

    /// <summary>Reads a frame header.</summary>
    /// <param name="marker">The marker, which says the process.</param>
    /// <param name="segment">Its parameters.</param>
    /// <param name="frame">What the data set says.</param>
    /// <exception cref="InvalidDataException">The process is none that can be decoded, or the sizes differ.</exception>
    public static FrameHeader Read(byte marker, ReadOnlySpan<byte> segment, FrameDescription frame)
    {
        RequireProcess(marker);
        if (segment.Length < 6 || segment.Length < 6 + (3 * segment[5]))
        {
            throw new InvalidDataException("The frame header of its JPEG code stream is too short.");
        }

        int precision = segment[0];
        int lines = BinaryPrimitives.ReadUInt16BigEndian(segment.Slice(1));
        int columns = BinaryPrimitives.ReadUInt16BigEndian(segment.Slice(3));
        int count = segment[5];

        // Without lines a DNL segment says how many there were (section B.2.5): those of the data set, or it is an error then.
        if (lines == 0)
        {
            lines = frame.Rows;
        }

        if (columns != frame.Columns || lines != frame.Rows || count != frame.Components || precision > 8 * frame.CellBytes)
        {
            throw new InvalidDataException(FormattableString.Invariant(
                $"Its JPEG code stream has {columns} x {lines} pixels of {count} x {precision} bits, but the data set says {frame.Columns} x {frame.Rows} pixels of {frame.Components} x {frame.BitsAllocated} bits."));
        }

        if (marker == JpegMarker.Lossless ? precision is < 2 or > 16 : precision is not (8 or 12))
        {
            throw new InvalidDataException(FormattableString.Invariant($"Its JPEG code stream has samples of {precision} bits, which its process does not have."));
        }

        if (count is 0 or > MostComponents || frame.CellBytes > 2)
        {
            throw new InvalidDataException(FormattableString.Invariant($"Its JPEG code stream has {count} components of {frame.BitsAllocated} bits, which no DICOM image has."));
        }

        var components = new FrameComponent[count];
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> c = segment.Slice(6 + (3 * i), 3);
            components[i] = new FrameComponent(c[0], c[1] >> 4, c[1] & 15, c[2]);
            if (components[i].H is < 1 or > 4 || components[i].V is < 1 or > 4 || (c[2] > 3 && marker != JpegMarker.Lossless))
            {
                throw new InvalidDataException(FormattableString.Invariant($"Component {i + 1} of its JPEG code stream has sampling factors {c[1] >> 4} x {c[1] & 15} and quantization table {c[2]}, which cannot be."));
            }

            for (int j = 0; j < i; j++)
            {
                if (components[j].Id == c[0])
                {
                    throw new InvalidDataException("Two components of its JPEG code stream have the same identifier.");
                }
            }
        }

        var header = new FrameHeader(marker, precision, lines, columns, components);
        header.Measure();
        return header;
    }

    private static void RequireProcess(byte marker)
    {
        string? process = marker switch
        {
            <= JpegMarker.Lossless => null,
            0xc9 or 0xca or 0xcb => "arithmetic coding",
            0xc5 or 0xc6 or 0xc7 => "hierarchical coding",
            _ => "hierarchical arithmetic coding",
        };
        if (process is not null)
        {
            throw new InvalidDataException($"Its JPEG code stream has {process}, which no DICOM transfer syntax in use allows and which is not supported.");
        }
    }

    // Section A.1.1, A.2: sizes of components, of planes that hold whole MCUs, and how many of these there are.
    private void Measure()
    {
        foreach (FrameComponent c in Components)
        {
            MaxH = Math.Max(MaxH, c.H);
            MaxV = Math.Max(MaxV, c.V);
        }

        McuColumns = CeilingDivide(Columns, Unit * MaxH);
        McuRows = CeilingDivide(Lines, Unit * MaxV);
        long samples = 0;
        foreach (FrameComponent c in Components)
        {
            IsSubsampled |= c.H != MaxH || c.V != MaxV;
            c.Width = CeilingDivide(Columns * c.H, MaxH);
            c.Height = CeilingDivide(Lines * c.V, MaxV);
            c.Stride = McuColumns * c.H * Unit;
            c.PlaneRows = McuRows * c.V * Unit;
            c.PlaneOffset = (int)Math.Min(samples, MostSamples);
            samples += (long)c.Stride * c.PlaneRows;
        }

        if (samples > MostSamples)
        {
            throw new InvalidDataException(FormattableString.Invariant($"Its {Columns} x {Lines} pixels are more than can be decoded at once."));
        }

        PlaneSamples = (int)samples;
    }

    private static int CeilingDivide(int a, int b) => (a + b - 1) / b;
}
