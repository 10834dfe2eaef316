using System;
using System.Runtime.CompilerServices;
using MedIO.IO;

namespace MedIO.Dicom.Codecs.Jpeg;

/// <summary>Decodes a scan of a sequential frame (ITU-T T.81 section F.2): blocks, and samples of these.</summary>
internal sealed unsafe class SequentialScan : ScanDecoder
{
    private readonly HuffmanTable[] _dc;
    private readonly HuffmanTable[] _ac;
    private readonly ushort* _planes;

    /// <param name="frame">The frame.</param>
    /// <param name="scan">The scan.</param>
    /// <param name="dc">The table for DC coefficients of each component of the scan.</param>
    /// <param name="ac">That for AC coefficients.</param>
    /// <param name="planes">Where the samples of all components are put.</param>
    public SequentialScan(FrameHeader frame, ScanHeader scan, HuffmanTable[] dc, HuffmanTable[] ac, ushort* planes)
        : base(frame, scan)
    {
        _dc = dc;
        _ac = ac;
        _planes = planes;
    }

    /// <inheritdoc/>
    [MethodImpl(Jit.Optimize)]
    protected override int DecodeInterval(ref BitReader bits, int first, int count)
    {
        int* block = stackalloc int[64];
        int* predictions = stackalloc int[Components.Length];
        new Span<int>(predictions, Components.Length).Clear();
        var transform = new InverseDct(Frame.Precision);
        int row = first / McuColumns;
        int column = first % McuColumns;
        for (int mcu = 0; mcu < count; mcu++)
        {
            for (int i = 0; i < Components.Length; i++)
            {
                FrameComponent c = Components[i].Component;
                int h = IsInterleaved ? c.H : 1;
                int v = IsInterleaved ? c.V : 1;
                for (int b = 0; b < h * v; b++)
                {
                    new Span<int>(block, 64).Clear();
                    int last = DecodeBlock(ref bits, _dc[i], _ac[i], c.Quantization!, ref predictions[i], block);
                    if (last < 0 || bits.IsOverrun)
                    {
                        return mcu;
                    }

                    int y = (row * v) + (b / h);
                    int x = (column * h) + (b % h);
                    ushort* to = _planes + c.PlaneOffset + (y * 8L * c.Stride) + (x * 8);
                    if (last == 0)
                    {
                        transform.Flat(block[0], to, c.Stride);
                    }
                    else
                    {
                        transform.Apply(block, to, c.Stride);
                    }
                }
            }

            if (++column == McuColumns)
            {
                column = 0;
                row++;
            }
        }

        return count;
    }

    // Section F.2.2. Gives the last coefficient that is not zero, or less than 0 where the bits are no block.
    [MethodImpl(Jit.Optimize)]
    private static int DecodeBlock(ref BitReader reader, HuffmanTable dc, HuffmanTable ac, int[] quantization, ref int prediction, int* block)
    {
        BitReader bits = reader;
        bits.Fill();
        if (!dc.TryDifference(ref bits, dc.Differences, out int difference))
        {
            return -1;
        }

        prediction += difference;
        block[0] = prediction * quantization[0];
        int[] lookup = ac.Coefficients;
        ReadOnlySpan<byte> order = ZigZag.Order;
        int last = 0;
        for (int k = 1; k < 64; k++)
        {
            bits.Fill();
            int entry = lookup[(int)(bits.Bits >> (64 - HuffmanTable.CoefficientBits))];
            int value;
            if ((entry & (HuffmanTable.MoreBits | HuffmanTable.NoCoefficient)) == 0)
            {
                k += (entry >> 8) & 15;
                value = entry >> 16;
                bits.Bits <<= entry & HuffmanTable.LengthMask;
                bits.Count -= entry & HuffmanTable.LengthMask;
            }
            else
            {
                if ((entry & HuffmanTable.LengthMask) == 0)
                {
                    entry = ac.Find((int)(bits.Bits >> 48));
                    if (entry == 0)
                    {
                        return -1;
                    }
                }

                bits.Bits <<= entry & HuffmanTable.LengthMask;
                bits.Count -= entry & HuffmanTable.LengthMask;
                int category = (entry >> 8) & 15;
                int run = (entry >> 12) & 15;
                k += run;
                if (category == 0)
                {
                    if (run < 15)
                    {
                        break;
                    }

                    continue;
                }

                value = HuffmanTable.Extend(bits.Take(category), category);
            }

            if (k > 63)
            {
                return -1;
            }

            block[order[k]] = value * quantization[k];
            last = k;
        }

        reader = bits;
        return last;
    }
}
