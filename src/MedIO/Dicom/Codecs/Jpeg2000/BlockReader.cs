using System;
using System.Runtime.CompilerServices;
using MedIO.Dicom.Codecs.Jpeg2000.Blocks;
using MedIO.Dicom.Codecs.Jpeg2000.HighThroughput;
using MedIO.IO;

namespace MedIO.Dicom.Codecs.Jpeg2000;

/// <summary>
/// Decodes a component's code-blocks, and makes coefficients of quantizer indices: undoes the shift of a region of interest
/// (ISO/IEC 15444-1 section H.1) and the quantization (section E.1). Memory is used again from block to block.
/// </summary>
internal sealed unsafe class BlockReader
{
    /// <summary>Coefficients of the largest code-block.</summary>
    private const int MostOfBlock = 4096;

    /// <summary>What a coefficient with a bit of fraction holds beside its sign.</summary>
    private const int MostPlanes = 30;

    private const int MostKept = 1 << 20;

    private readonly TileStructure _tile;
    private readonly int[] _coefficients = new int[MostOfBlock];
    private IBlockDecoder? _blocks;
    private IBlockDecoder? _highThroughput;
    private byte[] _joined = new byte[1 << 13];
    private CodeWordSegment[] _segments = new CodeWordSegment[16];
    private int _longest;

    public BlockReader(TileStructure tile) => _tile = tile;

    /// <summary>What went wrong first; blocks without damage are decoded all the same.</summary>
    public string? Damage { get; set; }

    /// <summary>Whether it has memory for a code-block of more bytes than any should have.</summary>
    public bool IsLarge => _longest > MostKept;

    /// <summary>Decodes all code-blocks of a component.</summary>
    /// <param name="number">The component.</param>
    /// <param name="stream">The code stream.</param>
    /// <param name="coefficients">Gets whole numbers if the transform is reversible, else floating-point ones; is all zero before.</param>
    public void Read(int number, ReadOnlySpan<byte> stream, int* coefficients)
    {
        ref TileComponent component = ref _tile.Components[number];
        for (int r = 0; r <= component.Style.Levels; r++)
        {
            ref Resolution resolution = ref _tile.Resolutions[component.FirstResolution + r];
            for (int p = 0; p < resolution.Precincts; p++)
            {
                ref Precinct precinct = ref _tile.Precincts[resolution.FirstPrecinct + p];
                for (int i = 0; i < resolution.Bands && precinct.FirstPart >= 0; i++)
                {
                    ref PrecinctBand part = ref _tile.Parts[precinct.FirstPart + i];
                    for (int b = 0; b < part.Blocks; b++)
                    {
                        ref TileBlock block = ref _tile.Blocks[part.FirstBlock + b];
                        if (block.First >= 0)
                        {
                            Read(component, _tile.Bands[part.Band], block, stream, coefficients + block.Offset);
                        }
                    }
                }
            }
        }
    }

    private void Read(in TileComponent component, in Band band, in TileBlock tileBlock, ReadOnlySpan<byte> stream, int* target)
    {
        ReadOnlySpan<byte> data = Gather(tileBlock, stream, out int segments, out int passes);
        int planes = band.BitPlanes - tileBlock.ZeroPlanes;
        if (passes == 0 || planes is < 1 or > MostPlanes)
        {
            if (passes > 0 && planes != 0)
            {
                Damage ??= planes < 1
                    ? "A code-block of a JPEG 2000 code stream is damaged: it has fewer bit-planes than are zero."
                    : FormattableString.Invariant($"A code-block of a JPEG 2000 code stream has {planes} bit-planes; up to {MostPlanes} can be decoded.");
            }

            return;
        }

        var block = new CodeBlock
        {
            Width = tileBlock.Width,
            Height = tileBlock.Height,
            Band = band.Kind,
            Style = tileBlock.IsMixedIn ? component.Style.BlockStyle & ~CodeBlockStyle.HighThroughput : component.Style.BlockStyle,
            BitPlanes = planes,
            Passes = passes,
        };
        fixed (int* coefficients = _coefficients)
        {
            if (!Decoder(block.Style).Decode(block, data, _segments.AsSpan(0, segments), coefficients, block.Width))
            {
                Damage ??= "A code-block of a JPEG 2000 code stream is damaged.";
            }

            if (component.RegionShift is > 0 and < MostPlanes)
            {
                ShiftDown(coefficients, block.Width * block.Height, component.RegionShift);
            }

            if (component.Style.IsReversible)
            {
                Halve(coefficients, block.Width, block.Height, target, band.Width);
            }
            else
            {
                Scale(coefficients, block.Width, block.Height, (float*)target, band.Width, band.HalfStep);
            }
        }
    }

    private IBlockDecoder Decoder(CodeBlockStyle style) => (style & CodeBlockStyle.HighThroughput) != 0
        ? _highThroughput ??= new HighThroughputDecoder()
        : _blocks ??= new EbcotDecoder();

    // A code-block that came in one packet, as most do, is decoded where it is.
    private ReadOnlySpan<byte> Gather(in TileBlock block, ReadOnlySpan<byte> stream, out int segments, out int passes)
    {
        segments = 0;
        passes = 0;
        int length = 0;
        int begin = -1;
        bool isOne = true;
        int segment = -1;
        for (int i = block.First; i >= 0; i = _tile.Contributions[i].Next)
        {
            ref Contribution contribution = ref _tile.Contributions[i];
            if (contribution.Segment != segment && contribution.Passes > 0)
            {
                segment = contribution.Segment;
                if (segments == _segments.Length)
                {
                    Array.Resize(ref _segments, 2 * segments);
                }

                _segments[segments++] = default;
            }

            if (contribution.Passes > 0)
            {
                ref CodeWordSegment last = ref _segments[segments - 1];
                last = new CodeWordSegment(last.Length + contribution.Length, last.Passes + contribution.Passes);
                passes += contribution.Passes;
                if (contribution.Length > 0)
                {
                    begin = begin < 0 ? contribution.Offset : begin;
                    isOne &= contribution.Offset == begin + length;
                    length += contribution.Length;
                }
            }
        }

        _longest = Math.Max(_longest, length);
        return isOne ? stream.Slice(Math.Max(0, begin), length) : Join(block, stream, length);
    }

    private ReadOnlySpan<byte> Join(in TileBlock block, ReadOnlySpan<byte> stream, int length)
    {
        if (_joined.Length < length)
        {
            _joined = new byte[Math.Max(length, (int)Math.Min(2L * _joined.Length, 0x7FEFFFFF))];
        }

        int at = 0;
        for (int i = block.First; i >= 0; i = _tile.Contributions[i].Next)
        {
            ref Contribution contribution = ref _tile.Contributions[i];
            if (contribution.Passes > 0)
            {
                stream.Slice(contribution.Offset, contribution.Length).CopyTo(_joined.AsSpan(at));
                at += contribution.Length;
            }
        }

        return _joined.AsSpan(0, length);
    }

    // What is above all bit-planes of the background is the region of interest.
    private static void ShiftDown(int* coefficients, int count, int shift)
    {
        for (int i = 0; i < count; i++)
        {
            int value = coefficients[i];
            long magnitude = Math.Abs((long)value);
            if (magnitude >> (shift + 1) != 0)
            {
                magnitude >>= shift;
                coefficients[i] = (int)(value < 0 ? -magnitude : magnitude);
            }
        }
    }

    [MethodImpl(Jit.Optimize)]
    private static void Halve(int* coefficients, int width, int height, int* target, int stride)
    {
        for (int y = 0; y < height; y++, coefficients += width, target += stride)
        {
            for (int x = 0; x < width; x++)
            {
                target[x] = coefficients[x] / 2;
            }
        }
    }

    [MethodImpl(Jit.Optimize)]
    private static void Scale(int* coefficients, int width, int height, float* target, int stride, float step)
    {
        for (int y = 0; y < height; y++, coefficients += width, target += stride)
        {
            for (int x = 0; x < width; x++)
            {
                target[x] = coefficients[x] * step;
            }
        }
    }
}
