using System;
using System.Collections.Generic;
using System.Linq;
using MedIO.Dicom.Codecs.Jpeg2000;
using MedIO.Dicom.Codecs.Jpeg2000.HighThroughput;

namespace MedIO.Tests.Dicom.Codecs;

/// <summary>
/// Encodes a code-block as ISO/IEC 15444-15 describes it, sample by sample. Where a quad has several code words that say the same,
/// it takes any, so that all of them are tried. Only the tables of code words are the decoder's own.
/// </summary>
internal sealed class HighThroughputEncoder
{
    private readonly int[] _indices;
    private readonly CodeBlock _block;
    private readonly int _skipped;
    private readonly Random _random;
    private readonly MelEncoder _mel = new();
    private readonly HighThroughputBits _codes = new(isBackwards: true, first: 0xF, held: 4);
    private readonly HighThroughputBits _magnitudes = new(isBackwards: false);

    private HighThroughputEncoder(int[] indices, CodeBlock block, int skipped, Random random)
    {
        _indices = indices;
        _block = block;
        _skipped = skipped;
        _random = random;
        Expected = new int[indices.Length];
        Cleanup = EncodeCleanup();
    }

    /// <summary>The segment of the cleanup pass.</summary>
    public byte[] Cleanup { get; }

    /// <summary>The segment of the refinement passes.</summary>
    public byte[] Refinement { get; private set; } = Array.Empty<byte>();

    /// <summary>What a decoder gives, told as many bit-planes as the cleanup pass leaves, and one.</summary>
    public int[] Expected { get; }

    /// <summary>Encodes a code-block.</summary>
    /// <param name="indices">The quantizer indices, row after row.</param>
    /// <param name="block">Its size and style.</param>
    /// <param name="skipped">Bit-planes that the cleanup pass leaves out.</param>
    /// <param name="passes">Passes, 1 to 3; more than 1 only where bit-planes are left out.</param>
    /// <param name="random">Which code words to take.</param>
    public static HighThroughputEncoder Encode(int[] indices, CodeBlock block, int skipped, int passes, Random random)
    {
        var encoder = new HighThroughputEncoder(indices, block, skipped, random);
        if (passes > 1)
        {
            encoder.Refine(passes > 2);
        }

        return encoder;
    }

    private int Magnitude(int x, int y) => x < 0 || y < 0 || x >= _block.Width || y >= _block.Height ? 0 : Math.Abs(_indices[(y * _block.Width) + x]) >> _skipped;

    private int Exponent(int x, int y) => Length((2 * Magnitude(x, y)) - 1);

    private bool IsSignificant(int x, int y) => Magnitude(x, y) > 0;

    private static int Length(int value)
    {
        int length = 0;
        while (value > 0 && value >> length != 0)
        {
            length++;
        }

        return length;
    }

    private byte[] EncodeCleanup()
    {
        for (int y = 0; y < _block.Height; y += 2)
        {
            for (int x = 0; x < _block.Width; x += 4)
            {
                int first = Quad(x, y);
                int second = x + 2 < _block.Width ? Quad(x + 2, y) : 0;
                Offsets(first, second, y == 0);
            }
        }

        byte[] mel = _mel.End();
        byte[] codes = _codes.End(withOnes: false);
        byte[] magnitudes = _magnitudes.End(withOnes: true);
        while (magnitudes.Length > 0 && magnitudes[magnitudes.Length - 1] == 0xFF)
        {
            magnitudes = magnitudes.Take(magnitudes.Length - 1).ToArray();
        }

        // Codes begin in the upper half of their last byte; the lower one and a byte more are the length of the suffix.
        if (codes.Length == 0)
        {
            codes = new byte[] { 0x0F };
        }

        int suffix = mel.Length + codes.Length + 1;
        codes[codes.Length - 1] = (byte)((codes[codes.Length - 1] & 0xF0) | (suffix & 0xF));
        return magnitudes.Concat(mel).Concat(codes).Concat(new[] { (byte)(suffix >> 4) }).ToArray();
    }

    // Codes a quad but for its offset, which it returns (clauses 7.3.4, 7.3.5 and 7.3.7).
    private int Quad(int x, int y)
    {
        int significance = 0, exponent = 0;
        for (int i = 0; i < 4; i++)
        {
            significance |= IsSignificant(x + (i / 2), y + (i % 2)) ? 1 << i : 0;
            exponent = Math.Max(exponent, Exponent(x + (i / 2), y + (i % 2)));
        }

        bool isSeveral = (significance & (significance - 1)) != 0;
        int above = y == 0 || !isSeveral ? 1
            : Math.Max(1, Enumerable.Range(x - 1, 4).Max(column => Exponent(column, y - 1)) - 1);
        int bound = Math.Max(exponent, above);
        int offset = significance == 0 ? 0 : bound - above;

        int largest = 0;
        for (int i = 0; i < 4; i++)
        {
            largest |= offset > 0 && Exponent(x + (i / 2), y + (i % 2)) == bound ? 1 << i : 0;
        }

        int context = Context(x, y);
        if (context == 0)
        {
            _mel.Write(significance != 0);
        }

        int known = 0;
        if (context != 0 || significance != 0)
        {
            int entry = Word(y == 0, context, significance, offset > 0, largest, out int word);
            _codes.Write(word, entry & 7);
            known = entry >> 12;
        }

        for (int i = 0; i < 4; i++)
        {
            if ((significance >> i & 1) != 0)
            {
                int at = ((y + (i % 2)) * _block.Width) + x + (i / 2);
                long magnitude = Math.Abs(_indices[at]) >> _skipped;
                _magnitudes.Write((2 * (magnitude - 1)) + (_indices[at] < 0 ? 1 : 0), bound - ((known >> i) & 1));
                Reconstruct(at, _skipped);
            }
        }

        return offset;
    }

    // Equations 1 and 2 of the standard.
    private int Context(int x, int y)
    {
        int Any(params (int X, int Y)[] samples) => samples.Any(sample => IsSignificant(x + sample.X, y + sample.Y)) ? 1 : 0;
        return y == 0
            ? Any((-2, 0), (-2, 1)) + (2 * Any((-1, 0))) + (4 * Any((-1, 1)))
            : Any((-1, -1), (0, -1)) + (2 * Any((-1, 0), (-1, 1))) + (4 * Any((1, -1), (2, -1)));
    }

    private int Word(bool isFirstRow, int context, int significance, bool hasOffset, int largest, out int word)
    {
        var words = new List<int>();
        for (int i = 0; i < 1 << QuadCodes.LongestWord; i++)
        {
            int entry = Entry(i);
            int known = entry >> 12;
            bool isWord = (entry & 7) > 0 && i >> (entry & 7) == 0;
            if (isWord && ((entry >> 4) & 0xF) == significance && ((entry >> 3) & 1) == (hasOffset ? 1 : 0) && ((entry >> 8) & 0xF) == (largest & known))
            {
                words.Add(i);
            }
        }

        Assert(words.Count > 0);
        word = words[_random.Next(words.Count)];
        return Entry(word);

        int Entry(int bits) => QuadCodes.Tables[(isFirstRow ? 0 : QuadCodes.Entries) + (context << QuadCodes.LongestWord) + bits];
    }

    private static void Assert(bool condition) => Xunit.Assert.True(condition, "A quad has no code word.");

    // Clause 7.3.6.
    private void Offsets(int first, int second, bool isFirstRow)
    {
        int less = 0;
        if (isFirstRow && first > 0 && second > 0)
        {
            bool isLarge = Math.Min(first, second) > 2;
            _mel.Write(isLarge);
            less = isLarge ? 2 : 0;
            if (!isLarge && first > 2)
            {
                Prefix(first);
                _codes.Write(second - 1, 1);
                Suffix(first);
                return;
            }
        }

        Prefix(first - less);
        Prefix(second - less);
        Suffix(first - less);
        Suffix(second - less);
    }

    private void Prefix(int offset)
    {
        if (offset > 0)
        {
            _codes.Write(offset == 1 ? 1 : offset == 2 ? 2 : offset < 5 ? 4 : 0, Math.Min(3, offset));
        }
    }

    private void Suffix(int offset)
    {
        if (offset > 2)
        {
            _codes.Write(offset < 5 ? offset - 3 : offset - 5, offset < 5 ? 1 : 5);
        }
    }

    // Clauses 7.4 and 7.5.
    private void Refine(bool withMagnitudes)
    {
        int plane = _skipped - 1;
        var now = new bool[_indices.Length];
        var significance = new HighThroughputBits(isBackwards: false);
        var magnitudes = new HighThroughputBits(isBackwards: true);
        for (int stripe = 0; stripe < _block.Height; stripe += 4)
        {
            for (int group = 0; group < _block.Width; group += 4)
            {
                var found = new List<int>();
                for (int x = group; x < Math.Min(group + 4, _block.Width); x++)
                {
                    for (int y = stripe; y < Math.Min(stripe + 4, _block.Height); y++)
                    {
                        int at = (y * _block.Width) + x;
                        int bit = (Math.Abs(_indices[at]) >> plane) & 1;
                        if (IsSignificant(x, y))
                        {
                            magnitudes.Write(bit, withMagnitudes ? 1 : 0);
                            Reconstruct(at, withMagnitudes ? plane : _skipped);
                        }
                        else if (HasNeighbour(x, y, now))
                        {
                            significance.Write(bit, 1);
                            if (bit != 0)
                            {
                                now[at] = true;
                                found.Add(at);
                            }
                        }
                    }
                }

                foreach (int at in found)
                {
                    significance.Write(_indices[at] < 0 ? 1 : 0, 1);
                    Reconstruct(at, plane);
                }
            }
        }

        Refinement = significance.End(withOnes: false).Concat(magnitudes.End(withOnes: false)).ToArray();
    }

    private bool HasNeighbour(int x, int y, bool[] now)
    {
        for (int j = y - 1; j <= y + 1; j++)
        {
            bool isHidden = (_block.Style & CodeBlockStyle.VerticallyCausal) != 0 && j / 4 > y / 4;
            for (int i = x - 1; i <= x + 1; i++)
            {
                bool isInside = i >= 0 && j >= 0 && i < _block.Width && j < _block.Height;
                if (isInside && !isHidden && (IsSignificant(i, j) || now[(j * _block.Width) + i]))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private void Reconstruct(int at, int plane)
    {
        int magnitude = (Math.Abs(_indices[at]) >> plane << (plane + 1)) | (1 << plane);
        Expected[at] = _indices[at] < 0 ? -magnitude : magnitude;
    }
}
