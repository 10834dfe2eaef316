using System;
using System.Collections.Generic;

namespace MedIO.Tests.Dicom.Codecs.Fuzz;

/// <summary>Where the marker segments of a code stream are, as JPEG, JPEG-LS and JPEG 2000 all have them.</summary>
internal static class MarkerSegments
{
    /// <summary>Finds segments: markers with their parameters, and entropy-coded data behind them as segments of their own.</summary>
    /// <param name="stream">The code stream, well formed or not.</param>
    /// <param name="segments">Gets the offsets of their first bytes; the end of one is the begin of the next.</param>
    public static void Find(ReadOnlySpan<byte> stream, List<int> segments)
    {
        segments.Clear();
        int at = 0;
        while (at + 2 <= stream.Length && segments.Count < 1000)
        {
            segments.Add(at);
            byte marker = stream[at + 1];
            if (stream[at] != 0xff || marker < 0x4f)
            {
                at = NextMarker(stream, at + 1);
                continue;
            }

            // SOC, SOI, EOI and RST have no length.
            bool alone = marker is 0x4f or 0x93 or (>= 0xd0 and <= 0xd9);
            int length = alone || at + 4 > stream.Length ? 0 : (stream[at + 2] << 8) | stream[at + 3];
            at += 2 + length;
            if (marker is 0x93 or 0xda && at < stream.Length)
            {
                segments.Add(at);
                at = NextMarker(stream, at);
            }
        }
    }

    /// <summary>Where the frame's sizes stand: SOF of JPEG and JPEG-LS (T.81 section B.2.2), SIZ of JPEG 2000 (T.800 section A.5.1); -1 where there are none.</summary>
    public static int FrameHeader(ReadOnlySpan<byte> stream, List<int> segments)
    {
        foreach (int at in segments)
        {
            if (at + 40 < stream.Length && stream[at] == 0xff && IsFrameHeader(stream[at + 1]))
            {
                return at;
            }
        }

        return -1;
    }

    private static bool IsFrameHeader(byte marker) => marker is 0x51 or 0xf7 or (>= 0xc0 and <= 0xcf and not (0xc4 or 0xc8 or 0xcc));

    private static int NextMarker(ReadOnlySpan<byte> stream, int at)
    {
        for (; at + 1 < stream.Length; at++)
        {
            if (stream[at] == 0xff && stream[at + 1] is >= 0x90 and not ((>= 0xd0 and <= 0xd7) or 0xff))
            {
                return at;
            }
        }

        return stream.Length;
    }
}
