using System;
using System.IO;

namespace MedIO.Dicom.Codecs.JpegLs;

/// <summary>How the samples of several components follow each other (ISO/IEC 14495-1 | T.87 section C.2.3, ILV).</summary>
internal enum Interleave
{
    /// <summary>A scan has one component.</summary>
    None = 0,

    /// <summary>A line of each.</summary>
    Line = 1,

    /// <summary>A sample of each.</summary>
    Sample = 2,
}

/// <summary>A scan header (ISO/IEC 14495-1 | T.87 section C.2.3).</summary>
/// <param name="Components">Which of the frame's components the scan has.</param>
/// <param name="Near">How much a sample may differ from the original (NEAR).</param>
/// <param name="Interleave">How their samples follow each other.</param>
/// <param name="PointTransform">How many low bits all samples lack.</param>
internal sealed record ScanHeader(int[] Components, int Near, Interleave Interleave, int PointTransform)
{
    private const int MostComponents = 4;

    /// <summary>Reads the header.</summary>
    /// <param name="segment">The marker segment behind its length.</param>
    /// <param name="frame">The frame's header.</param>
    /// <exception cref="InvalidDataException">It is broken, or uses what no transfer syntax allows.</exception>
    public static ScanHeader Read(ReadOnlySpan<byte> segment, FrameHeader frame)
    {
        int count = segment.Length == 0 ? 0 : segment[0];
        if (count is < 1 or > MostComponents || segment.Length != 4 + (2 * count))
        {
            throw new InvalidDataException("A scan header of a JPEG-LS stream has a wrong length.");
        }

        var components = new int[count];
        for (int i = 0; i < count; i++)
        {
            components[i] = Array.IndexOf(frame.Components, segment[1 + (2 * i)]);
            if (components[i] < 0 || Array.IndexOf(components, components[i]) < i)
            {
                throw new InvalidDataException(FormattableString.Invariant($"A scan of a JPEG-LS stream has a component {segment[1 + (2 * i)]} that the frame lacks, or has it twice."));
            }

            if (segment[2 + (2 * i)] != 0)
            {
                throw new InvalidDataException("A JPEG-LS stream looks its samples up in a table, which no transfer syntax allows.");
            }
        }

        ReadOnlySpan<byte> rest = segment.Slice(1 + (2 * count));
        int pointTransform = rest[2] & 0x0F;
        if (rest[1] > (byte)Interleave.Sample || (rest[1] == 0 && count > 1) || pointTransform >= frame.Bits)
        {
            throw new InvalidDataException(FormattableString.Invariant($"A scan header of a JPEG-LS stream is broken: {count} components, interleave mode {rest[1]}, point transform {pointTransform}."));
        }

        return new ScanHeader(components, rest[0], count == 1 ? Interleave.None : (Interleave)rest[1], pointTransform);
    }
}
