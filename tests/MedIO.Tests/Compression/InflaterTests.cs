using System;
using System.IO;
using System.IO.Compression;
using FsCheck;
using FsCheck.Xunit;
using MedIO.IO.Compression;
using Xunit;

namespace MedIO.Tests.Compression;

/// <summary>Valid DEFLATE data (RFC 1951).</summary>
public class InflaterTests
{
    public static TheoryData<int> Sizes =>
    [
        0, 1, 2, 3, 7, 8, 9, 257, 258, 259, 511, 4095, 32767, 32768, 32769, 65535, 65536, 65537, 200003,
    ];

    [Theory]
    [MemberData(nameof(Sizes))]
    public void What_the_platform_deflates_comes_back(int size)
    {
        CompressionLevel[] levels =
            [CompressionLevel.NoCompression, CompressionLevel.Fastest, CompressionLevel.Optimal];
        foreach (CompressionLevel level in levels)
        {
            foreach (byte[] data in Samples.OfSize(size))
            {
                byte[] deflated = Samples.Deflate(data, level);
                Assert.Equal(data, Samples.ExpandDirectly(deflated, size, CompressedFormat.Raw));
                Assert.Equal(data, Samples.Expand(deflated, CompressedFormat.Raw));
            }
        }
    }

#if NET9_0_OR_GREATER
    [Theory]
    [InlineData(ZLibCompressionStrategy.Default)]
    [InlineData(ZLibCompressionStrategy.Filtered)]
    [InlineData(ZLibCompressionStrategy.HuffmanOnly)]
    [InlineData(ZLibCompressionStrategy.RunLengthEncoding)]
    [InlineData(ZLibCompressionStrategy.Fixed)]
    public void Every_level_and_strategy_comes_back(ZLibCompressionStrategy strategy)
    {
        for (int level = 0; level <= 9; level++)
        {
            foreach (byte[] data in Samples.OfSize(150001))
            {
                using var output = new MemoryStream();
                var options = new ZLibCompressionOptions { CompressionLevel = level, CompressionStrategy = strategy };
                using (var encoder = new DeflateStream(output, options, leaveOpen: true))
                {
                    encoder.Write(data, 0, data.Length);
                }

                Assert.Equal(data, Samples.ExpandDirectly(output.ToArray(), data.Length, CompressedFormat.Raw));
            }
        }
    }
#endif

    [Theory]
    [InlineData(1)]
    [InlineData(7, 1, 300)]
    [InlineData(65536)]
    [InlineData(352, 1000000)]
    [InlineData(100, 40000, 3, 200000)]
    public void Pieces_of_any_size_make_up_the_whole(params int[] pieces)
    {
        byte[] data = Samples.Scan(700000);
        byte[] deflated = Samples.Deflate(data);
        Assert.Equal(data, Samples.Expand(deflated, CompressedFormat.Raw, pieces));
    }

    [Property(MaxTest = 200)]
    public bool Any_bytes_come_back(byte[] data, byte repeats, PositiveInt piece)
    {
        byte[] all = Repeat(data, repeats);
        return all.AsSpan().SequenceEqual(Samples.Expand(Samples.Deflate(all), CompressedFormat.Raw, piece.Get));
    }

    [Fact]
    public void Every_length_and_distance_symbol_of_the_fixed_code_is_decoded()
    {
        for (int symbol = 0; symbol < 30; symbol++)
        {
            int extra = symbol < 2 ? 0 : symbol / 2 - 1;
            int distance = symbol < 2 ? symbol + 1 : ((2 + symbol % 2) << extra) + 1;
            for (int length = 257; length <= 285; length++)
            {
                int lengthExtra = length is < 265 or 285 ? 0 : (length - 261) / 4;
                int matched = length == 285 ? 258
                    : length < 265 ? length - 254
                    : ((4 + (length - 265) % 4) << lengthExtra) + 3;
                byte[] history = Samples.Noise(distance);
                var writer = new BitWriter();
                writer.Block(false, 0).Align().Bits(16, distance).Bits(16, ~distance);
                foreach (byte value in history)
                {
                    writer.Bits(8, value);
                }

                writer.Block(true, 1).Fixed('x').Fixed(length).Bits(lengthExtra, 0).Code(5, symbol).Bits(extra, 0)
                    .Fixed('y').Fixed(256);
                byte[] data = Samples.Join(history, [(byte)'x'], new byte[matched], [(byte)'y']);
                for (int i = distance + 1; i <= distance + matched; i++)
                {
                    data[i] = data[i - distance];
                }

                Assert.Equal(data, Samples.ExpandDirectly(writer.ToArray(), data.Length, CompressedFormat.Raw));
            }
        }
    }

    [Fact]
    public void The_window_reaches_from_one_read_into_the_output_of_earlier_ones()
    {
        byte[] once = Samples.Noise(32768);
        byte[] data = Samples.Join(once, once, once);
        byte[] deflated = Samples.Deflate(data);
        for (int first = 0; first < 40000; first += 3001)
        {
            Assert.Equal(data, Samples.Expand(deflated, CompressedFormat.Raw, first + 1, 50000));
        }
    }

    [Fact]
    public unsafe void Changing_what_was_read_does_not_change_what_follows()
    {
        byte[] data = Samples.Periods(300000);
        using var reader = new GzipReadStream(new MemoryStream(Samples.Gzip(data)));
        var part = new byte[100000];
        for (int start = 0; start < data.Length; start += part.Length)
        {
            fixed (byte* target = part)
            {
                reader.ReadExactly(target, part.Length);
            }

            Assert.Equal(Samples.Part(data, start, part.Length), part);
            Array.Clear(part, 0, part.Length);
        }
    }

    [Fact]
    public void A_single_one_bit_distance_code_is_allowed()
    {
        var literals = new int[258];
        literals['a'] = 1;
        literals[256] = 2;
        literals[257] = 2;
        byte[] stream = new BitWriter().DynamicHeader(true, literals, [1])
            .Code(1, 0).Code(2, 3).Code(1, 0).Code(2, 2).ToArray();
        Assert.Equal("aaaa"u8.ToArray(), Samples.Expand(stream, CompressedFormat.Raw));
    }

    [Fact]
    public void A_block_without_distance_codes_is_allowed_as_long_as_none_is_used()
    {
        var literals = new int[257];
        literals['a'] = 1;
        literals[256] = 1;
        byte[] stream = new BitWriter().DynamicHeader(true, literals, [0]).Code(1, 0).Code(1, 0).Code(1, 1).ToArray();
        Assert.Equal("aa"u8.ToArray(), Samples.Expand(stream, CompressedFormat.Raw));
    }

    [Fact]
    public void Codes_of_fifteen_bits_are_decoded()
    {
        // Literal n has n + 1 bits, but for the last two: the end of block shares the longest length.
        var literals = new int[257];
        for (int i = 0; i < 14; i++)
        {
            literals[i] = i + 1;
        }

        literals[14] = 15;
        literals[256] = 15;
        var writer = new BitWriter().DynamicHeader(true, literals, [0]);
        var data = new byte[3000];
        for (int i = 0; i < data.Length; i++)
        {
            int symbol = i * 7 % 15;
            data[i] = (byte)symbol;
            writer.Code(Math.Min(symbol + 1, 15), symbol == 14 ? 0x7ffe : (1 << symbol + 1) - 2);
        }

        byte[] stream = writer.Code(15, 0x7fff).ToArray();
        Assert.Equal(data, Samples.ExpandDirectly(stream, data.Length, CompressedFormat.Raw));
        Assert.Equal(data, Samples.Expand(stream, CompressedFormat.Raw, 1));
    }

    private static byte[] Repeat(byte[] data, int count)
    {
        var parts = new byte[count + 1][];
        for (int i = 0; i <= count; i++)
        {
            parts[i] = data;
        }

        return Samples.Join(parts);
    }
}
