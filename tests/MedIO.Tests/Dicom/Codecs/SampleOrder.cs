using System;
using MedIO.Dicom.Codecs;

namespace MedIO.Tests.Dicom.Codecs;

/// <summary>Samples in the orders that other programs want them.</summary>
internal static class SampleOrder
{
    /// <summary>One component after another, of the components of a pixel together.</summary>
    public static byte[] Planes(byte[] samples, FrameDescription frame) => Turn(samples, frame, toPlanes: true);

    /// <summary>The components of a pixel together, of one component after another.</summary>
    public static byte[] Interleave(byte[] planes, FrameDescription frame) => Turn(planes, frame, toPlanes: false);

    /// <summary>Bytes of words, the high one first or the low one.</summary>
    public static byte[] SwapWords(byte[] words)
    {
        var swapped = new byte[words.Length];
        for (int i = 0; i < words.Length; i++)
        {
            swapped[i] = words[i ^ 1];
        }

        return swapped;
    }

    /// <summary>Cells whose bits above those stored repeat the sign, where samples are signed.</summary>
    public static byte[] ExtendSigns(byte[] samples, FrameDescription frame)
    {
        var extended = (byte[])samples.Clone();
        if (frame.IsSigned)
        {
            int above = 32 - frame.BitsStored;
            for (int at = 0; at + frame.CellBytes <= samples.Length; at += frame.CellBytes)
            {
                int value = 0;
                for (int b = 0; b < frame.CellBytes; b++)
                {
                    value |= samples[at + b] << (8 * b);
                }

                value = value << above >> above;
                for (int b = 0; b < frame.CellBytes; b++)
                {
                    extended[at + b] = (byte)(value >> (8 * b));
                }
            }
        }

        return extended;
    }

    private static byte[] Turn(byte[] from, FrameDescription frame, bool toPlanes)
    {
        var to = new byte[frame.SampleBytes];
        int pixels = frame.Columns * frame.Rows;
        int size = frame.CellBytes;
        for (int p = 0; p < pixels; p++)
        {
            for (int c = 0; c < frame.Components; c++)
            {
                int together = ((p * frame.Components) + c) * size;
                int apart = ((c * pixels) + p) * size;
                Array.Copy(from, toPlanes ? together : apart, to, toPlanes ? apart : together, size);
            }
        }

        return to;
    }
}
