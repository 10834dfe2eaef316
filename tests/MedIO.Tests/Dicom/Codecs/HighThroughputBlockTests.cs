using System;
using System.Collections.Generic;
using System.Linq;
using FsCheck.Xunit;
using MedIO.Dicom.Codecs.Jpeg2000;
using MedIO.Dicom.Codecs.Jpeg2000.HighThroughput;
using Xunit;

namespace MedIO.Tests.Dicom.Codecs;

/// <summary>The high-throughput block decoder on blocks that the encoder of the tests makes, and on damaged ones.</summary>
public sealed class HighThroughputBlockTests
{
    private static readonly HighThroughputDecoder Decoder = new();

    [Property(MaxTest = 300)]
    public void A_cleanup_pass_comes_back(int seed)
    {
        var random = new Random(seed);
        CodeBlock block = AnyBlock(random);
        int skipped = random.Next(8);
        AssertDecodes(block, skipped, AnyIndices(random, block, skipped), 1, random);
    }

    [Property(MaxTest = 300)]
    public void Refinement_passes_come_back(int seed)
    {
        var random = new Random(seed);
        CodeBlock block = AnyBlock(random);
        int skipped = random.Next(1, 5);
        AssertDecodes(block, skipped, AnyIndices(random, block, skipped), random.Next(2, 4), random);
    }

    [Theory]
    [InlineData(29, 0)]
    [InlineData(28, 1)]
    [InlineData(20, 9)]
    [InlineData(3, 26)]
    [InlineData(0, 29)]
    public void Up_to_thirty_bits_come_back(int bits, int skipped)
    {
        var random = new Random(bits);
        int top = 1 << bits;
        int[] indices = new[] { top, -top, top | (top - 1), 0, 1, -1, top / 3, -top - (top / 5) }.Select(index => index << skipped).ToArray();
        AssertDecodes(new CodeBlock { Width = 4, Height = 2 }, skipped, indices, skipped > 0 ? 3 : 1, random);
        AssertDecodes(new CodeBlock { Width = 2, Height = 4 }, skipped, indices, skipped > 0 ? 3 : 1, random);
    }

    [Property(MaxTest = 100)]
    public void The_last_of_several_sets_counts(int seed)
    {
        var random = new Random(seed);
        CodeBlock block = AnyBlock(random);
        int skipped = random.Next(1, 4);
        int[] indices = AnyIndices(random, block, skipped + 1);
        HighThroughputEncoder coarse = HighThroughputEncoder.Encode(indices, block, skipped + 1, 3, random);
        HighThroughputEncoder fine = HighThroughputEncoder.Encode(indices, block, skipped, 3, random);
        var segments = new List<CodeWordSegment>
        {
            new(coarse.Cleanup.Length, 1),
            new(coarse.Refinement.Length, 2),
            new(fine.Cleanup.Length, 1),
            new(fine.Refinement.Length, 2),
        };
        byte[] bytes = coarse.Cleanup.Concat(coarse.Refinement).Concat(fine.Cleanup).Concat(fine.Refinement).ToArray();
        block.BitPlanes = skipped + 2;
        Assert.True(BlockRandom.Decode(Decoder, block, bytes, segments, out int[] coefficients));
        Assert.Equal(fine.Expected, coefficients);
    }

    [Property(MaxTest = 100)]
    public void Placeholder_passes_stand_for_bit_planes(int seed)
    {
        var random = new Random(seed);
        CodeBlock block = AnyBlock(random);
        int skipped = random.Next(4);
        int planes = random.Next(1, 5);
        HighThroughputEncoder encoded = HighThroughputEncoder.Encode(AnyIndices(random, block, skipped), block, skipped, 1, random);
        int before = random.Next(3 * planes);
        var segments = new List<CodeWordSegment> { new(encoded.Cleanup.Length, (3 * planes) + 1 - before) };
        if (before > 0)
        {
            segments.Insert(0, new CodeWordSegment(0, before));
        }

        block.BitPlanes = skipped + 1 + planes;
        Assert.True(BlockRandom.Decode(Decoder, block, encoded.Cleanup, segments, out int[] coefficients));
        Assert.Equal(encoded.Expected, coefficients);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_block_without_bytes_is_zero(int segments)
    {
        CodeBlock block = new() { Width = 64, Height = 64, Style = CodeBlockStyle.HighThroughput, BitPlanes = 3 };
        Assert.True(BlockRandom.Decode(Decoder, block, Array.Empty<byte>(), Enumerable.Repeat(new CodeWordSegment(0, 1), segments).ToList(), out int[] coefficients));
        Assert.All(coefficients, value => Assert.Equal(0, value));
    }

    // The suffix is at least the two bytes that say how long it is, at most 4079, and within the segment.
    [Theory]
    [InlineData("00", 1)]
    [InlineData("0000", 1)]
    [InlineData("0100", 1)]
    [InlineData("0300", 1)]
    [InlineData("FFFF", 1)]
    [InlineData("0F0F00", 31)]
    [InlineData("0F0F00", 0)]
    public void A_wrong_length_of_the_suffix_or_of_planes_is_damage(string hex, int planes)
    {
        byte[] bytes = Enumerable.Range(0, hex.Length / 2).Select(i => Convert.ToByte(hex.Substring(2 * i, 2), 16)).ToArray();
        CodeBlock block = new() { Width = 8, Height = 8, Style = CodeBlockStyle.HighThroughput, BitPlanes = planes };
        Assert.False(BlockRandom.Decode(Decoder, block, bytes, new[] { new CodeWordSegment(bytes.Length, 1) }, out int[] coefficients));
        Assert.All(coefficients, value => Assert.Equal(0, value));
    }

    [Fact]
    public void Segments_that_say_what_cannot_be_are_damage()
    {
        HighThroughputEncoder encoded = HighThroughputEncoder.Encode(new[] { 9, -3, 0, 1 }, new CodeBlock { Width = 2, Height = 2 }, 1, 3, new Random(1));
        CodeBlock block = new() { Width = 2, Height = 2, BitPlanes = 2 };
        byte[] bytes = encoded.Cleanup.Concat(encoded.Refinement).ToArray();
        int cleanup = encoded.Cleanup.Length;
        int refinement = encoded.Refinement.Length;
        foreach ((int First, int Passes, int Second, int MorePasses) in new[]
        {
            (cleanup + refinement + 1, 1, 0, 2), (cleanup, 1, refinement + 1, 2), (cleanup, 0, refinement, 2), (cleanup, 2, refinement, 1),
            (-1, 1, refinement, 2), (cleanup, 1, refinement, 900), (int.MaxValue, 1, int.MaxValue, 2), (cleanup, 1, refinement, int.MaxValue),
        })
        {
            var segments = new[] { new CodeWordSegment(First, Passes), new CodeWordSegment(Second, MorePasses) };
            Assert.False(BlockRandom.Decode(Decoder, block, bytes, segments, out _));
        }

        Assert.True(BlockRandom.Decode(Decoder, block, bytes, new[] { new CodeWordSegment(cleanup, 1), new CodeWordSegment(refinement, 2) }, out int[] right));
        Assert.Equal(encoded.Expected, right);
    }

    [Property(MaxTest = 300)]
    public void Damaged_bytes_and_lengths_never_do_harm(int seed)
    {
        var random = new Random(seed);
        CodeBlock block = AnyBlock(random);
        int skipped = random.Next(1, 5);
        HighThroughputEncoder encoded = HighThroughputEncoder.Encode(AnyIndices(random, block, skipped), block, skipped, 3, random);
        byte[] bytes = encoded.Cleanup.Concat(encoded.Refinement).ToArray();
        int whole = random.Next(3);
        for (int i = 0; i < bytes.Length - (2 * whole); i += 1 + random.Next(20))
        {
            bytes[i] = random.Next(3) == 0 ? (byte)0xFF : (byte)random.Next(256);
        }

        block.BitPlanes = random.Next(8) == 0 ? random.Next(-3, 40) : skipped + 1;
        int cut = random.Next(4) == 0 ? random.Next(-2, 20) : 0;
        var segments = new[] { new CodeWordSegment(encoded.Cleanup.Length - cut, 1), new CodeWordSegment(encoded.Refinement.Length + random.Next(-1, 1), 2) };
        BlockRandom.Decode(Decoder, block, bytes, segments, out int[] first);

        // Nothing stays of a block when the next one is decoded.
        BlockRandom.Decode(new HighThroughputDecoder(), block, bytes, segments, out int[] again);
        Assert.Equal(again, first);
    }

    private static CodeBlock AnyBlock(Random random)
    {
        BlockRandom.Size(random, out int width, out int height);
        return new CodeBlock
        {
            Width = width,
            Height = height,
            Band = (SubBand)random.Next(4),
            Style = CodeBlockStyle.HighThroughput | (random.Next(2) == 0 ? CodeBlockStyle.None : CodeBlockStyle.VerticallyCausal),
        };
    }

    private static int[] AnyIndices(Random random, CodeBlock block, int skipped) =>
        BlockRandom.Indices(random, block.Width, block.Height, random.Next(1, 28 - skipped));

    private static void AssertDecodes(CodeBlock block, int skipped, int[] indices, int passes, Random random)
    {
        HighThroughputEncoder encoded = HighThroughputEncoder.Encode(indices, block, skipped, passes, random);
        var segments = new List<CodeWordSegment> { new(encoded.Cleanup.Length, 1) };
        if (passes > 1)
        {
            segments.Add(new CodeWordSegment(encoded.Refinement.Length, passes - 1));
        }

        block.BitPlanes = skipped + 1;
        block.Passes = passes;
        bool well = BlockRandom.Decode(Decoder, block, encoded.Cleanup.Concat(encoded.Refinement).ToArray(), segments, out int[] coefficients);
        Assert.Equal(encoded.Expected, coefficients);
        Assert.True(well);
    }
}
