using System;
using System.Collections.Generic;
using System.IO;

namespace MedIO.Dicom.Codecs.JpegLs;

/// <summary>The frame header of a stream (ISO/IEC 14495-1 | T.87 section C.2.2).</summary>
/// <param name="Bits">Bits of a sample (P).</param>
/// <param name="Components">The components' identifiers, in order.</param>
internal sealed record FrameHeader(int Bits, byte[] Components)
{
    /// <summary>Reads the header, and holds it against what the data set says.</summary>
    /// <param name="segment">The marker segment behind its length.</param>
    /// <param name="oversize">Rows and columns of a segment that gives those beyond 16 bits; 0 where there is none.</param>
    /// <param name="frame">What the data set says.</param>
    /// <exception cref="InvalidDataException">They differ, or the header is broken.</exception>
    public static FrameHeader Read(ReadOnlySpan<byte> segment, (long Rows, long Columns) oversize, FrameDescription frame)
    {
        if (segment.Length < 6 || segment.Length != 6 + (3 * segment[5]))
        {
            throw new InvalidDataException("The frame header of a JPEG-LS stream has a wrong length.");
        }

        int bits = segment[0];
        long rows = (segment[1] << 8) | segment[2];
        long columns = (segment[3] << 8) | segment[4];
        int components = segment[5];
        rows = rows == 0 ? oversize.Rows : rows;
        columns = columns == 0 ? oversize.Columns : columns;

        // No rows here: they may follow the first scan (DNL), which is decoded as far as the data set says.
        if ((rows != frame.Rows && rows != 0) || columns != frame.Columns || components != frame.Components)
        {
            throw new InvalidDataException(FormattableString.Invariant($"A JPEG-LS stream has {columns} x {rows} pixels of {components} samples where the data set has {frame.Columns} x {frame.Rows} of {frame.Components}."));
        }

        if (bits is < 2 or > 16 || bits > 8 * frame.CellBytes)
        {
            throw new InvalidDataException(FormattableString.Invariant($"A JPEG-LS stream has samples of {bits} bits where the data set has {frame.BitsAllocated}."));
        }

        var identifiers = new byte[components];
        for (int i = 0; i < components; i++)
        {
            identifiers[i] = segment[6 + (3 * i)];
            if (Array.IndexOf(identifiers, identifiers[i]) < i)
            {
                throw new InvalidDataException(FormattableString.Invariant($"A JPEG-LS stream has two components {identifiers[i]}."));
            }

            // A factor common to all is no subsampling.
            if (segment[7 + (3 * i)] != segment[7])
            {
                throw new InvalidDataException("A JPEG-LS stream has components of different size, which no transfer syntax allows.");
            }
        }

        return new FrameHeader(bits, identifiers);
    }
}
