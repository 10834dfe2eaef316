using System;
using System.Buffers;
using System.IO;

namespace MedIO.Dicom.Codecs.JpegLs;

/// <summary>Decodes one scan: its restart intervals, their lines, and puts those into cells (ISO/IEC 14495-1 | T.87 annexes A, B and C.2.3).</summary>
internal sealed unsafe class ScanReader
{
    private const int FirstRestart = 0xD0;
    private const int EndOfImage = 0xD9;

    private readonly FrameDescription _frame;
    private readonly ScanHeader _scan;
    private readonly CodingParameters _parameters;
    private readonly SampleLine _cells;

    public ScanReader(FrameDescription frame, FrameHeader header, ScanHeader scan, CodingParameters parameters)
    {
        _frame = frame;
        _scan = scan;
        _parameters = parameters;
        _cells = new SampleLine(frame, header.Bits, scan.PointTransform);
    }

    /// <summary>Decodes the scan.</summary>
    /// <param name="encoded">The stream.</param>
    /// <param name="at">Where the entropy-coded bytes begin.</param>
    /// <param name="restartInterval">After how many lines contexts begin anew; 0 is never.</param>
    /// <param name="samples">The frame's cells.</param>
    /// <returns>Where the marker behind the scan is.</returns>
    public int Decode(ReadOnlySpan<byte> encoded, int at, long restartInterval, Span<byte> samples)
    {
        int lineLength = _frame.Columns + 2;
        int lines = lineLength * _scan.Components.Length * 2 * sizeof(ushort);
        int contexts = RegularContext.Count * sizeof(RegularContext);
        int runContexts = 2 * sizeof(RunContext);
        byte[] room = ArrayPool<byte>.Shared.Rent(contexts + runContexts + lines + GradientTable.Length(_parameters));

        // A line of a component uses up less than two words for each sample, whatever its bits are.
        using var bits = new EntropyBits(encoded.Length - at, (2 * lineLength * _scan.Components.Length) + 8);
        try
        {
            fixed (byte* memory = room, to = samples)
            fixed (ulong* words = bits.Words)
            {
                ScanState state = default;
                state.Contexts = (RegularContext*)memory;
                state.RunContexts = (RunContext*)(memory + contexts);
                ushort* first = (ushort*)(memory + contexts + runContexts);
                sbyte* gradients = (sbyte*)first + lines;
                GradientTable.Fill(new Span<sbyte>(gradients, GradientTable.Length(_parameters)), _parameters);
                state.Gradients = gradients + _parameters.MaximumValue;
                state.Words = words;
                state.Width = _frame.Columns;
                for (int row = 0, interval = 0; row < _frame.Rows; interval++)
                {
                    at = interval == 0 ? at : Restart(encoded, at, interval - 1);
                    at = bits.Read(encoded, at);
                    state.Count = bits.Count;
                    state.Position = 0;
                    state.Begin(_parameters);
                    new Span<byte>(first, lines).Clear();
                    int end = restartInterval == 0 ? _frame.Rows : (int)Math.Min(_frame.Rows, row + restartInterval);
                    if (_parameters.IsLosslessBinary)
                    {
                        Lines(&state, new LosslessBinary(_parameters), first, row, end, to);
                    }
                    else
                    {
                        Lines(&state, new Toleranced(_parameters), first, row, end, to);
                    }

                    row = end;
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(room);
        }

        return at;
    }

    // Intervals are parted by markers that count to eight (T.81 section B.2.1).
    private static int Restart(ReadOnlySpan<byte> encoded, int at, int index)
    {
        while (at < encoded.Length && encoded[at] == 0xFF)
        {
            at++;
        }

        if (at >= encoded.Length || encoded[at] == EndOfImage)
        {
            throw new EndOfStreamException("A JPEG-LS scan ends too early.");
        }

        return encoded[at] == FirstRestart + (index & 7)
            ? at + 1
            : throw new InvalidDataException(FormattableString.Invariant($"A JPEG-LS scan has the marker FF{encoded[at]:X2} where restart interval {index + 1} should begin."));
    }

    private void Lines<TRule>(ScanState* state, TRule rule, ushort* first, int row, int end, byte* samples)
        where TRule : struct, ISampleRule
    {
        int count = _scan.Components.Length;
        int step = _frame.Columns + 2;
        ushort* previous = first + 1;
        ushort* line = previous + (count * step);
        int cell = _frame.CellBytes;
        long rowBytes = (long)_frame.Columns * _frame.Components * cell;
        int* runIndex = stackalloc int[4];
        for (int c = 0; c < count; c++)
        {
            runIndex[c] = 0;
        }

        for (; row < end; row++)
        {
            if (_scan.Interleave == Interleave.Sample)
            {
                ScanDecoder<TRule>.Pixels(state, rule, previous, line, count, step);
                RequireBits(state);
            }
            else
            {
                for (int c = 0; c < count; c++)
                {
                    state->RunIndex = runIndex[c];
                    ScanDecoder<TRule>.Line(state, rule, previous + (c * step), line + (c * step));
                    runIndex[c] = state->RunIndex;
                    RequireBits(state);
                }
            }

            for (int c = 0; c < count; c++)
            {
                _cells.Put(line + (c * step), samples + (row * rowBytes) + (_scan.Components[c] * cell), _frame.Columns);
            }

            ushort* swap = previous;
            previous = line;
            line = swap;
        }
    }

    private static void RequireBits(ScanState* state)
    {
        if (state->Position > state->Count)
        {
            throw new EndOfStreamException("A JPEG-LS scan ends too early.");
        }
    }
}
