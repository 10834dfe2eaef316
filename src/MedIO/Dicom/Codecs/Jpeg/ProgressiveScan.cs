using System;
using System.IO;
using System.Runtime.CompilerServices;
using MedIO.IO;

namespace MedIO.Dicom.Codecs.Jpeg;

/// <summary>
/// Decodes a scan of a progressive frame (ITU-T T.81 section G.2): some coefficients of the blocks of its components, or one
/// more bit of them.
/// </summary>
internal sealed unsafe class ProgressiveScan : ScanDecoder
{
    /// <summary>Each coefficient a bit at a time, and more. Without a bound a scan of some bytes could go through all blocks again and again.</summary>
    private const int MostCodedCoefficients = 16 * 64;

    private readonly bool _isFirst;
    private readonly int _first;
    private readonly int _last;
    private readonly int _low;
    private readonly HuffmanTable?[] _tables;
    private readonly short* _coefficients;

    // Blocks that have nothing more in this band (section G.1.2.2).
    private int _endOfBandRun;

    /// <param name="frame">The frame.</param>
    /// <param name="scan">The scan.</param>
    /// <param name="tables">The tables that hold for it.</param>
    /// <param name="coefficients">The coefficients of all blocks of all components, as <see cref="FrameComponent.PlaneOffset"/> says.</param>
    public ProgressiveScan(FrameHeader frame, ScanHeader scan, DecodingTables tables, short* coefficients)
        : base(frame, scan)
    {
        _isFirst = scan.High == 0;
        _first = scan.SpectralStart;
        _last = scan.SpectralEnd;
        _low = scan.Low;
        _coefficients = coefficients;
        bool isDc = scan.SpectralStart == 0;
        if ((isDc ? scan.SpectralEnd != 0 : IsInterleaved) || scan.SpectralEnd < scan.SpectralStart || scan.SpectralEnd > 63 || scan.Low > 13)
        {
            throw new InvalidDataException(FormattableString.Invariant(
                $"A progressive scan of its JPEG code stream has coefficients {scan.SpectralStart} to {scan.SpectralEnd} of {Components.Length} components from bit {scan.Low} on, which cannot be."));
        }

        // One more bit of DC coefficients is not coded (section G.1.2.1.1).
        _tables = !isDc ? tables.Ac(scan) : scan.High == 0 ? tables.Dc(scan) : new HuffmanTable?[Components.Length];
        foreach (ScanComponent c in Components)
        {
            byte[] bits = c.Component.LowBits ??= NoneDecoded();
            int count = scan.SpectralEnd - scan.SpectralStart + 1;
            bits.AsSpan(scan.SpectralStart, count).Fill((byte)scan.Low);
            c.Component.CodedCoefficients += count;
            if (c.Component.CodedCoefficients > MostCodedCoefficients)
            {
                throw new InvalidDataException("The scans of its JPEG code stream hold its coefficients more often than these have bits.");
            }
        }
    }

    /// <inheritdoc/>
    [MethodImpl(Jit.Optimize)]
    protected override int DecodeInterval(ref BitReader bits, int first, int count)
    {
        int* predictions = stackalloc int[Components.Length];
        new Span<int>(predictions, Components.Length).Clear();
        _endOfBandRun = 0;
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
                    long y = (row * v) + (b / h);
                    int x = (column * h) + (b % h);
                    short* block = _coefficients + c.PlaneOffset + (y * 8 * c.Stride) + (x * 64);
                    bool isBlock = _first == 0 ? DecodeDc(ref bits, _tables[i], ref predictions[i], block)
                        : _isFirst ? DecodeAc(ref bits, _tables[i]!, block)
                        : RefineAc(ref bits, _tables[i]!, block);
                    if (!isBlock || bits.IsOverrun)
                    {
                        return mcu;
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

    private static byte[] NoneDecoded()
    {
        var bits = new byte[64];
        bits.AsSpan().Fill(BlockCoefficients.NoBits);
        return bits;
    }

    private bool DecodeDc(ref BitReader bits, HuffmanTable? table, ref int prediction, short* block)
    {
        bits.Fill();
        if (!_isFirst)
        {
            // Section G.1.2.1.1: one more bit as it is.
            block[0] |= (short)(bits.Take(1) << _low);
            return true;
        }

        if (!table!.TryDifference(ref bits, table.Differences, out int difference))
        {
            return false;
        }

        prediction += difference;
        block[0] = (short)(prediction << _low);
        return true;
    }

    // Section G.1.2.2: the first bits of a band.
    [MethodImpl(Jit.Optimize)]
    private bool DecodeAc(ref BitReader reader, HuffmanTable table, short* block)
    {
        if (_endOfBandRun > 0)
        {
            _endOfBandRun--;
            return true;
        }

        BitReader bits = reader;
        ReadOnlySpan<byte> order = ZigZag.Order;
        for (int k = _first; k <= _last; k++)
        {
            bits.Fill();
            if (!TrySymbol(ref bits, table, out int run, out int category))
            {
                return false;
            }

            if (category == 0)
            {
                if (run < 15)
                {
                    _endOfBandRun = (1 << run) + bits.Take(run) - 1;
                    break;
                }

                k += 15;
                continue;
            }

            k += run;
            if (k > 63)
            {
                return false;
            }

            block[order[k]] = (short)(HuffmanTable.Extend(bits.Take(category), category) << _low);
        }

        reader = bits;
        return true;
    }

    // Section G.1.2.3: one more bit of those that are not zero, and those that become so with it.
    [MethodImpl(Jit.Optimize)]
    private bool RefineAc(ref BitReader reader, HuffmanTable table, short* block)
    {
        BitReader bits = reader;
        ReadOnlySpan<byte> order = ZigZag.Order;
        int last = _last;
        int low = _low;
        int k = _first;
        if (_endOfBandRun == 0)
        {
            for (; k <= last; k++)
            {
                bits.Fill();
                if (!TrySymbol(ref bits, table, out int run, out int category))
                {
                    return false;
                }

                int value = 0;
                if (category != 0)
                {
                    value = (bits.Take(1) != 0 ? 1 : -1) << low;
                }
                else if (run < 15)
                {
                    _endOfBandRun = (1 << run) + bits.Take(run);
                    break;
                }

                // Past zeros as many as the run has, correcting what is none, to the zero that becomes a number.
                for (; k <= last; k++)
                {
                    short* coefficient = block + order[k];
                    if (*coefficient != 0)
                    {
                        Correct(ref bits, coefficient, low);
                    }
                    else if (--run < 0)
                    {
                        *coefficient = (short)value;
                        break;
                    }
                }
            }
        }

        if (_endOfBandRun > 0)
        {
            for (; k <= last; k++)
            {
                short* coefficient = block + order[k];
                if (*coefficient != 0)
                {
                    Correct(ref bits, coefficient, low);
                }
            }

            _endOfBandRun--;
        }

        reader = bits;
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Correct(ref BitReader bits, short* coefficient, int low)
    {
        bits.Fill();
        if (bits.Take(1) != 0 && (*coefficient & (1 << low)) == 0)
        {
            *coefficient += (short)((*coefficient > 0 ? 1 : -1) << low);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TrySymbol(ref BitReader bits, HuffmanTable table, out int run, out int category)
    {
        int entry = table.Symbols[(int)(bits.Bits >> (64 - HuffmanTable.CoefficientBits))];
        if ((entry & HuffmanTable.LengthMask) == 0)
        {
            entry = table.Find((int)(bits.Bits >> 48));
        }

        run = (entry >> 12) & 15;
        category = (entry >> 8) & 15;
        bits.Bits <<= entry & HuffmanTable.LengthMask;
        bits.Count -= entry & HuffmanTable.LengthMask;
        return entry != 0;
    }
}
