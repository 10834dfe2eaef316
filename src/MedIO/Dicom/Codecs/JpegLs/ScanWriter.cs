using System;
using System.Buffers;

namespace MedIO.Dicom.Codecs.JpegLs;

/// <summary>Encodes one scan: takes lines out of cells, has them encoded and writes their bits (ISO/IEC 14495-1 | T.87 annexes A and B).</summary>
internal static unsafe class ScanWriter
{
    /// <summary>Writes the entropy-coded bytes of a scan.</summary>
    /// <param name="stream">Gets them.</param>
    /// <param name="samples">The frame's cells.</param>
    /// <param name="frame">What they are.</param>
    /// <param name="parameters">What the scan is coded with.</param>
    /// <param name="first">Its first component.</param>
    /// <param name="count">How many components it has, a line of each in turn.</param>
    public static void Write(CodeStreamWriter stream, ReadOnlySpan<byte> samples, FrameDescription frame, CodingParameters parameters, int first, int count)
    {
        int step = frame.Columns + 2;
        int lines = step * count * 2 * sizeof(ushort);
        int contexts = RegularContext.Count * sizeof(RegularContext);
        int runContexts = 2 * sizeof(RunContext);

        // A line's bits are less than two words for each sample.
        int words = ((2 * step) + 8) * sizeof(ulong);
        byte[] room = ArrayPool<byte>.Shared.Rent(words + contexts + runContexts + lines + GradientTable.Length(parameters));
        try
        {
            fixed (byte* memory = room, from = samples)
            {
                ScanState state = default;
                state.Words = (ulong*)memory;
                state.Contexts = (RegularContext*)(memory + words);
                state.RunContexts = (RunContext*)(memory + words + contexts);
                ushort* previous = (ushort*)(memory + words + contexts + runContexts);
                sbyte* gradients = (sbyte*)previous + lines;
                GradientTable.Fill(new Span<sbyte>(gradients, GradientTable.Length(parameters)), parameters);
                state.Gradients = gradients + parameters.MaximumValue;
                state.Width = frame.Columns;
                state.Begin(parameters);
                new Span<byte>(previous, lines).Clear();
                previous++;
                ushort* line = previous + (count * step);
                int* runIndex = stackalloc int[4];
                for (int c = 0; c < 4; c++)
                {
                    runIndex[c] = 0;
                }

                *state.Words = 0;
                byte* cells = from + (first * frame.CellBytes);
                for (int row = 0; row < frame.Rows; row++)
                {
                    for (int c = 0; c < count; c++)
                    {
                        Take(cells + (c * frame.CellBytes), line + (c * step), frame);
                        state.RunIndex = runIndex[c];
                        LineEncoder.Line(&state, previous + (c * step), line + (c * step));
                        runIndex[c] = state.RunIndex;

                        // The last word is not full yet.
                        int full = (int)(state.Position >> 6);
                        stream.Words(state.Words, full);
                        state.Words[0] = state.Words[full];
                        state.Position &= 63;
                    }

                    ushort* swap = previous;
                    previous = line;
                    line = swap;
                    cells += (long)frame.Columns * frame.Components * frame.CellBytes;
                }

                stream.End(state.Words[0], (int)state.Position);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(room);
        }
    }

    private static void Take(byte* cells, ushort* line, FrameDescription frame)
    {
        int step = frame.Components * frame.CellBytes;
        int width = frame.Columns;
        if (frame.CellBytes == 1)
        {
            for (int i = 0; i < width; i++)
            {
                line[i] = *cells;
                cells += step;
            }
        }
        else if (BitConverter.IsLittleEndian && step == 2)
        {
            Buffer.MemoryCopy(cells, line, 2L * width, 2L * width);
        }
        else
        {
            for (int i = 0; i < width; i++)
            {
                line[i] = (ushort)(cells[0] | (cells[1] << 8));
                cells += step;
            }
        }
    }
}
