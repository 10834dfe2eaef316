using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using MedIO.IO.Compression;
using Xunit;

namespace MedIO.Tests.Compression;

/// <summary>
/// Valid data with random damage: it ends in data or in one of two exceptions, whichever way it is read.
/// </summary>
public class DamagedStreamTests
{
    private const int MaxOutput = 400000;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Damage_never_does_harm(int seed)
    {
        var random = new Random(seed);
        List<byte[]> originals = [];
        foreach (int size in new[] { 40, 900, 30000 })
        {
            foreach (byte[] data in Samples.OfSize(size))
            {
                originals.Add(Samples.Deflate(data, CompressionLevel.Fastest));
                originals.Add(Samples.Deflate(data));
            }
        }

        for (int i = 0; i < 1500; i++)
        {
            byte[] damaged = Damage(originals[random.Next(originals.Count)], random);
            byte[]? direct = Try(() => ReadDirectly(damaged));
            byte[]? piecewise = Try(() => ReadPiecewise(damaged, 1 + random.Next(5000)));
            Assert.Equal(direct == null, piecewise == null);
            if (direct != null)
            {
                Assert.Equal(direct, piecewise);
            }

#if NET8_0_OR_GREATER
            byte[]? expected = Try(() => ReadByPlatform(damaged));
            if (expected != null && expected.Length < MaxOutput)
            {
                // The platform takes a stream that is cut off for a short one.
                Assert.True(direct == null || expected.AsSpan().SequenceEqual(direct));
            }
            else
            {
                Assert.True(direct == null || direct.Length == MaxOutput);
            }
#endif
        }
    }

    private static byte[] Damage(byte[] original, Random random)
    {
        var damaged = (byte[])original.Clone();
        for (int n = random.Next(4); n >= 0; n--)
        {
            // Headers are where most can go wrong.
            int at = random.Next(random.Next(2) == 0 ? Math.Min(80, damaged.Length) : damaged.Length);
            damaged[at] = random.Next(2) == 0 ? (byte)random.Next(256) : (byte)(damaged[at] ^ 1 << random.Next(8));
        }

        return random.Next(8) == 0 ? Samples.Part(damaged, 0, random.Next(damaged.Length)) : damaged;
    }

    private static byte[]? Try(Func<byte[]> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            return null;
        }
    }

    /// <summary>Reads all, or as much as there is room for, between guards that must stay as they are.</summary>
    private static unsafe byte[] ReadDirectly(byte[] deflated)
    {
        const int Guard = 512;
        byte[] all = Samples.Flat(MaxOutput + 2 * Guard, 0xa5);
        using var reader = new GzipReadStream(new MemoryStream(deflated), CompressedFormat.Raw);
        long length = 0;
        try
        {
            fixed (byte* start = all)
            {
                for (int read; length < MaxOutput; length += read)
                {
                    read = reader.Read(new Span<byte>(start + Guard + length, (int)(MaxOutput - length)));
                    if (read == 0)
                    {
                        break;
                    }
                }
            }
        }
        finally
        {
            Assert.Equal(-1, Array.FindIndex(all, 0, Guard, value => value != 0xa5));
            Assert.Equal(-1, Array.FindIndex(all, Guard + MaxOutput, Guard, value => value != 0xa5));
        }

        return Samples.Part(all, Guard, (int)length);
    }

    private static byte[] ReadPiecewise(byte[] deflated, int piece)
    {
        using var reader = new GzipReadStream(new MemoryStream(deflated), CompressedFormat.Raw);
        return ReadUpToMax(reader, piece);
    }

#if NET8_0_OR_GREATER
    private static byte[] ReadByPlatform(byte[] deflated)
    {
        using var reader = new DeflateStream(new MemoryStream(deflated), CompressionMode.Decompress);
        return ReadUpToMax(reader, 10000);
    }
#endif

    private static byte[] ReadUpToMax(Stream reader, int piece)
    {
        var all = new byte[MaxOutput];
        int length = 0;
        for (int read; length < MaxOutput; length += read)
        {
            read = reader.Read(all, length, Math.Min(piece, MaxOutput - length));
            if (read == 0)
            {
                break;
            }
        }

        return Samples.Part(all, 0, length);
    }
}
