using System;

namespace MedIO.Dicom.Codecs.Jpeg2000;

/// <summary>
/// Decodes the coefficients of code-blocks. Belongs to one thread at a time, and keeps its working memory from block to
/// block, so that none is allocated for one.
/// </summary>
internal unsafe interface IBlockDecoder
{
    /// <summary>Decodes a code-block of at most 4096 coefficients.</summary>
    /// <param name="block">What it is.</param>
    /// <param name="data">The bytes of all its segments, one after another.</param>
    /// <param name="segments">What they are.</param>
    /// <param name="coefficients">
    /// Gets the coefficients, row after row: two's complements with one bit of fraction, always in the middle of their interval
    /// (ISO/IEC 15444-1 section E.1.1.2, r = 0.5): twice the quantizer index, and the half bit below the last bit-plane that was
    /// decoded set, so that a magnitude q decoded to bit-plane 0 is 2q + 1. The frame halves it towards zero for reversible
    /// transforms, and multiplies it with half the step size for others, as OpenJPEG does.
    /// Every one is written, 0 where nothing is coded. Bit-plane 0 is that of weight 1 (2 with the fraction).
    /// </param>
    /// <param name="stride">Coefficients from one row to the next.</param>
    /// <returns>Whether all was well; if not, what could be decoded before the damage is there.</returns>
    bool Decode(in CodeBlock block, ReadOnlySpan<byte> data, ReadOnlySpan<CodeWordSegment> segments, int* coefficients, int stride);
}
