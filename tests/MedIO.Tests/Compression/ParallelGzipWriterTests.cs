using System;
using System.IO;
using System.IO.Compression;
using System.Threading;
using FsCheck;
using FsCheck.Xunit;
using MedIO.IO.Compression;
using Xunit;

namespace MedIO.Tests.Compression;

public class ParallelGzipWriterTests
{
    private const int Block = DeflateBlock.Size;

    public static TheoryData<int> Sizes => [0, 1, 1000, Block - 1, Block, Block + 1, 3 * Block, 9 * Block + 77];

    [Theory]
    [MemberData(nameof(Sizes))]
    public void What_is_written_can_be_read_by_us_and_by_the_platform(int size)
    {
        byte[] data = Samples.Scan(size);
        byte[] file = Compress(data);
        Assert.Equal(data, Samples.Expand(file));
        using var platform = new GZipStream(new MemoryStream(file), CompressionMode.Decompress);
        Assert.Equal(data, Samples.ReadAll(platform));
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Zlib_and_raw_data_can_be_read(int size)
    {
        byte[] data = Samples.Scan(size);
        Assert.Equal(data, Samples.Expand(Compress(data, format: CompressedFormat.Zlib), CompressedFormat.Zlib));
        Assert.Equal(data, Samples.Expand(Compress(data, format: CompressedFormat.Raw), CompressedFormat.Raw));
#if NET8_0_OR_GREATER
        var zlib = new MemoryStream(Compress(data, format: CompressedFormat.Zlib));
        using var platform = new ZLibStream(zlib, CompressionMode.Decompress);
        Assert.Equal(data, Samples.ReadAll(platform));
#endif
    }

    [Fact]
    public void Every_level_comes_back()
    {
        byte[] data = Samples.Scan(3 * Block + 5);
        for (int level = 0; level <= 9; level++)
        {
            Assert.Equal(data, Samples.Expand(Compress(data, level)));
            Assert.Equal(data, Samples.Expand(Compress(data, level, CompressedFormat.Zlib), CompressedFormat.Zlib));
        }

        Assert.True(Compress(data, 1).Length < Compress(data, 0).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => new ParallelGzipWriter(Stream.Null, 10));
    }

    [Fact]
    public void It_is_one_member_without_time_or_name()
    {
        byte[] file = Compress(Samples.Scan(2 * Block));
        Assert.Equal([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255], Samples.Part(file, 0, 10));
        byte[] raw = Samples.Part(file, 10, file.Length - 18);
        Assert.Equal(2 * Block, Samples.Expand(raw, CompressedFormat.Raw).Length);
    }

    [Fact]
    public void The_bytes_do_not_depend_on_threads_or_pieces()
    {
        byte[] data = Samples.Scan(20 * Block + 1);
        byte[] expected = Compress(data, threads: 1);
        Assert.Equal(expected, Compress(data, threads: 2));
        Assert.Equal(expected, Compress(data, threads: 7));
        Assert.Equal(expected, Compress(data, pieces: [352, 10 * Block, 5]));
        Assert.Equal(expected, Compress(data, pieces: [81920]));
    }

    [Property(MaxTest = 30)]
    public bool Any_pieces_make_up_the_whole(PositiveInt[] pieces, NonNegativeInt seed)
    {
        byte[] data = Samples.Scan(2 * Block + seed.Get % 1000, seed.Get);
        int[] sizes = Array.ConvertAll(pieces, piece => piece.Get * 1000);
        return Samples.Expand(Compress(data, 1, pieces: sizes)).AsSpan().SequenceEqual(data);
    }

    [Fact]
    public unsafe void Memory_is_not_needed_once_the_write_has_returned()
    {
        byte[] data = Samples.Scan(12 * Block);
        var copy = (byte[])data.Clone();
        using var output = new MemoryStream();
        using (var writer = new ParallelGzipWriter(output, leaveOpen: true))
        {
            fixed (byte* start = copy)
            {
                writer.Write(start, copy.Length);
            }

            Array.Clear(copy, 0, copy.Length);
            Assert.Equal(data.Length, writer.Position);
        }

        Assert.Equal(data, Samples.Expand(output.ToArray()));
    }

    [Fact]
    public void A_failing_destination_is_told_once()
    {
        byte[] data = Samples.Noise(30 * Block);
        var writer = new ParallelGzipWriter(new FullDiskStream(3 * Block));
        Assert.Throws<IOException>(() => writer.Write(data, 0, data.Length));
        Assert.Throws<ObjectDisposedException>(() => writer.Write(data, 0, 1));
        writer.Dispose();
    }

    [Fact]
    public void A_destination_that_fails_at_the_end_is_told_by_disposing()
    {
        byte[] data = Samples.Noise(Block / 2);
        var writer = new ParallelGzipWriter(new FullDiskStream(10));
        Exception? early = Record.Exception(() => writer.Write(data, 0, data.Length));
        Exception? late = Record.Exception(writer.Dispose);
        Assert.IsType<IOException>(early ?? late);
        Assert.Null(Record.Exception(writer.Dispose));
    }

    [Fact]
    public void Cancelling_ends_the_write_and_leaves_an_incomplete_file()
    {
        byte[] data = Samples.Scan(40 * Block);
        using var cancellation = new CancellationTokenSource();
        using var output = new MemoryStream();
        var destination = new CallingStream(output, cancellation.Cancel);
        var writer = new ParallelGzipWriter(destination, cancellation: cancellation.Token);
        Assert.ThrowsAny<OperationCanceledException>(() =>
        {
            writer.Write(data, 0, data.Length);
            writer.Write(data, 0, data.Length);
        });
        writer.Dispose();
        Assert.Throws<EndOfStreamException>(() => Samples.Expand(output.ToArray()));
    }

    [Fact]
    public void Aborting_leaves_an_incomplete_file()
    {
        using var output = new MemoryStream();
        using (var writer = new ParallelGzipWriter(output, leaveOpen: true))
        {
            writer.Write(Samples.Scan(20 * Block), 0, 20 * Block);
            writer.Abort();
        }

        Assert.Throws<EndOfStreamException>(() => Samples.Expand(output.ToArray()));
    }

    [Fact]
    public void The_destination_is_closed_unless_it_shall_stay_open()
    {
        var output = new MemoryStream();
        new ParallelGzipWriter(output, leaveOpen: true).Dispose();
        Assert.True(output.CanWrite);
        new ParallelGzipWriter(output).Dispose();
        Assert.False(output.CanWrite);
    }

    private static byte[] Compress(
        byte[] data,
        int level = DeflateSettings.DefaultLevel,
        CompressedFormat format = CompressedFormat.Gzip,
        int threads = 0,
        params int[] pieces)
    {
        using var output = new MemoryStream();
        using (var writer = new ParallelGzipWriter(output, level, format, leaveOpen: true, threads))
        {
            for (int start = 0, i = 0; start < data.Length; i++)
            {
                int count = Math.Min(pieces.Length == 0 ? data.Length : pieces[i % pieces.Length], data.Length - start);
                writer.Write(data, start, count);
                start += count;
            }
        }

        return output.ToArray();
    }

    private sealed class FullDiskStream(int room) : MemoryStream
    {
        public override void Write(byte[] buffer, int offset, int count)
        {
            if (Length + count > room)
            {
                throw new IOException("The disk is full.");
            }

            base.Write(buffer, offset, count);
        }
    }

    /// <summary>Does something once a part has been written.</summary>
    private sealed class CallingStream(MemoryStream inner, Action action) : MemoryStream
    {
        public override void Write(byte[] buffer, int offset, int count)
        {
            inner.Write(buffer, offset, count);
            if (inner.Length > 100000)
            {
                action();
            }
        }
    }
}
