using System;
using System.Linq;
using FsCheck.Xunit;
using MedIO.Dicom.Codecs.Jpeg2000;
using MedIO.Dicom.Codecs.Jpeg2000.Blocks;
using Xunit;

namespace MedIO.Tests.Dicom.Codecs;

/// <summary>The EBCOT decoder on blocks that the encoder of the tests makes, in all styles, and on damaged ones.</summary>
public sealed class BlockDecoderTests
{
    private static readonly EbcotDecoder Decoder = new();

    public static TheoryData<int> Styles
    {
        get
        {
            var styles = new TheoryData<int>();
            for (int style = 0; style < 64; style++)
            {
                styles.Add(style);
            }

            return styles;
        }
    }

    [Theory]
    [MemberData(nameof(Styles))]
    public void Each_style_comes_back_in_each_sub_band(int style)
    {
        var random = new Random(style);
        foreach (SubBand band in new[] { SubBand.LL, SubBand.HL, SubBand.LH, SubBand.HH })
        {
            var block = new CodeBlock { Width = 29, Height = 23, Band = band, Style = (CodeBlockStyle)style };
            AssertDecodes(BlockEncoder.Encode(BlockRandom.Indices(random, block.Width, block.Height, 9), block));
        }
    }

    [Property(MaxTest = 200)]
    public void Any_block_comes_back(int seed) => AssertDecodes(Any(new Random(seed), 14, int.MaxValue));

    [Property(MaxTest = 200)]
    public void What_is_not_coded_to_the_last_pass_is_in_the_middle_of_its_interval(int seed)
    {
        var random = new Random(seed);
        AssertDecodes(Any(random, 14, random.Next(1, 40)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(29)]
    public void Up_to_thirty_bit_planes_come_back(int planes)
    {
        int top = 1 << planes;
        int[] indices = { top, -top, top | (top - 1), 0, 1, -1, top / 3, -top - (top / 5) };
        BlockEncoder encoded = BlockEncoder.Encode(indices, new CodeBlock { Width = 4, Height = 2 });
        Assert.Equal(planes + 1, encoded.Block.BitPlanes);
        AssertDecodes(encoded);
    }

    [Fact]
    public void More_than_thirty_bit_planes_are_not_decoded()
    {
        CodeBlock block = new() { Width = 4, Height = 1, BitPlanes = 31, Passes = 1 };
        Assert.False(BlockRandom.Decode(Decoder, block, new byte[9], new[] { new CodeWordSegment(9, 1) }, out int[] coefficients));
        Assert.All(coefficients, value => Assert.Equal(0, value));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1025)]
    [InlineData(65, 64)]
    [InlineData(1024, 5)]
    [InlineData(-4, -4)]
    public void A_block_of_no_or_too_great_size_is_refused(int width, int height)
    {
        CodeBlock block = new() { Width = width, Height = height, BitPlanes = 3, Passes = 1 };
        unsafe
        {
            Assert.False(Decoder.Decode(block, new byte[9], new[] { new CodeWordSegment(9, 1) }, null, 0));
        }
    }

    [Fact]
    public void A_block_without_passes_is_zero()
    {
        CodeBlock block = new() { Width = 64, Height = 64 };
        Assert.True(BlockRandom.Decode(Decoder, block, Array.Empty<byte>(), Array.Empty<CodeWordSegment>(), out int[] coefficients));
        Assert.All(coefficients, value => Assert.Equal(0, value));
    }

    [Fact]
    public void Passes_behind_the_last_bit_plane_are_left_alone()
    {
        BlockEncoder encoded = BlockEncoder.Encode(new[] { 5, -3, 0, 1 }, new CodeBlock { Width = 2, Height = 2 });
        var segments = new[] { new CodeWordSegment(encoded.Bytes.Length, encoded.Block.Passes + 1) };
        Assert.True(BlockRandom.Decode(Decoder, encoded.Block, encoded.Bytes, segments, out int[] coefficients));
        Assert.Equal(encoded.Expected, coefficients);
    }

    [Fact]
    public void A_segment_that_goes_on_where_coding_changes_is_damage()
    {
        int[] indices = BlockRandom.Indices(new Random(3), 16, 16, 9);
        BlockEncoder encoded = BlockEncoder.Encode(indices, new CodeBlock { Width = 16, Height = 16, Style = CodeBlockStyle.Bypass });
        var segments = new[] { new CodeWordSegment(encoded.Bytes.Length, encoded.Block.Passes) };
        Assert.False(BlockRandom.Decode(Decoder, encoded.Block, encoded.Bytes, segments, out _));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    [InlineData(5)]
    public void Where_bytes_are_missing_the_passes_before_are_right(int style)
    {
        var random = new Random(style);
        var block = new CodeBlock { Width = 40, Height = 31, Style = (CodeBlockStyle)style | CodeBlockStyle.TerminateEachPass };
        int[] indices = BlockRandom.Indices(random, block.Width, block.Height, 10);
        BlockEncoder whole = BlockEncoder.Encode(indices, block);
        int passes = whole.Segments.Length / 2;
        BlockEncoder half = BlockEncoder.Encode(indices, block, passes);
        byte[] bytes = whole.Bytes.Take(half.Bytes.Length).ToArray();
        Assert.True(BlockRandom.Decode(Decoder, half.Block, bytes, whole.Segments.Take(passes).ToList(), out int[] coefficients));
        Assert.Equal(half.Expected, coefficients);
        Assert.False(BlockRandom.Decode(Decoder, whole.Block, bytes, whole.Segments, out _));
    }

    [Property(MaxTest = 300)]
    public void Damaged_bytes_and_lengths_never_do_harm(int seed)
    {
        var random = new Random(seed);
        BlockEncoder encoded = Any(random, 12, int.MaxValue);
        byte[] bytes = encoded.Bytes;
        for (int i = 0; i < bytes.Length; i += 1 + random.Next(20))
        {
            bytes[i] = random.Next(3) == 0 ? (byte)0xFF : (byte)random.Next(256);
        }

        CodeWordSegment[] segments = encoded.Segments
            .Select(segment => random.Next(4) != 0 ? segment : new CodeWordSegment(random.Next(-5, 200), random.Next(-1, 9))).ToArray();
        CodeBlock block = encoded.Block;
        block.BitPlanes = random.Next(4) == 0 ? random.Next(-3, 40) : block.BitPlanes;
        BlockRandom.Decode(Decoder, block, bytes, segments, out int[] first);

        // Nothing stays of a block when the next one is decoded.
        BlockRandom.Decode(new EbcotDecoder(), block, bytes, segments, out int[] again);
        Assert.Equal(again, first);
    }

    private static BlockEncoder Any(Random random, int bits, int passes)
    {
        BlockRandom.Size(random, out int width, out int height);
        var block = new CodeBlock { Width = width, Height = height, Band = (SubBand)random.Next(4), Style = (CodeBlockStyle)random.Next(64) };
        return BlockEncoder.Encode(BlockRandom.Indices(random, width, height, random.Next(1, bits + 1)), block, passes);
    }

    private static void AssertDecodes(BlockEncoder encoded)
    {
        bool well = BlockRandom.Decode(Decoder, encoded.Block, encoded.Bytes, encoded.Segments, out int[] coefficients);
        Assert.Equal(encoded.Expected, coefficients);
        Assert.True(well);
    }
}
