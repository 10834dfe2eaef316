using System;
using System.IO;

namespace MedIO.Dicom.Codecs.Jpeg;

/// <summary>The header of a scan (ITU-T T.81 section B.2.3).</summary>
internal sealed class ScanHeader
{
    private ScanHeader(ScanComponent[] components, int spectralStart, int spectralEnd, int high, int low)
    {
        Components = components;
        SpectralStart = spectralStart;
        SpectralEnd = spectralEnd;
        High = high;
        Low = low;
    }

    public ScanComponent[] Components { get; }

    /// <summary>The first coefficient (Ss), or the predictor of a lossless scan.</summary>
    public int SpectralStart { get; }

    /// <summary>The last coefficient (Se).</summary>
    public int SpectralEnd { get; }

    /// <summary>The lowest bit that an earlier scan decoded (Ah), 0 where there was none.</summary>
    public int High { get; }

    /// <summary>The lowest bit that this scan decodes (Al), or the point transform of a lossless scan.</summary>
    public int Low { get; }

    public static ScanHeader Read(ReadOnlySpan<byte> segment, FrameHeader frame)
    {
        int count = segment.Length > 0 ? segment[0] : 0;
        if (count is < 1 or > 4 || segment.Length < 4 + (2 * count))
        {
            throw new InvalidDataException("A scan header of its JPEG code stream is too short, or has no components.");
        }

        var components = new ScanComponent[count];
        for (int i = 0; i < count; i++)
        {
            int id = segment[1 + (2 * i)];
            int tables = segment[2 + (2 * i)];
            FrameComponent component = Array.Find(frame.Components, c => c.Id == id)
                ?? throw new InvalidDataException(FormattableString.Invariant($"A scan of its JPEG code stream has component {id}, which its frame has not."));
            if (tables >> 4 > 3 || (tables & 15) > 3 || Array.Exists(components, c => c.Component == component))
            {
                throw new InvalidDataException("A scan header of its JPEG code stream names a table that cannot be, or a component twice.");
            }

            components[i] = new ScanComponent(component, tables >> 4, tables & 15);
        }

        ReadOnlySpan<byte> rest = segment.Slice(1 + (2 * count));
        return new ScanHeader(components, rest[0], rest[1], rest[2] >> 4, rest[2] & 15);
    }
}

/// <summary>A component of a scan and its tables.</summary>
/// <param name="Component">The component of the frame.</param>
/// <param name="Dc">The selector of the table for DC or lossless coding.</param>
/// <param name="Ac">The selector of the table for AC coding.</param>
internal readonly record struct ScanComponent(FrameComponent Component, int Dc, int Ac);
