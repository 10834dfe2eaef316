using System;
using MedIO.Dicom.Codecs.Jpeg2000.Blocks;

namespace MedIO.Dicom.Codecs.Jpeg2000.HighThroughput;

/// <summary>
/// Decodes code-blocks as ISO/IEC 15444-15 (ITU-T T.814) says: a cleanup pass, in a segment of its own, that holds all
/// bit-planes down to one, and up to two passes in a second segment that add one more. Segments may have passes without bytes.
/// </summary>
internal sealed unsafe class HighThroughputDecoder : IBlockDecoder
{
    private const int MostCoefficients = 4096;
    private const int LongestSide = 1024;

    // A coefficient takes 31 bits at most. After the end there are ones for another row of quads.
    private const int MagnitudeBytes = MostCoefficients * 4;
    private const int MagnitudeRoom = MagnitudeBytes + (8 * LongestSide) + Unstuffing.Margin;

    // Two quads take 40 bits at most, and a block of 1024 rows has 512 pairs, others fewer than twice as many.
    private const int CodeRoom = 2 * 512 * 5;

    // A bit and a sign for each coefficient.
    private const int RefinementBytes = MostCoefficients / 4;

    private const int LongestSuffix = 4079;
    private const int QuadRoom = 3072;
    private const int GroupRoom = 2048;

    private readonly byte[] _magnitudes = new byte[MagnitudeRoom];
    private readonly byte[] _codes = new byte[CodeRoom + 8 + Unstuffing.Margin];
    private readonly uint[] _quads = new uint[QuadRoom];
    private readonly uint[] _line = new uint[(LongestSide / 2) + 1];
    private readonly int[] _spare = new int[LongestSide];
    private readonly ushort[] _groups = new ushort[GroupRoom];
    private readonly ushort[] _now = new ushort[2 * ((LongestSide / 4) + 2)];

    /// <inheritdoc/>
    public bool Decode(in CodeBlock block, ReadOnlySpan<byte> data, ReadOnlySpan<CodeWordSegment> segments, int* coefficients, int stride)
    {
        if (block.Width is < 1 or > LongestSide || block.Height is < 1 or > LongestSide || block.Width * block.Height > MostCoefficients)
        {
            return false;
        }

        if (block.BitPlanes > EbcotDecoder.MostBitPlanes || !LastSet.TryFind(segments, data.Length, out LastSet set))
        {
            Clear(block, 0, coefficients, stride);
            return false;
        }

        int plane = block.BitPlanes - set.Skipped;
        if (set.Cleanup == 0 || plane < 1)
        {
            Clear(block, 0, coefficients, stride);
            return set.Cleanup == 0;
        }

        fixed (byte* bytes = data, magnitudes = _magnitudes, codes = _codes)
        fixed (uint* quads = _quads, line = _line, offsetTables = ExponentOffsets.Tables)
        fixed (ushort* quadTables = QuadCodes.Tables, groups = _groups, now = _now)
        fixed (int* spare = _spare)
        {
            byte* from = bytes + set.CleanupAt;
            int perRow = (block.Width + 1) / 2;
            QuadBlock state = new()
            {
                Width = block.Width,
                Height = block.Height,
                Plane = plane,
                Causal = (block.Style & CodeBlockStyle.VerticallyCausal) != 0,
                Quads = quads,
                QuadsPerRow = perRow,
                QuadRows = (block.Height + 1) / 2,
                Stride = perRow + 2,
                QuadTables = quadTables,
                OffsetTables = offsetTables,
                Coefficients = coefficients,
                CoefficientStride = stride,
            };

            int suffix = (from[set.Cleanup - 1] << 4) | (from[set.Cleanup - 2] & 0xF);
            if (suffix < 2 || suffix > Math.Min(set.Cleanup, LongestSuffix))
            {
                Clear(block, 0, coefficients, stride);
                return false;
            }

            DecodeQuads(&state, from + set.Cleanup, suffix, codes);
            int length = Math.Min(set.Cleanup - suffix, MagnitudeBytes);
            Unstuffing.Forwards(from, length, magnitudes, length + (8 * block.Width), 0xFF);
            new Span<uint>(line, perRow + 1).Clear();
            int rows = MagnitudeDecoder.Decode(&state, magnitudes, 8L * length, line, spare);
            if (rows < block.Height)
            {
                Clear(block, rows, coefficients, stride);
                return false;
            }

            // There is nothing to refine below the last bit-plane.
            if (set.Refinement > 0 && plane > 1)
            {
                Refine(&state, bytes + set.RefinementAt, set.Refinement, set.RefinementPasses, groups, now, magnitudes);
            }

            return true;
        }
    }

    // MEL symbols from the front and VLC codes from the back share the end of the segment, whose last 12 bits say how long it is.
    private static void DecodeQuads(QuadBlock* block, byte* end, int suffix, byte* codes)
    {
        MelDecoder mel = default;
        mel.Begin(end - suffix, suffix - 1);

        uint half = (uint)end[-2] >> 4;
        int held = (half & 7) == 7 ? 3 : 4;
        Unstuffing.Backwards(end - 3, suffix - 2, end[-2] | 0xFu, half & (0xFu >> (4 - held)), held, codes, CodeRoom + 8);
        QuadDecoder.Decode(block, &mel, codes);
    }

    private static void Refine(QuadBlock* block, byte* from, int length, int passes, ushort* groups, ushort* now, byte* bits)
    {
        int stride = RefinementPasses.GroupStride(block->Width);
        new Span<ushort>(groups, stride * (((block->Height + 3) / 4) + 1)).Clear();
        new Span<ushort>(now, 2 * stride).Clear();
        RefinementPasses.Collect(block, groups);

        Unstuffing.Forwards(from, length, bits, RefinementBytes + 8, 0);
        RefinementPasses.DecodeSignificance(block, groups, now, bits);
        if (passes > 1)
        {
            Unstuffing.Backwards(from + length - 1, length, 0xFF, 0, 0, bits, RefinementBytes + 8);
            RefinementPasses.DecodeMagnitudes(block, groups, bits);
        }
    }

    private static void Clear(in CodeBlock block, int rows, int* coefficients, int stride)
    {
        for (int y = rows; y < block.Height; y++)
        {
            new Span<int>(coefficients + ((long)y * stride), block.Width).Clear();
        }
    }
}
