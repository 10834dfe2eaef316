using System;
using System.Security.Cryptography;
using System.Text;
using MedIO.Dicom.Codecs;

namespace MedIO.Tests.Dicom.Codecs;

/// <summary>A frame before it is compressed.</summary>
internal sealed class SampleFrame
{
    public SampleFrame(FrameDescription description, byte[] samples)
    {
        Description = description;
        Samples = samples;
    }

    public FrameDescription Description { get; }

    /// <summary>As a decoder makes them: little-endian cells, the components of a pixel together, signed samples extended to the whole cell.</summary>
    public byte[] Samples { get; }

    /// <summary>The number of a sample; component c of pixel p is sample p * components + c.</summary>
    public int this[int sample] => ValueOf(Description, Samples, sample);

    /// <summary>The number in a cell.</summary>
    public static int ValueOf(FrameDescription frame, ReadOnlySpan<byte> samples, int sample)
    {
        int size = frame.CellBytes;
        int value = 0;
        for (int b = 0; b < Math.Min(size, 4); b++)
        {
            value |= samples[(sample * size) + b] << (8 * b);
        }

        int above = 32 - Math.Min(frame.BitsAllocated, 32);
        return frame.IsSigned ? value << above >> above : value;
    }

    /// <summary>The greatest difference of two frames' samples, for lossy codecs.</summary>
    public static long GreatestDifference(FrameDescription frame, ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        long greatest = left.Length == right.Length ? 0 : long.MaxValue;
        for (int i = 0; i < Math.Min(left.Length, right.Length) / frame.CellBytes; i++)
        {
            greatest = Math.Max(greatest, Math.Abs((long)ValueOf(frame, left, i) - ValueOf(frame, right, i)));
        }

        return greatest;
    }

    /// <summary>The SHA-256 of samples, as <see cref="Seed"/> files have it.</summary>
    public static string Hash(byte[] samples)
    {
#pragma warning disable CA1850 // .NET Framework has no HashData.
        using var sha = SHA256.Create();
        var text = new StringBuilder();
        foreach (byte part in sha.ComputeHash(samples))
#pragma warning restore CA1850
        {
            text.Append(part.ToString("x2", System.Globalization.CultureInfo.InvariantCulture));
        }

        return text.ToString();
    }
}
