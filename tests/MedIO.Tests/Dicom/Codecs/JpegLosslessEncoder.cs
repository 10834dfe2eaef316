using System;
using System.Collections.Generic;
using MedIO.Dicom.Codecs;

namespace MedIO.Tests.Dicom.Codecs;

/// <summary>
/// Writes lossless JPEG (ITU-T T.81 annex H) as plainly as the standard says it, with what encoders at hand do not do: any
/// number of bits, scans of one component each, restart intervals, sampling factors, codes of 16 bits.
/// </summary>
internal sealed class JpegLosslessEncoder
{
    private readonly List<byte> _bytes = new();
    private int _bits;
    private int _bitCount;

    public int Predictor { get; set; } = 1;

    public int PointTransform { get; set; }

    /// <summary>Rows of MCUs between restart markers.</summary>
    public int RestartRows { get; set; }

    public bool IsInterleaved { get; set; } = true;

    /// <summary>Codes of 1 to 16 bits, the short ones for the rare differences, in place of 5 bits for all.</summary>
    public bool HasLongCodes { get; set; }

    /// <summary>Sampling factors of the first component; the others have 1 x 1.</summary>
    public int H { get; set; } = 1;

    public int V { get; set; } = 1;

    /// <summary>Encodes a frame; where sampling factors differ, of each block only the first sample of the later components.</summary>
    public byte[] Encode(SampleFrame frame)
    {
        FrameDescription size = frame.Description;
        _bytes.Clear();
        Marker(0xd8);
        Segment(0xc3, Header(size));
        Segment(0xc4, Tables());
        int mcuColumns = (size.Columns + H - 1) / H;
        int mcuRows = (size.Rows + V - 1) / V;
        if (IsInterleaved)
        {
            Restarts(mcuColumns);
            Scan(frame, 0, size.Components, mcuColumns, mcuRows);
        }
        else
        {
            for (int c = 0; c < size.Components; c++)
            {
                (int columns, int rows) = c == 0 ? (size.Columns, size.Rows) : (mcuColumns, mcuRows);
                Restarts(columns);
                Scan(frame, c, 1, columns, rows);
            }
        }

        Marker(0xd9);
        return _bytes.ToArray();
    }

    /// <summary>The samples that a decoder gives: those of smaller components repeated, low bits that were left out zero.</summary>
    public byte[] Expected(SampleFrame frame)
    {
        FrameDescription size = frame.Description;
        var samples = new byte[size.SampleBytes];
        int at = 0;
        for (int y = 0; y < size.Rows; y++)
        {
            for (int x = 0; x < size.Columns; x++)
            {
                for (int c = 0; c < size.Components; c++)
                {
                    int value = c == 0 ? Sample(frame, 0, x, y) : Sample(frame, c, x / H, y / V);
                    value <<= PointTransform + 32 - size.BitsStored;
                    value = size.IsSigned ? value >> (32 - size.BitsStored) : (int)((uint)value >> (32 - size.BitsStored));
                    for (int b = 0; b < size.CellBytes; b++)
                    {
                        samples[at++] = (byte)(value >> (8 * b));
                    }
                }
            }
        }

        return samples;
    }

    private byte[] Header(FrameDescription size)
    {
        var header = new List<byte> { (byte)size.BitsStored, (byte)(size.Rows >> 8), (byte)size.Rows, (byte)(size.Columns >> 8), (byte)size.Columns, (byte)size.Components };
        for (int c = 0; c < size.Components; c++)
        {
            header.AddRange(new byte[] { (byte)(c + 1), (byte)(c == 0 ? (H << 4) | V : 0x11), 0 });
        }

        return header.ToArray();
    }

    // Categories 0 to 16, or backwards where codes are long: the last two have 16 bits.
    private byte[] Tables()
    {
        var table = new byte[1 + 16 + 17];
        for (int i = 0; i < 17; i++)
        {
            table[17 + i] = (byte)(HasLongCodes ? 16 - i : i);
            table[1 + (HasLongCodes ? Math.Min(i, 15) : 4)]++;
        }

        return table;
    }

    private (int Code, int Length) Code(int category)
    {
        if (!HasLongCodes)
        {
            return (category, 5);
        }

        int place = 16 - category;
        return place == 16 ? (0xffff, 16) : ((1 << (place + 1)) - 2, place + 1);
    }

    private void Restarts(int mcuColumns)
    {
        int interval = RestartRows * mcuColumns;
        Segment(0xdd, new[] { (byte)(interval >> 8), (byte)interval });
    }

    private void Scan(SampleFrame frame, int first, int count, int mcuColumns, int mcuRows)
    {
        var header = new List<byte> { (byte)count };
        for (int c = first; c < first + count; c++)
        {
            header.AddRange(new byte[] { (byte)(c + 1), 0 });
        }

        header.AddRange(new byte[] { (byte)Predictor, 0, (byte)PointTransform });
        Segment(0xda, header.ToArray());
        for (int row = 0; row < mcuRows; row++)
        {
            if (RestartRows > 0 && row > 0 && row % RestartRows == 0)
            {
                Flush();
                Marker(0xd0 + (((row / RestartRows) - 1) & 7));
            }

            int firstRow = RestartRows > 0 ? row - (row % RestartRows) : 0;
            for (int column = 0; column < mcuColumns; column++)
            {
                for (int c = first; c < first + count; c++)
                {
                    int h = c == 0 && count > 1 ? H : 1;
                    int v = c == 0 && count > 1 ? V : 1;
                    for (int sample = 0; sample < h * v; sample++)
                    {
                        int x = (column * h) + (sample % h);
                        int y = (row * v) + (sample / h);
                        Difference(Sample(frame, c, x, y) - Predict(frame, c, x, y, firstRow * v));
                    }
                }
            }
        }

        Flush();
    }

    private int Predict(SampleFrame frame, int c, int x, int y, int firstRow)
    {
        if (y == firstRow)
        {
            return x == 0 ? 1 << (frame.Description.BitsStored - PointTransform - 1) : Sample(frame, c, x - 1, y);
        }

        if (x == 0)
        {
            return Sample(frame, c, 0, y - 1);
        }

        int a = Sample(frame, c, x - 1, y);
        int b = Sample(frame, c, x, y - 1);
        int d = Sample(frame, c, x - 1, y - 1);
        return Predictor switch
        {
            1 => a,
            2 => b,
            3 => d,
            4 => a + b - d,
            5 => a + ((b - d) >> 1),
            6 => b + ((a - d) >> 1),
            _ => (a + b) >> 1,
        };
    }

    // A sample of a component as it is coded; beyond the edges the last one.
    private int Sample(SampleFrame frame, int c, int x, int y)
    {
        FrameDescription size = frame.Description;
        x = Math.Min(c == 0 ? x : x * H, size.Columns - 1);
        y = Math.Min(c == 0 ? y : y * V, size.Rows - 1);
        int value = frame[(((y * size.Columns) + x) * size.Components) + c];
        return (value & ((1 << size.BitsStored) - 1)) >> PointTransform;
    }

    private void Difference(int difference)
    {
        // Modulo 2^16; -32768 is written as 32768, the category without bits.
        difference = (short)difference;
        int category = 0;
        while (category < 16 && Math.Abs(difference) >> category != 0)
        {
            category++;
        }

        (int code, int length) = Code(category);
        Put(code, length);
        if (category is > 0 and < 16)
        {
            Put(difference > 0 ? difference : difference - 1, category);
        }
    }

    private void Put(int value, int count)
    {
        for (int i = count - 1; i >= 0; i--)
        {
            _bits = (_bits << 1) | ((value >> i) & 1);
            if (++_bitCount == 8)
            {
                _bytes.Add((byte)_bits);
                if ((byte)_bits == 0xff)
                {
                    _bytes.Add(0);
                }

                _bitCount = 0;
            }
        }
    }

    private void Flush()
    {
        while (_bitCount != 0)
        {
            Put(1, 1);
        }
    }

    private void Marker(int marker)
    {
        _bytes.Add(0xff);
        _bytes.Add((byte)marker);
    }

    private void Segment(int marker, byte[] parameters)
    {
        Marker(marker);
        _bytes.Add((byte)((parameters.Length + 2) >> 8));
        _bytes.Add((byte)(parameters.Length + 2));
        _bytes.AddRange(parameters);
    }
}
