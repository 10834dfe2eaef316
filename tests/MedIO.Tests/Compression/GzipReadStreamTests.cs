using System;
using System.IO;
using MedIO.IO.Compression;
using Xunit;

namespace MedIO.Tests.Compression;

/// <summary>The wrappers: RFC 1952 and RFC 1950.</summary>
public class GzipReadStreamTests
{
    private static readonly byte[] s_data = Samples.Scan(100000);
    private static readonly byte[] s_small = Samples.Gradient(600);

    [Fact]
    public void Every_combination_of_header_flags_is_read()
    {
        byte[] deflated = Samples.Deflate(s_small);
        for (byte flags = 0; flags < 32; flags++)
        {
            byte[] file = Samples.Member(deflated, s_small, flags, Fields(flags));
            Assert.Equal(s_small, Samples.Expand(file));
            var head = new byte[100];
            Assert.Equal(100, GzipHead.Read(file, head));
            Assert.Equal(Samples.Part(s_small, 0, 100), head);
        }
    }

    [Fact]
    public void A_header_checksum_that_is_wrong_is_found()
    {
        byte[] fields = Fields(2);
        fields[0] ^= 1;
        byte[] file = Samples.Member(Samples.Deflate(s_small), s_small, 2, fields);
        Assert.Throws<InvalidDataException>(() => Samples.Expand(file));
    }

    [Theory]
    [InlineData(0, 0x1e)]
    [InlineData(1, 0x8a)]
    [InlineData(2, 7)]
    [InlineData(3, 0x20)]
    [InlineData(3, 0x80)]
    public void A_header_that_is_not_gzips_is_refused(int index, byte value)
    {
        byte[] file = Samples.Gzip(s_small);
        file[index] = value;
        Assert.Throws<InvalidDataException>(() => Samples.Expand(file));
        Assert.Throws<InvalidDataException>(() => GzipHead.Read(file, new byte[10]));
    }

    [Fact]
    public void Members_are_read_one_after_the_other()
    {
        byte[] file = Samples.Join(
            Samples.Gzip([]), Samples.Gzip(s_data), Samples.Gzip([7]), Samples.Gzip([]), Samples.Gzip(s_small));
        byte[] all = Samples.Join(s_data, [7], s_small);
        Assert.Equal(all, Samples.Expand(file));
        Assert.Equal(all, Samples.Expand(file, CompressedFormat.Gzip, 1));
        Assert.Equal(all, Samples.ExpandDirectly(file, all.Length));
        var head = new byte[all.Length];
        Assert.Equal(all.Length, GzipHead.Read(file, head));
        Assert.Equal(all, head);
    }

    [Theory]
    [InlineData(new byte[] { 0 })]
    [InlineData(new byte[] { 0, 0, 0, 0, 0, 0, 0, 0, 0 })]
    [InlineData(new byte[] { 1, 2, 3 })]
    [InlineData(new byte[] { 0x1f })]
    [InlineData(new byte[] { 0, 0x1f, 0x8c, 8 })]
    public void What_follows_the_last_member_is_ignored(byte[] trailing)
    {
        byte[] file = Samples.Join(Samples.Gzip(s_small), trailing);
        Assert.Equal(s_small, Samples.Expand(file));
    }

    [Fact]
    public void A_member_may_follow_padding()
    {
        byte[] file = Samples.Join(Samples.Gzip(s_small), new byte[512], Samples.Gzip(s_small));
        Assert.Equal(Samples.Join(s_small, s_small), Samples.Expand(file));
    }

    [Fact]
    public void A_second_member_that_is_damaged_is_found()
    {
        byte[] second = Samples.Gzip(s_small);
        second[2] = 9;
        Assert.Throws<InvalidDataException>(() => Samples.Expand(Samples.Join(Samples.Gzip(s_small), second)));
    }

    [Fact]
    public void A_file_cut_off_anywhere_is_found()
    {
        byte[] file = Samples.Gzip(s_small);
        for (int length = 0; length < file.Length; length++)
        {
            byte[] part = Samples.Part(file, 0, length);
            Assert.Throws<EndOfStreamException>(() => Samples.Expand(part));
            Assert.Throws<EndOfStreamException>(() => Samples.Expand(part, CompressedFormat.Gzip, 1));
            Assert.Throws<EndOfStreamException>(() => FinishAfter(part, s_small.Length));
        }
    }

    [Theory]
    [InlineData(8)]
    [InlineData(5)]
    [InlineData(4)]
    [InlineData(1)]
    public void A_wrong_checksum_or_length_is_found(int fromEnd)
    {
        byte[] file = Samples.Gzip(s_data);
        file[file.Length - fromEnd] ^= 0x10;
        Assert.Equal(s_data, Samples.ExpandDirectly(file, s_data.Length));
        Assert.Throws<InvalidDataException>(() => Samples.Expand(file));
        Assert.Throws<InvalidDataException>(() => FinishAfter(file, s_data.Length));
    }

    [Fact]
    public void Finishing_reads_at_most_the_allowance()
    {
        byte[] file = Samples.Gzip(s_data);
        Assert.True(FinishAfter(file, s_data.Length));
        Assert.True(FinishAfter(file, s_data.Length - 10, 10));
        Assert.False(FinishAfter(file, s_data.Length - 10, 9));
        Assert.True(FinishAfter(file, 0, s_data.Length));
        Assert.False(FinishAfter(file, 0, s_data.Length - 1));
        Assert.True(FinishAfter(Samples.Join(file, file), s_data.Length));
    }

    [Fact]
    public void Reading_past_the_end_is_told()
    {
        Assert.Throws<EndOfStreamException>(() => Samples.ExpandDirectly(Samples.Gzip(s_data), s_data.Length + 1));
        Assert.Throws<EndOfStreamException>(() => Samples.ExpandDirectly(Samples.Gzip(s_small), s_small.Length + 1));
    }

    [Fact]
    public unsafe void Skipping_and_all_kinds_of_reading_go_together()
    {
        using var reader = new GzipReadStream(new MemoryStream(Samples.Gzip(s_data)));
        Assert.Equal(12345, reader.Skip(12345));
        Assert.Equal(s_data[12345], reader.ReadByte());
        var direct = new byte[40000];
        fixed (byte* target = direct)
        {
            reader.ReadExactly(target, direct.Length);
        }

        Assert.Equal(Samples.Part(s_data, 12346, direct.Length), direct);
        Assert.Equal(52346, reader.Position);
        Assert.Equal(s_data[52346], reader.ReadByte());
        Assert.Equal(s_data.Length - 52347, reader.Skip(long.MaxValue));
        Assert.Equal(0, reader.Skip(1));
        Assert.Equal(-1, reader.ReadByte());
        Assert.True(reader.Finish(0));
    }

    [Fact]
    public void A_source_that_gives_single_bytes_is_enough()
    {
        using var reader = new GzipReadStream(new OneByteStream(Samples.Gzip(s_data)));
        Assert.Equal(s_data, Samples.ReadAll(reader));
    }

    [Fact]
    public void Zlib_data_is_read_and_verified()
    {
        byte[] file = Samples.Zlib(s_data);
        Assert.Equal(s_data, Samples.Expand(file, CompressedFormat.Zlib));
        Assert.Equal(s_data, Samples.Expand(Samples.Join(file, [1, 2]), CompressedFormat.Zlib));
        byte[] damaged = Samples.Join(file);
        damaged[damaged.Length - 1] ^= 1;
        Assert.Throws<InvalidDataException>(() => Samples.Expand(damaged, CompressedFormat.Zlib));
        byte[] part = Samples.Part(file, 0, file.Length - 1);
        Assert.Throws<EndOfStreamException>(() => Samples.Expand(part, CompressedFormat.Zlib));
    }

    [Theory]
    [InlineData(0x79, 0x9c)]
    [InlineData(0x88, 0x1c)]
    [InlineData(0x78, 0x9d)]
    [InlineData(0x78, 0xbb)]
    public void A_zlib_header_that_is_not_one_is_refused(byte method, byte flags)
    {
        byte[] file = Samples.Zlib(s_small);
        file[0] = method;
        file[1] = flags;
        Assert.Throws<InvalidDataException>(() => Samples.Expand(file, CompressedFormat.Zlib));
    }

    [Fact]
    public void The_source_is_closed_unless_it_shall_stay_open()
    {
        var source = new MemoryStream(Samples.Gzip(s_small));
        new GzipReadStream(source, leaveOpen: true).Dispose();
        Assert.True(source.CanRead);
        var reader = new GzipReadStream(source);
        reader.Dispose();
        reader.Dispose();
        Assert.False(source.CanRead);
        Assert.Throws<ObjectDisposedException>(() => reader.ReadByte());
    }

    [Fact]
    public void A_head_is_read_from_as_much_of_the_file_as_there_is()
    {
        byte[] file = Samples.Gzip(s_data);
        int before = 0;
        for (int length = 0; length < 3000; length += 7)
        {
            var head = new byte[5000];
            int read = GzipHead.Read(Samples.Part(file, 0, length), head);
            Assert.InRange(read, before, head.Length);
            Assert.Equal(Samples.Part(s_data, 0, read), Samples.Part(head, 0, read));
            before = read;
        }

        Assert.True(before > 1000);
        for (int size = 0; size < 400; size++)
        {
            Assert.Equal(size, GzipHead.Read(file, new byte[size]));
        }
    }

    private static unsafe bool FinishAfter(byte[] file, int read, long allowance = 0)
    {
        using var reader = new GzipReadStream(new MemoryStream(file));
        var data = new byte[read + 1];
        fixed (byte* target = data)
        {
            reader.ReadExactly(target, read);
        }

        return reader.Finish(allowance);
    }

    /// <summary>FEXTRA, FNAME, FCOMMENT and FHCRC, in this order (RFC 1952, section 2.3).</summary>
    private static byte[] Fields(byte flags)
    {
        byte[] extra = (flags & 4) != 0 ? [3, 0, 0, 1, 2] : [];
        byte[] name = (flags & 8) != 0 ? [(byte)'n', 0] : [];
        byte[] comment = (flags & 16) != 0 ? [0] : [];
        byte[] fields = Samples.Join(extra, name, comment);
        byte[] header = Samples.Part(Samples.Member([], [], flags, []), 0, 10);
        uint crc = Samples.SlowCrc(Samples.Join(header, fields));
        return (flags & 2) != 0 ? Samples.Join(fields, [(byte)crc, (byte)(crc >> 8)]) : fields;
    }

    private sealed class OneByteStream(byte[] data) : MemoryStream(data)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, 1));
    }
}
