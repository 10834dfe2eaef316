using System;
using System.IO;
using System.IO.Compression;
using FsCheck;
using FsCheck.Xunit;
using MedIO.IO.Compression;
using Xunit;

namespace MedIO.Tests.Compression;

public class DeflaterTests
{
    /// <summary>Of what is written on .NET 10, .NET Framework and Mono alike.</summary>
    private const uint KnownChecksum = 128132557;

    [Property(MaxTest = 300)]
    public void What_is_compressed_comes_back(NonNegativeInt seed, NonNegativeInt level)
    {
        var random = new System.Random(seed.Get);
        byte[] data = Mixture(random, random.Next(random.Next(4) == 0 ? 70001 : 3000));
        AssertComesBack(data, random.Next(data.Length + 1), level.Get % 10);
    }

    [Fact]
    public void Every_small_size_comes_back()
    {
        for (int size = 0; size < 300; size++)
        {
            AssertComesBack(Mixture(new System.Random(size), size), size / 3, size % 10);
            AssertComesBack(new byte[size], 0, size % 10);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(258)]
    public void Patterns_that_repeat_take_next_to_nothing(int period)
    {
        var data = new byte[200000];
        for (int i = 0; i < data.Length; i++)
        {
            data[i] = (byte)(i % period * 37);
        }

        for (int level = 1; level <= 9; level++)
        {
            Assert.InRange(AssertComesBack(data, 0, level), 1, 1500);
        }
    }

    [Fact]
    public void Symbols_too_rare_for_the_longest_code_come_back()
    {
        // Fibonacci numbers as frequencies make the deepest tree: 24 symbols would need codes of 23 bits.
        var data = new byte[121392];
        int next = 0;
        for (int symbol = 0, a = 1, b = 1; symbol < 24; symbol++, (a, b) = (b, a + b))
        {
            for (int i = 0; i < a; i++)
            {
                data[next++] = (byte)(symbol * 11);
            }
        }

        Assert.Equal(data.Length, next);
        Shuffle(data);
        for (int level = 0; level <= 9; level++)
        {
            AssertComesBack(data, 0, level);
        }
    }

    [Theory]
    [InlineData(32767)]
    [InlineData(32768)]
    [InlineData(32769)]
    public void Matches_reach_back_as_far_as_the_window_and_no_farther(int distance)
    {
        byte[] noise = Samples.Noise(distance);
        var data = new byte[2 * distance];
        noise.CopyTo(data, 0);
        noise.CopyTo(data, distance);
        for (int level = 1; level <= 9; level++)
        {
            int size = AssertComesBack(data, 0, level);
            Assert.Equal(distance > 32768, size > distance * 3 / 2);
        }
    }

    [Fact]
    public void Matches_reach_back_into_the_block_before()
    {
        byte[] noise = Samples.Noise(30000);
        var data = new byte[60000];
        noise.CopyTo(data, 0);
        noise.CopyTo(data, 30000);
        for (int level = 1; level <= 9; level++)
        {
            Assert.InRange(AssertComesBack(data, 30000, level), 30000, 30700);
        }
    }

    [Fact]
    public void Noise_grows_by_no_more_than_stored_blocks_take()
    {
        byte[] data = Samples.Noise(DeflateBlock.Size);
        for (int level = 0; level <= 9; level++)
        {
            Assert.InRange(AssertComesBack(data, 0, level), data.Length, data.Length + 5 * 5);
        }
    }

    [Fact]
    public void The_bytes_are_the_same_everywhere()
    {
        byte[] data = Mixture(new Lcg(5), 300000);
        Assert.Equal(KnownChecksum, Crc(Compress(data, 100000, DeflateSettings.DefaultLevel)));
    }

    private static unsafe uint Crc(byte[] data)
    {
        fixed (byte* start = data)
        {
            return Crc32.Update(0, start, data.Length);
        }
    }

    /// <summary>Two blocks, the second with the first before it, and a last one.</summary>
    private static unsafe byte[] Compress(byte[] data, int cut, int level)
    {
        var output = new byte[Deflater.MaxOutput(cut) + Deflater.MaxOutput(data.Length - cut) + 2];
        int size;

        // An empty array would be a null pointer.
        fixed (byte* input = data.Length == 0 ? new byte[1] : data, start = output)
        {
            size = Deflater.OfThread.Compress(input, 0, cut, level, start);
            size += Deflater.OfThread.Compress(input + cut, cut, data.Length - cut, level, start + size);
        }

        output[size++] = 3;
        output[size++] = 0;
        Array.Resize(ref output, size);
        return output;
    }

    private static int AssertComesBack(byte[] data, int cut, int level)
    {
        byte[] compressed = Compress(data, cut, level);
        Assert.True(data.AsSpan().SequenceEqual(Samples.Expand(compressed, CompressedFormat.Raw)));
        using var platform = new DeflateStream(new MemoryStream(compressed), CompressionMode.Decompress);
        Assert.True(data.AsSpan().SequenceEqual(Samples.ReadAll(platform)));
        return compressed.Length - 2;
    }

    /// <summary>Runs, noise of few and of all values, 16-bit samples and copies, in turn.</summary>
    private static byte[] Mixture(System.Random random, int size)
    {
        var data = new byte[size];
        for (int i = 0; i < size;)
        {
            int end = Math.Min(size, i + 1 + random.Next(random.Next(3) == 0 ? 9000 : 300));
            int kind = random.Next(5);
            int values = kind == 0 ? 1 : kind == 1 ? 256 : 2 + random.Next(60);
            int distance = random.Next(4) == 0 ? Math.Min(i, 32768) : random.Next(i + 1);
            int value = random.Next(256);
            for (; i < end; i++)
            {
                data[i] = kind == 4 && distance > 0 ? data[i - distance]
                    : kind == 3 && (i & 1) == 1 ? (byte)0
                    : (byte)(value + random.Next(values));
            }
        }

        return data;
    }

    private static void Shuffle(byte[] data)
    {
        var random = new System.Random(1);
        for (int i = data.Length - 1; i > 0; i--)
        {
            int j = random.Next(i + 1);
            (data[i], data[j]) = (data[j], data[i]);
        }
    }

    /// <summary>Numbers that are the same in every runtime.</summary>
    private sealed class Lcg(uint state) : System.Random
    {
        public override int Next(int maxValue)
        {
            state = state * 1664525 + 1013904223;
            return (int)((ulong)state * (ulong)maxValue >> 32);
        }
    }
}
