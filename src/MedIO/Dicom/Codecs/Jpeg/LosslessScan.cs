using System;
using System.Buffers;
using System.IO;
using System.Runtime.CompilerServices;
using MedIO.IO;

namespace MedIO.Dicom.Codecs.Jpeg;

/// <summary>Decodes a scan of a lossless frame (ITU-T T.81 annex H): differences line by line, and samples of these.</summary>
internal sealed unsafe class LosslessScan : ScanDecoder
{
    private readonly HuffmanTable[] _tables;
    private readonly int[][] _lookups;
    private readonly int _predictor;
    private readonly int _initial;
    private readonly ushort* _planes;

    // Which component each sample of an MCU belongs to, and where it is among that component's differences.
    private readonly int[] _slotComponents;
    private readonly int[] _slotOffsets;

    /// <param name="frame">The frame.</param>
    /// <param name="scan">The scan.</param>
    /// <param name="tables">The Huffman table of each component of the scan.</param>
    /// <param name="restartInterval">MCUs of a restart interval, 0 without any.</param>
    /// <param name="planes">Where the samples of all components are put.</param>
    public LosslessScan(FrameHeader frame, ScanHeader scan, HuffmanTable[] tables, int restartInterval, ushort* planes)
        : base(frame, scan)
    {
        _tables = tables;
        _lookups = Array.ConvertAll(tables, t => t.Differences);
        _predictor = scan.SpectralStart;
        _planes = planes;
        if (_predictor is < 1 or > 7 || scan.Low >= frame.Precision)
        {
            throw new InvalidDataException(FormattableString.Invariant($"A lossless scan of its JPEG code stream has predictor {_predictor} and point transform {scan.Low}, which cannot be."));
        }

        if (restartInterval % McuColumns != 0 && restartInterval < McuColumns * McuRows)
        {
            throw new InvalidDataException(FormattableString.Invariant($"A lossless scan of its JPEG code stream restarts every {restartInterval} of {McuColumns} samples: such intervals are whole lines."));
        }

        // Section H.1.2.1: what the first sample is predicted to be.
        _initial = 1 << (frame.Precision - scan.Low - 1);
        foreach (ScanComponent c in Components)
        {
            c.Component.PointTransform = scan.Low;
        }

        (_slotComponents, _slotOffsets) = Slots();
    }

    /// <inheritdoc/>
    protected override int DecodeInterval(ref BitReader bits, int first, int count)
    {
        int length = 0;
        Span<int> offsets = stackalloc int[Components.Length];
        for (int i = 0; i < Components.Length; i++)
        {
            offsets[i] = length;
            length += Samples(Components[i].Component) * Lines(Components[i].Component);
        }

        ushort[] differences = ArrayPool<ushort>.Shared.Rent(length);
        try
        {
            fixed (ushort* d = differences)
            {
                int firstRow = first / McuColumns;
                int rows = count / McuColumns;
                for (int row = 0; row < rows; row++)
                {
                    int done = IsInterleaved ? ReadInterleaved(ref bits, d, offsets) : ReadLine(ref bits, _tables[0], _lookups[0], d, McuColumns);
                    for (int i = 0; i < Components.Length; i++)
                    {
                        Reconstruct(Components[i].Component, d + offsets[i], firstRow + row, row == 0, done);
                    }

                    if (done < McuColumns)
                    {
                        return (row * McuColumns) + done;
                    }
                }
            }

            return count;
        }
        finally
        {
            ArrayPool<ushort>.Shared.Return(differences);
        }
    }

    [MethodImpl(Jit.Optimize)]
    private static int ReadLine(ref BitReader reader, HuffmanTable table, int[] lookup, ushort* differences, int count)
    {
        BitReader bits = reader;
        int i = 0;
        while (i < count)
        {
            if (bits.Count < 32)
            {
                bits.Fill();
                if (bits.IsOverrun)
                {
                    break;
                }
            }

            if (!table.TryDifference(ref bits, lookup, out int difference))
            {
                break;
            }

            differences[i++] = (ushort)difference;
        }

        reader = bits;
        return bits.IsOverrun ? Math.Max(i - 1, 0) : i;
    }

    [MethodImpl(Jit.Optimize)]
    private int ReadInterleaved(ref BitReader reader, ushort* differences, ReadOnlySpan<int> offsets)
    {
        int slots = _slotComponents.Length;
        ushort** to = stackalloc ushort*[slots];
        int* steps = stackalloc int[slots];
        for (int s = 0; s < slots; s++)
        {
            to[s] = differences + offsets[_slotComponents[s]] + _slotOffsets[s];
            steps[s] = Components[_slotComponents[s]].Component.H;
        }

        BitReader bits = reader;
        for (int mcu = 0; mcu < McuColumns; mcu++)
        {
            for (int s = 0; s < slots; s++)
            {
                bits.Fill();
                int component = _slotComponents[s];
                if (!_tables[component].TryDifference(ref bits, _lookups[component], out int difference))
                {
                    return mcu;
                }

                *to[s] = (ushort)difference;
                to[s] += steps[s];
            }

            if (bits.IsOverrun)
            {
                return mcu;
            }
        }

        reader = bits;
        return McuColumns;
    }

    // Samples of a line that MCUs hold.
    private int Samples(FrameComponent component) => IsInterleaved ? McuColumns * component.H : McuColumns;

    // Lines that a row of MCUs holds.
    private int Lines(FrameComponent component) => IsInterleaved ? component.V : 1;

    private void Reconstruct(FrameComponent component, ushort* differences, int mcuRow, bool isFirst, int mcus)
    {
        int width = IsInterleaved ? mcus * component.H : mcus;
        for (int line = 0; width > 0 && line < Lines(component); line++)
        {
            ushort* samples = _planes + component.PlaneOffset + ((long)((mcuRow * Lines(component)) + line) * component.Stride);
            ushort* above = isFirst && line == 0 ? null : samples - component.Stride;
            Predictor.Undo(above is null ? 1 : _predictor, differences, above, samples, width, above is null ? _initial : *above);
            differences += Samples(component);
        }
    }

    private (int[] Components, int[] Offsets) Slots()
    {
        int count = 0;
        foreach (ScanComponent c in Components)
        {
            count += c.Component.H * c.Component.V;
        }

        var components = new int[count];
        var offsets = new int[count];
        int slot = 0;
        for (int i = 0; i < Components.Length; i++)
        {
            FrameComponent c = Components[i].Component;
            for (int line = 0; line < c.V; line++)
            {
                for (int column = 0; column < c.H; column++)
                {
                    components[slot] = i;
                    offsets[slot++] = (line * Samples(c)) + column;
                }
            }
        }

        return (components, offsets);
    }
}
