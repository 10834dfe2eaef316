using System;
using System.Collections.Generic;
using MedIO.Dicom.Codecs.Jpeg2000;

namespace MedIO.Tests.Dicom.Codecs;

/// <summary>Code-blocks for tests of the block decoders, and what they make of them.</summary>
internal static unsafe class BlockRandom
{
    private const int Untouched = 0x5A5A5A5A;

    /// <summary>Any size that a code-block may have, often a small or an odd one.</summary>
    public static void Size(Random random, out int width, out int height)
    {
        int w = random.Next(3) == 0 ? random.Next(11) : random.Next(7);
        int h = random.Next(Math.Min(7, 13 - w));
        width = random.Next(2) == 0 ? 1 << w : 1 + random.Next(1 << w);
        height = random.Next(2) == 0 ? 1 << h : 1 + random.Next(1 << h);
        if (random.Next(2) == 0)
        {
            (width, height) = (height, width);
        }
    }

    /// <summary>Quantizer indices: from almost none to all significant, magnitudes of the given bits at most, large ones in places.</summary>
    public static int[] Indices(Random random, int width, int height, int bits)
    {
        var indices = new int[width * height];
        int density = random.Next(1, 101);
        int usual = random.Next(bits + 1);
        for (int i = 0; i < indices.Length; i++)
        {
            if (random.Next(100) < density)
            {
                int here = random.Next(20) == 0 ? bits : usual;
                int magnitude = (int)(random.NextDouble() * Math.Pow(2, random.Next(here + 1)));
                indices[i] = random.Next(2) == 0 ? -magnitude : magnitude;
            }
        }

        return indices;
    }

    /// <summary>Decodes into memory of which every coefficient is something before, and that nothing else may change.</summary>
    public static bool Decode(IBlockDecoder decoder, CodeBlock block, byte[] bytes, IReadOnlyList<CodeWordSegment> segments, out int[] coefficients)
    {
        const int Margin = 3;
        int stride = block.Width + Margin;
        var memory = new int[(stride * block.Height) + Margin];
        for (int i = 0; i < memory.Length; i++)
        {
            memory[i] = Untouched;
        }

        bool well;
        fixed (int* at = memory)
        {
            well = decoder.Decode(block, bytes, new List<CodeWordSegment>(segments).ToArray(), at + Margin, stride);
        }

        coefficients = new int[block.Width * block.Height];
        for (int i = 0; i < memory.Length; i++)
        {
            int x = (i - Margin) % stride;
            if (i >= Margin && x < block.Width)
            {
                coefficients[((i - Margin) / stride * block.Width) + x] = memory[i];
            }
            else
            {
                Xunit.Assert.Equal(Untouched, memory[i]);
            }
        }

        return well;
    }
}
