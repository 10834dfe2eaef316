using System;
using System.Runtime.CompilerServices;
using MedIO.IO;

namespace MedIO.Dicom.Codecs.Jpeg;

/// <summary>The coefficients of a progressive frame, once its scans are decoded.</summary>
internal static unsafe class BlockCoefficients
{
    /// <summary>Marks a coefficient that no scan held yet.</summary>
    public const byte NoBits = byte.MaxValue;

    /// <summary>Whether all bits of a component's coefficients are decoded.</summary>
    public static bool IsComplete(FrameComponent component) => component.LowBits is { } bits && Array.TrueForAll(bits, b => b == 0);

    /// <summary>Makes samples of all blocks.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="coefficients">Its coefficients.</param>
    /// <param name="planes">Gets the samples.</param>
    [MethodImpl(Jit.Optimize)]
    public static void Transform(FrameHeader frame, short* coefficients, ushort* planes)
    {
        var transform = new InverseDct(frame.Precision);
        int* block = stackalloc int[64];
        int* factors = stackalloc int[64];
        foreach (FrameComponent c in frame.Components)
        {
            for (int k = 0; k < 64; k++)
            {
                factors[ZigZag.Order[k]] = c.Quantization is null ? 0 : c.Quantization[k];
            }

            short* from = coefficients + c.PlaneOffset;
            for (int y = 0; y < c.PlaneRows; y += 8)
            {
                ushort* to = planes + c.PlaneOffset + ((long)y * c.Stride);
                for (int x = 0; x < c.Stride; x += 8, from += 64)
                {
                    if (IsFlat(from))
                    {
                        transform.Flat(from[0] * factors[0], to + x, c.Stride);
                        continue;
                    }

                    for (int k = 0; k < 64; k++)
                    {
                        block[k] = from[k] * factors[k];
                    }

                    transform.Apply(block, to + x, c.Stride);
                }
            }
        }
    }

    private static bool IsFlat(short* block)
    {
        int ac = (ushort)block[1] | (ushort)block[2] | (ushort)block[3];
        ulong* four = (ulong*)block;
        ulong more = 0;
        for (int i = 1; i < 16; i++)
        {
            more |= four[i];
        }

        return ac == 0 && more == 0;
    }
}
