using FsCheck;
using FsCheck.Xunit;
using MedIO.IO.Compression;
using Xunit;

namespace MedIO.Tests.Compression;

public class ChecksumTests
{
    [Fact]
    public void The_check_values_of_the_specifications()
    {
        Assert.Equal(0u, Crc32.Update(0, []));
        Assert.Equal(0xcbf43926u, Crc32.Update(0, "123456789"u8));
        Assert.Equal(1u, Adler32.Update(1, []));
        Assert.Equal(0x11e60398u, Adler32.Update(1, "Wikipedia"u8));
    }

    [Fact]
    public void Every_length_gives_what_the_definition_gives()
    {
        byte[] noise = Samples.Noise(700);
        for (int length = 0; length <= noise.Length; length++)
        {
            byte[] data = Samples.Part(noise, noise.Length - length, length);
            Assert.Equal(Samples.SlowCrc(data), Crc32.Update(0, data));
            Assert.Equal(Samples.SlowAdler(data), Adler32.Update(1, data));
        }
    }

    [Fact]
    public void Large_sums_do_not_overflow()
    {
        byte[] data = Samples.Flat(1000003, 255);
        Assert.Equal(Samples.SlowCrc(data), Crc32.Update(0, data));
        Assert.Equal(Samples.SlowAdler(data), Adler32.Update(1, data));
    }

    [Property]
    public bool Pieces_sum_up_to_the_whole(byte[] first, byte[] second, byte repeats)
    {
        for (int i = 0; i < repeats % 8; i++)
        {
            second = Samples.Join(second, second, [(byte)i]);
        }

        byte[] all = Samples.Join(first, second);
        uint crc = Samples.SlowCrc(all);
        uint adler = Samples.SlowAdler(all);
        return Crc32.Update(Crc32.Update(0, first), second) == crc
            && Adler32.Update(Adler32.Update(1, first), second) == adler
            && Crc32.Combine(Crc32.Update(0, first), Crc32.Update(0, second), second.Length) == crc
            && Adler32.Combine(Adler32.Update(1, first), Adler32.Update(1, second), second.Length) == adler;
    }

    [Fact]
    public void Lengths_beyond_32_bits_combine()
    {
        // Appending n zeros twice is appending 2 n of them.
        const long Half = 3_000_000_000;
        uint zeros = Crc32.Update(0, new byte[1]);
        uint half = Zeros(zeros, Half);
        Assert.Equal(Zeros(zeros, 2 * Half), Crc32.Combine(half, half, Half));
        Assert.Equal(Adler32.Combine(1, Adler32.Combine(1, 1, Half), Half), Adler32.Combine(1, 1, 2 * Half));
    }

    /// <summary>CRC of so many zero bytes, by doubling.</summary>
    private static uint Zeros(uint one, long count)
    {
        uint crc = 0;
        long length = 0;
        for (int bit = 62; bit >= 0; bit--)
        {
            crc = Crc32.Combine(crc, crc, length);
            length *= 2;
            if ((count >> bit & 1) != 0)
            {
                crc = Crc32.Combine(crc, one, 1);
                length++;
            }
        }

        return crc;
    }
}
