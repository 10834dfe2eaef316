using System;
using MedIO.Dicom.Codecs;
using MedIO.Dicom.Codecs.Jpeg;
using Xunit;

namespace MedIO.Tests.Dicom.Codecs;

/// <summary>Decodes JPEG frames, and changes them.</summary>
internal static class JpegFrames
{
    public static byte[] Decode(byte[] encoded, FrameDescription frame)
    {
        var samples = new byte[frame.SampleBytes];
        var decoder = new JpegDecoder(frame);
        Assert.InRange(decoder.LeastBytes(samples.Length), 0, encoded.Length);
        decoder.Decode(encoded, samples);
        return samples;
    }

    /// <summary>What is there after an exception.</summary>
    public static byte[] DecodeBroken<TException>(byte[] encoded, FrameDescription frame)
        where TException : Exception
    {
        var samples = new byte[frame.SampleBytes];
        TException exception = Assert.Throws<TException>(() => new JpegDecoder(frame).Decode(encoded, samples));
        Assert.EndsWith(".", exception.Message, StringComparison.Ordinal);
        return samples;
    }

    public static TException Fails<TException>(byte[] encoded, FrameDescription frame)
        where TException : Exception =>
        Assert.Throws<TException>(() => new JpegDecoder(frame).Decode(encoded, new byte[frame.SampleBytes]));

    /// <summary>The first bytes, or without so many of the first where the number is negative.</summary>
    public static byte[] Cut(byte[] bytes, int count)
    {
        var cut = new byte[count >= 0 ? count : bytes.Length + count];
        Array.Copy(bytes, count >= 0 ? 0 : -count, cut, 0, cut.Length);
        return cut;
    }

    public static byte[] Remove(byte[] bytes, int at, int count) => Join(Cut(bytes, at), Cut(bytes, -(at + count)));

    public static byte[] Insert(byte[] bytes, int at, params byte[] what) => Join(Join(Cut(bytes, at), what), at == 0 ? bytes : Cut(bytes, -at));

    public static byte[] Join(byte[] first, byte[] second)
    {
        var joined = new byte[first.Length + second.Length];
        first.CopyTo(joined, 0);
        second.CopyTo(joined, first.Length);
        return joined;
    }

    /// <summary>Where the first marker of a kind begins.</summary>
    public static int Find(byte[] bytes, byte marker)
    {
        for (int i = 0; i + 1 < bytes.Length; i++)
        {
            if (bytes[i] == 0xff && bytes[i + 1] == marker)
            {
                return i;
            }
        }

        throw new InvalidOperationException("There is no such marker.");
    }

    /// <summary>How many bytes at the beginning of both are the same.</summary>
    public static int EqualBytes(byte[] left, byte[] right)
    {
        int i = 0;
        while (i < left.Length && left[i] == right[i])
        {
            i++;
        }

        return i;
    }
}
