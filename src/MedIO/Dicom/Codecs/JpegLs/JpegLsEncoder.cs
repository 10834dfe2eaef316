using System;
using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace MedIO.Dicom.Codecs.JpegLs;

/// <summary>
/// Encodes frames as JPEG-LS without loss (ISO/IEC 14495-1 | T.87; PS3.5 section 8.2.3 and annex A.4.3): default parameters,
/// the lines of a pixel's components in turn, neither JFIF nor SPIFF headers.
/// </summary>
internal static class JpegLsEncoder
{
    private const int MostOfScan = 4;

    // Up to so many bits all decoders know the default thresholds; beyond, some take others, and are better told (C.2.4.1.1).
    private const int PlainBits = 12;

    /// <summary>Encodes a frame.</summary>
    /// <param name="samples">Its cells, little endian, those of a pixel together.</param>
    /// <param name="frame">What they are. Samples that need more bits than it says get them.</param>
    /// <returns>The code stream.</returns>
    /// <exception cref="ArgumentException">The frame is none that JPEG-LS can hold, or the samples are not as many as it needs.</exception>
    public static byte[] Encode(ReadOnlySpan<byte> samples, FrameDescription frame)
    {
        if (frame.Columns is < 1 or > ushort.MaxValue || frame.Rows is < 1 or > ushort.MaxValue || frame.Components is < 1 or > byte.MaxValue || frame.CellBytes > 2)
        {
            throw new ArgumentException("JPEG-LS has frames of 1 to 65535 rows and columns, 1 to 255 components and samples of up to 16 bits.", nameof(frame));
        }

        if (samples.Length != frame.SampleBytes)
        {
            throw new ArgumentException(FormattableString.Invariant($"A frame needs {frame.SampleBytes} bytes of samples, and there are {samples.Length}."), nameof(samples));
        }

        int bits = SampleBits(samples, frame);
        var parameters = new CodingParameters(bits, 0, default);
        using var stream = new CodeStreamWriter();
        stream.Marker(0xD8);
        Segment(stream, 0xF7, FrameHeader(frame, bits));
        if (bits > PlainBits)
        {
            Segment(stream, 0xF8, Presets(parameters));
        }

        int count = frame.Components <= MostOfScan ? frame.Components : 1;
        for (int first = 0; first < frame.Components; first += count)
        {
            Segment(stream, 0xDA, ScanHeader(first, count));
            ScanWriter.Write(stream, samples, frame, parameters, first, count);
        }

        stream.Marker(0xD9);
        return stream.ToArray();
    }

    // Many readers take samples as they come, whole cells of two bytes for those of more than eight bits and of one byte for
    // others, without looking for a sign further down; some know no fewer than six bits.
    private static int SampleBits(ReadOnlySpan<byte> samples, FrameDescription frame)
    {
        if (frame.CellBytes == 1 || frame.IsSigned)
        {
            return 8 * frame.CellBytes;
        }

        int bits = Math.Min(Math.Max(9, frame.BitsStored), 16);
        int used = 0;
        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<byte, ulong>(samples);
        ulong four = 0;
        foreach (ulong word in words)
        {
            four |= word;
        }

        for (int shift = 0; shift < 64; shift += 16)
        {
            ushort one = (ushort)(four >> shift);
            used |= BitConverter.IsLittleEndian ? one : BinaryPrimitives.ReverseEndianness(one);
        }

        for (int i = words.Length * 8; i < samples.Length; i += 2)
        {
            used |= BinaryPrimitives.ReadUInt16LittleEndian(samples.Slice(i));
        }

        while (used >> bits != 0)
        {
            bits++;
        }

        return bits;
    }

    private static void Segment(CodeStreamWriter stream, byte marker, ReadOnlySpan<byte> content)
    {
        stream.Marker(marker);
        stream.Byte((byte)((content.Length + 2) >> 8));
        stream.Byte((byte)(content.Length + 2));
        foreach (byte b in content)
        {
            stream.Byte(b);
        }
    }

    private static byte[] FrameHeader(FrameDescription frame, int bits)
    {
        var header = new byte[6 + (3 * frame.Components)];
        header[0] = (byte)bits;
        Word(header, 1, frame.Rows);
        Word(header, 3, frame.Columns);
        header[5] = (byte)frame.Components;
        for (int c = 0; c < frame.Components; c++)
        {
            header[6 + (3 * c)] = (byte)(c + 1);
            header[7 + (3 * c)] = 0x11;
        }

        return header;
    }

    private static byte[] Presets(CodingParameters parameters)
    {
        var presets = new byte[11];
        presets[0] = 1;
        Word(presets, 1, parameters.MaximumValue);
        Word(presets, 3, parameters.Threshold1);
        Word(presets, 5, parameters.Threshold2);
        Word(presets, 7, parameters.Threshold3);
        Word(presets, 9, parameters.Reset);
        return presets;
    }

    private static byte[] ScanHeader(int first, int count)
    {
        var header = new byte[4 + (2 * count)];
        header[0] = (byte)count;
        for (int c = 0; c < count; c++)
        {
            header[1 + (2 * c)] = (byte)(first + c + 1);
        }

        header[2 + (2 * count)] = (byte)(count == 1 ? Interleave.None : Interleave.Line);
        return header;
    }

    private static void Word(byte[] bytes, int at, int value)
    {
        bytes[at] = (byte)(value >> 8);
        bytes[at + 1] = (byte)value;
    }
}
