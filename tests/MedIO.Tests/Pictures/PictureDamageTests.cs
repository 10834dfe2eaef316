using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using MedIO.Tests.Dicom.Codecs;
using Xunit;
using static MedIO.Tests.Pictures.TiffFile;

namespace MedIO.Tests.Pictures;

public sealed class PictureDamageTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> Kinds() => new() { "gray.png", "interlaced.png", "palette.png", "rgb.bmp", "runs.bmp", "baseline.jpg", "progressive.jpg", "raw.tif", "deflate.tif", "lzw.tif", "tiles.tif", "palette.tif", "stack.tif" };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_file_cut_off_anywhere_is_an_error_of_ours_or_an_image(string kind)
    {
        byte[] file = Whole(kind);
        string path = _folder["a" + Path.GetExtension(kind)];
        File.WriteAllBytes(path, file);
        MedImage whole = MedFile.Read(path);
        int step = Math.Max(1, file.Length / 400);
        for (int length = 1; length < file.Length; length += step)
        {
            File.WriteAllBytes(path, file.Take(length).ToArray());
            Try(path, new ReadOptions());
            if (Try(path, new ReadOptions { AllowTruncated = true, AllowMissingSlices = true }) is { } image)
            {
                Assert.Equal(whole.Components, image.Components);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_damaged_file_is_an_error_of_ours_or_an_image(string kind)
    {
        byte[] file = Whole(kind);
        string path = _folder["a" + Path.GetExtension(kind)];
        var random = new Random(7);
        for (int i = 0; i < 400; i++)
        {
            byte[] damaged = (byte[])file.Clone();
            int changes = 1 + random.Next(4);
            for (int k = 0; k < changes; k++)
            {
                // Headers are more worth it than pixels.
                int at = random.Next(2) == 0 ? random.Next(file.Length) : kind.EndsWith(".tif", StringComparison.Ordinal) ? file.Length - 1 - random.Next(Math.Min(200, file.Length)) : random.Next(Math.Min(100, file.Length));
                damaged[at] = random.Next(3) switch { 0 => (byte)random.Next(256), 1 => 255, _ => (byte)(damaged[at] ^ (1 << random.Next(8))) };
            }

            File.WriteAllBytes(path, damaged);
            Try(path, new ReadOptions());
            Try(path, new ReadOptions { AllowTruncated = true });
        }
    }

    [Fact]
    public void What_a_cut_off_PNG_has_is_shown()
    {
        // Stored blocks, so that the first rows are there whatever follows.
        byte[] rows = PngFile.Filter(Enumerable.Range(0, 100 * 100).Select(i => (byte)(i * 7919 >> 3)).ToArray(), 100, 1, y => 0);
        byte[] file = PngFile.Of(100, 100, 8, 0, rows);
        File.WriteAllBytes(_folder["a.png"], file.Take(file.Length / 2).ToArray());
        Assert.Equal(MedIOError.TruncatedData, Assert.Throws<MedIOException>(() => MedFile.Read(_folder["a.png"])).Error);
        MedImage image = MedFile.Read(_folder["a.png"], new ReadOptions { AllowTruncated = true });
        Assert.Equal(rows.Skip(1).Take(100), ((byte[])image.Voxels).Take(100));
        Assert.Equal(0, ((byte[])image.Voxels).Last());
        Assert.Single(image.Warnings);
    }

    [Fact]
    public void Checksums_are_verified()
    {
        byte[] file = PngFile.Of(2, 1, 8, 0, new byte[] { 0, 1, 2 });
        int crc = file.Length - 12 - 1;
        file[crc] ^= 1;
        File.WriteAllBytes(_folder["a.png"], file);
        Assert.Equal(MedIOError.CorruptCompression, Assert.Throws<MedIOException>(() => MedFile.Read(_folder["a.png"])).Error);
        byte[] zlib = PngFile.Zlib(new byte[] { 0, 1, 2 });
        zlib[zlib.Length - 1] ^= 1;
        File.WriteAllBytes(_folder["a.png"], new PngFile().Chunk("IHDR", PngFile.Header(2, 1, 8, 0)).Chunk("IDAT", zlib).Chunk("IEND", Array.Empty<byte>()).Bytes);
        Assert.Equal(MedIOError.CorruptCompression, Assert.Throws<MedIOException>(() => MedFile.Read(_folder["a.png"])).Error);
    }

    [Theory]
    [InlineData(0x7fffffff, 0x7fffffff)]
    [InlineData(100000, 100000)]
    [InlineData(0x7fffffff, 1)]
    public void Huge_sizes_are_held_against_the_file(int width, int height)
    {
        File.WriteAllBytes(_folder["a.png"], PngFile.Of(width, height, 16, 6, new byte[10]));
        Assert.Contains(Assert.Throws<MedIOException>(() => MedFile.ReadMeta(_folder["a.png"])).Error, new[] { MedIOError.ImageTooLarge, MedIOError.TruncatedData });
        File.WriteAllBytes(_folder["a.bmp"], BmpReadTests.Bmp(width, height, 24, 0, new byte[10]));
        Assert.Contains(Assert.Throws<MedIOException>(() => MedFile.ReadMeta(_folder["a.bmp"])).Error, new[] { MedIOError.ImageTooLarge, MedIOError.TruncatedData });
        foreach (int compression in new[] { 1, 4, 5, 7, 8, 32773 })
        {
            File.WriteAllBytes(_folder["a.tif"], new TiffFile().Page(width, height, compression == 4 ? 1 : 8, new byte[10], F(259, compression)).Bytes);
            Assert.Contains(Assert.Throws<MedIOException>(() => MedFile.Read(_folder["a.tif"])).Error, new[] { MedIOError.ImageTooLarge, MedIOError.TruncatedData, MedIOError.InvalidDimensions });
        }
    }

    [Fact]
    public void Strips_do_not_begin_before_the_file()
    {
        // As signed numbers, which the definition does not have here.
        File.WriteAllBytes(_folder["a.tif"], new TiffFile().Page(2, 2, 8, new byte[4], (273, 9, new long[] { -5 })).Bytes);
        foreach (bool cut in new[] { false, true })
        {
            Assert.IsType<MedIOException>(Record.Exception(() => MedFile.Read(_folder["a.tif"], new ReadOptions { AllowTruncated = cut, AllowMissingSlices = cut })));
        }
    }

    [Fact]
    public void Chunks_are_no_longer_than_they_may_be()
    {
        byte[] file = PngFile.Of(2, 1, 8, 0, new byte[] { 0, 1, 2 });
        file[8] = 0x0f;
        File.WriteAllBytes(_folder["a.png"], file);
        Assert.Equal(MedIOError.InvalidHeader, Assert.Throws<MedIOException>(() => MedFile.ReadMeta(_folder["a.png"])).Error);
    }

    [Fact]
    public void Directories_in_a_circle_or_one_over_another_are_an_error()
    {
        byte[] file = new TiffFile().Page(2, 2, 8, new byte[4]).Bytes;
        int first = BitConverter.ToInt32(file, 4);
        Array.Copy(BitConverter.GetBytes(first), 0, file, file.Length - 4, 4);
        File.WriteAllBytes(_folder["a.tif"], file);
        Assert.Equal(MedIOError.InvalidHeader, Assert.Throws<MedIOException>(() => MedFile.ReadMeta(_folder["a.tif"])).Error);

        // Each with 65535 entries, a byte after the other.
        var many = new byte[(12 * 65535) + 1000000];
        for (int i = 0; i < many.Length; i++)
        {
            many[i] = 0xff;
        }

        new byte[] { (byte)'I', (byte)'I', 42, 0, 8, 0, 0, 0 }.CopyTo(many, 0);
        File.WriteAllBytes(_folder["a.tif"], many);
        Assert.Throws<MedIOException>(() => MedFile.ReadMeta(_folder["a.tif"]));
    }

    [Fact]
    public void The_library_sees_no_tag_that_decoding_does_not_need()
    {
        // A private tag, and one of text, that say they have a billion values: the library would take the memory.
        byte[] lzw = { 0x80, 0x1, 0xe0, 0x40, 0x88, 0x8 };
        byte[] file = new TiffFile().Page(4, 1, 8, lzw, F(259, 5), (305, 2, new long[] { 1, 2, 3, 4, 5 }), (33550, 12, new long[] { 1, 2 })).Bytes;
        int at = BitConverter.ToInt32(file, 4);
        for (int entry = at + 2; entry < file.Length - 4; entry += 12)
        {
            if (BitConverter.ToUInt16(file, entry) is 305 or 33550)
            {
                Array.Copy(BitConverter.GetBytes(1 << 30), 0, file, entry + 4, 4);
            }
        }

        File.WriteAllBytes(_folder["a.tif"], file);
        Assert.Equal(new byte[] { 7, 7, 7, 8 }, (byte[])MedFile.Read(_folder["a.tif"]).Voxels);
    }

    [Theory]
    [InlineData(new byte[] { 0xff, 0xd8, 0xff })]
    [InlineData(new byte[] { 0xff, 0xd8, 0xff, 0xd9 })]
    [InlineData(new byte[] { 0xff, 0xd8, 0xff, 0xda, 0, 2 })]
    [InlineData(new byte[] { 0xff, 0xd8, 0xff, 0xc9, 0, 11, 8, 0, 1, 0, 1, 1, 1, 0x11, 0, 0xff, 0xda, 0, 2 })]
    [InlineData(new byte[] { 0xff, 0xd8, 0xff, 0xe0, 0, 1 })]
    public void Stumps_of_JPEG_are_an_error(byte[] bytes)
    {
        File.WriteAllBytes(_folder["a.jpg"], bytes);
        MedIOException e = Assert.Throws<MedIOException>(() => MedFile.Read(_folder["a.jpg"]));
        Assert.StartsWith(_folder["a.jpg"], e.Message);
        Assert.DoesNotContain("DICOM", e.Message);
    }

    private static MedImage? Try(string path, ReadOptions options)
    {
        try
        {
            return MedFile.Read(path, options);
        }
        catch (MedIOException e)
        {
            Assert.StartsWith(path, e.Message);
            return null;
        }
    }

    private static byte[] Whole(string kind)
    {
        byte[] gray = (byte[])PngWriteTests.Voxels(19 * 13, false, 2);
        byte[] rgb = (byte[])PngWriteTests.Voxels(19 * 13 * 3, false, 3);
        var file = new TiffFile(bigEndian: kind == "deflate.tif");
        switch (kind)
        {
            case "gray.png": return PngFile.Of(19, 13, 8, 0, PngFile.Filter(gray, 19, 1, y => y % 5));
            case "interlaced.png": return PngFile.Of(1, 2, 8, 2, new byte[] { 0, 1, 2, 3, 1, 4, 5, 6 }, interlaced: true);
            case "palette.png": return PngFile.Of(19, 13, 8, 3, PngFile.Filter(gray, 19, 1, y => 2), false, ("PLTE", rgb.Take(600).ToArray()), ("tRNS", gray.Take(200).ToArray()));
            case "rgb.bmp": return BmpReadTests.Bmp(19, 13, 24, 0, Enumerable.Range(0, 13).SelectMany(y => rgb.Skip(57 * y).Take(57).Concat(new byte[3])).ToArray());
            case "runs.bmp": return BmpReadTests.Bmp(6, 2, 8, 1, new byte[] { 3, 7, 0, 3, 9, 8, 7, 0, 0, 0, 0, 2, 2, 0, 2, 5, 0, 1 }, rgb.Concat(rgb).Take(1024).ToArray());
            case "baseline.jpg": return Seed.Bytes("jpeg/baseline.jpg");
            case "progressive.jpg": return Seed.Bytes("jpeg/progressive_gray.jpg");
            case "raw.tif": return file.Page(19, 13, 8, gray).Bytes;
            case "deflate.tif": return file.Page(19, 13, 8, PngFile.Zlib(rgb), F(259, 8), F(317, 2), F(277, 3), F(258, 8, 8, 8), F(262, 2)).Bytes;
            case "lzw.tif": return file.Page(4, 1, 8, new byte[] { 0x80, 0x1, 0xe0, 0x40, 0x88, 0x8 }, F(259, 5)).Bytes;
            case "tiles.tif":
                int at = file.Add(new byte[16 * 16 * 4].Select((b, i) => (byte)i).ToArray());
                return file.Page(19, 13, 8, Array.Empty<byte>(), F(322, 16), F(323, 16), F(324, at, at + 256), F(325, 256, 256)).Bytes;
            case "palette.tif": return file.Page(19, 13, 8, gray, F(262, 3), (320, 3, Enumerable.Range(0, 768).Select(i => (long)i * 80).ToArray())).Bytes;
            default: return file.Page(19, 13, 8, gray, TiffFile.Text("ImageJ=1.53k\nimages=3\nslices=3\nspacing=2\nunit=mm\n")).Page(19, 13, 8, gray).Page(19, 13, 8, gray).Bytes;
        }
    }
}
