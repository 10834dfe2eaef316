using System;
using System.IO;
using System.Linq;
using MedIO.Dicom;
using MedIO.Dicom.Codecs.Rle;
using MedIO.Tests.Dicom.Codecs;
using MedIO.Tests.Dicom.Series;
using Xunit;

namespace MedIO.Tests.Dicom;

/// <summary>Files that are cut off, or whose frames are damaged, with and without the wish to read them all the same.</summary>
public class TruncatedTests
{
    private static readonly ReadOptions Truncated = new() { AllowTruncated = true };

    [Fact]
    public void Native_frames_that_are_there_are_read_and_those_that_are_not_hold_the_fill_value()
    {
        var file = new PixelFile { Columns = 2, Rows = 2, Frames = 4, Allocated = 16, Pixels = PixelFile.Bytes(1, 2, 3, 4, 5, 6, 7, 8, 9, 10) };
        MedIOException e = file.Fails();
        Assert.Equal(MedIOError.TruncatedData, e.Error);
        Assert.Contains("frames 1 to 2 of 4", e.Message, StringComparison.Ordinal);
        Assert.Contains("-AllowTruncated", e.Message, StringComparison.Ordinal);

        file.Options = Truncated;
        Assert.Equal(new ushort[] { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 0, 0, 0, 0, 0, 0 }, (ushort[])file.Read());
        Assert.Equal("FILE: frame 3 of 4 is damaged or cut off: what could be read of it is there, the rest holds 0; frame 4 of 4 is lost as a whole and holds 0.", Assert.Single(file.Damage));

        // A part of it is read alike.
        Assert.Equal(new ushort[] { 10, 0 }, (ushort[])file.Read("1, 0, 2:"));
    }

    [Theory]
    [InlineData(12)]
    [InlineData(1)]
    public void Native_frames_that_must_be_unpacked_are_read_as_far_as_they_go(int bits)
    {
        const int frame = 8 * 6;
        var whole = new PixelFile { Columns = 8, Rows = 6, Frames = 3, Allocated = bits };
        var random = new Random(5);
        whole.Pixels = PixelFile.Pack(Enumerable.Range(0, 3 * frame).Select(_ => (ulong)random.Next(1, 1 << bits)).ToArray(), bits);
        Array all = whole.Read();
        int there = (frame + (frame / 2)) * bits / 8;
        whole.Pixels = whole.Pixels.Take(there).ToArray();
        Assert.Equal(MedIOError.TruncatedData, whole.Fails().Error);
        whole.Options = Truncated;
        Array part = whole.Read();
        for (int i = 0; i < all.Length; i++)
        {
            Assert.Equal(i < frame + (frame / 2) ? Number(all, i) : 0, Number(part, i));
        }
    }

    [Fact]
    public void What_is_left_of_a_planar_frame_is_no_picture()
    {
        var file = new PixelFile { Columns = 8, Rows = 6, Frames = 2, Samples = 3, Planar = 1, Photometric = "RGB", Pixels = Enumerable.Repeat((byte)9, 144 + 100).ToArray(), Options = Truncated };
        byte[] read = (byte[])file.Read();
        Assert.All(read.Take(144), v => Assert.Equal(9, v));
        Assert.All(read.Skip(144), v => Assert.Equal(0, v));
        Assert.Contains("frame 2 of 2 is lost", Assert.Single(file.Damage), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(16)]
    [InlineData(8)]
    public void A_damaged_frame_gives_what_can_be_decoded(int allocated)
    {
        PixelFile file = Rle(allocated, 4, out byte[][] frames);
        file.Fragments![2] = Short(file.Fragments[2], frames[2].Length, allocated);
        MedIOException e = file.Fails();
        Assert.Equal(MedIOError.TruncatedData, e.Error);
        Assert.Contains("frame 3 of 4", e.Message, StringComparison.Ordinal);
        Assert.Contains("-AllowTruncated", e.Message, StringComparison.Ordinal);

        file.Options = Truncated;
        byte[] read = Bytes(file.Read());
        byte[] all = frames.SelectMany(f => f).ToArray();
        int frame = frames[0].Length;
        int same = Enumerable.Range(0, frame).TakeWhile(i => read[(2 * frame) + i] == all[(2 * frame) + i]).Count();
        Assert.InRange(same, frame / 4, frame - 10);
        Assert.All(read.Skip((2 * frame) + same).Take(frame - same), v => Assert.Equal(0, v));
        Assert.Equal(all.Take(2 * frame), read.Take(2 * frame));
        Assert.Equal(all.Skip(3 * frame), read.Skip(3 * frame));
        string said = Assert.Single(file.Damage);
        Assert.StartsWith("FILE: frame 3 of 4 is damaged", said, StringComparison.Ordinal);
        Assert.EndsWith("A segment of an RLE frame ends too early.", said, StringComparison.Ordinal);

        // Whoever reads other frames is told nothing.
        file.Read(":, :, :2");
        Assert.Empty(file.Damage);
    }

    [Fact]
    public void A_frame_of_which_nothing_can_be_decoded_counts_as_a_missing_slice()
    {
        PixelFile file = Rle(16, 3, out byte[][] frames);
        file.Fragments![1] = new byte[file.Fragments[1].Length];
        file.Options = Truncated;
        MedIOException e = file.Fails();
        Assert.Equal(MedIOError.CorruptCompression, e.Error);
        Assert.Contains("frame 2 of 3", e.Message, StringComparison.Ordinal);
        Assert.Contains("-AllowMissingSlices", e.Message, StringComparison.Ordinal);

        file.Options = new ReadOptions { AllowTruncated = true, AllowMissingSlices = true };
        byte[] read = Bytes(file.Read());
        int frame = frames[0].Length;
        Assert.Equal(frames[0], read.Take(frame));
        Assert.All(read.Skip(frame).Take(frame), v => Assert.Equal(0, v));
        Assert.Equal(frames[2], read.Skip(2 * frame));
        Assert.Contains("frame 2 of 3 is lost as a whole", Assert.Single(file.Damage), StringComparison.Ordinal);

        // To leave slices out is not to read damaged ones.
        file.Options = new ReadOptions { AllowMissingSlices = true };
        file.Fails();
    }

    [Fact]
    public void A_compressed_file_cut_off_anywhere_gives_an_image_or_an_error()
    {
        PixelFile file = Rle(16, 4, out byte[][] frames);
        byte[] whole = file.ToBytes();
        byte[] all = frames.SelectMany(f => f).ToArray();
        int begin = whole.Length - file.Fragments!.Sum(f => f.Length + 8);
        for (int cut = whole.Length - 9; cut > begin; cut -= 37)
        {
            byte[] bytes = whole.Take(cut).ToArray();
            file.Options = new ReadOptions();
            Assert.Equal(MedIOError.TruncatedData, file.Fails(bytes).Error == MedIOError.CorruptCompression ? MedIOError.TruncatedData : file.Fails(bytes).Error);
            file.Options = Truncated;
            byte[] read;
            try
            {
                read = Bytes(file.Read(bytes: bytes));
            }
            catch (MedIOException e)
            {
                // Nothing but the beginning of the first frame is there.
                Assert.Contains("frame 1 of 4", e.Message, StringComparison.Ordinal);
                Assert.True(cut < begin + file.Fragments![0].Length + 16);
                continue;
            }

            Assert.Contains("of 4", Assert.Single(file.Damage), StringComparison.Ordinal);
            for (int i = 0; i < read.Length; i += 2)
            {
                Assert.True((read[i] == all[i] && read[i + 1] == all[i + 1]) || (read[i] == 0 && read[i + 1] == 0));
            }
        }
    }

    [Fact]
    public void The_fill_value_is_that_of_missing_slices_in_values_after_rescale()
    {
        // Air in CT, in stored numbers 24 with this rescale.
        using var folder = new ScratchFolder();
        byte[] bytes = new ImageFile(ImageFile.CT, "CT", columns: 4, rows: 3).Place().Text(0x00281052, "DS", "-1048").Text(0x00281053, "DS", "1").ToBytes();
        File.WriteAllBytes(folder["ct.dcm"], bytes.Take(bytes.Length - 7).ToArray());
        Assert.Equal(MedIOError.TruncatedData, Assert.Throws<MedIOException>(() => MedFile.Read(folder["ct.dcm"])).Error);
        MedImage image = MedFile.Read(folder["ct.dcm"], Truncated);
        Assert.Equal(Enumerable.Range(0, 12).Select(i => i < 8 ? i - 1048.0 : -1024), ImageFile.Values(image));
        Assert.Equal(new[] { $"{folder["ct.dcm"]}: frame 1 of 1 is damaged or cut off: what could be read of it is there, the rest holds -1024." }, image.Warnings.Where(w => w.Contains("cut off", StringComparison.Ordinal)));
        Assert.Equal(image.Warnings, MedFile.ReadMeta(folder["ct.dcm"], Truncated).Warnings);
    }

    // Each as its encoder makes it of a CT slice; the first two thirds of the pixel data are there.
    [ToolTheory("dcmcjpeg", "dcmcjpls", "gdcmconv")]
    [InlineData("dcmcjpeg", "+e1 \"{0}\" \"{1}\"", true)]
    [InlineData("dcmcjpeg", "+ee +ud \"{0}\" \"{1}\"", true)]
    [InlineData("dcmcjpls", "\"{0}\" \"{1}\"", true)]
    [InlineData("gdcmconv", "--j2k \"{0}\" \"{1}\"", false)]
    public void Code_streams_that_are_cut_off_give_their_first_lines_and_then_the_fill_value(string tool, string arguments, bool isInLines)
    {
        using var folder = new ScratchFolder();
        var random = new Random(2);
        byte[] native = new ImageFile(ImageFile.CT, "CT", columns: 64, rows: 64).Place().Text(0x00180050, "DS", "1").UInt16(0x00280101, 12).UInt16(0x00280102, 11)
            .Text(0x00281052, "DS", "-2000").Text(0x00281053, "DS", "1").ToBytes((_, i) => (ushort)(2000 + i + random.Next(0, 60)));
        File.WriteAllBytes(folder["native.dcm"], native);
        ExternalTool.Run(tool, string.Format(System.Globalization.CultureInfo.InvariantCulture, arguments, folder["native.dcm"], folder["whole.dcm"]));
        byte[] bytes = File.ReadAllBytes(folder["whole.dcm"]);
        int begin = bytes.Length - 1;
        while (bytes[begin] != 0xe0 || bytes[begin + 1] != 0x7f || bytes[begin + 2] != 0x10 || bytes[begin + 3] != 0)
        {
            begin--;
        }

        File.WriteAllBytes(folder["cut.dcm"], bytes.Take(begin + ((bytes.Length - begin) * 2 / 3)).ToArray());
        double[] whole = ImageFile.Values(MedFile.Read(folder["whole.dcm"]));
        MedIOException e = Assert.Throws<MedIOException>(() => MedFile.Read(folder["cut.dcm"]));
        Assert.Contains("frame 1 of 1 cannot be decoded", e.Message, StringComparison.Ordinal);
        MedImage image = MedFile.Read(folder["cut.dcm"], Truncated);
        Assert.Contains("frame 1 of 1 is damaged or cut off", Assert.Single(image.Warnings), StringComparison.Ordinal);
        double[] values = ImageFile.Values(image);
        if (isInLines)
        {
            int same = Enumerable.Range(0, whole.Length).TakeWhile(i => values[i] == whole[i]).Count();
            Assert.InRange(same, 64 * 8, 64 * 60);
            Assert.All(values.Skip(64 * 56), v => Assert.Equal(-1024, v));
        }

        // All of it is there, but coarser.
        Assert.True(isInLines || values.Zip(whole, (a, b) => Math.Abs(a - b)).Max() < 2000);
    }

    // What a switch gives is no cure for whoever gave it.
    [Fact]
    public void A_file_without_bytes_for_its_frames_is_not_said_to_be_read_by_the_switch_that_was_given()
    {
        foreach (string syntax in new[] { DicomBytesBuilder.Rle, DicomBytesBuilder.ExplicitLittle })
        {
            var file = new PixelFile { Columns = 60000, Rows = 60000, Syntax = syntax, Pixels = new byte[1000], Fragments = syntax == DicomBytesBuilder.Rle ? new[] { new byte[1000] } : null };
            Assert.EndsWith("; -AllowTruncated reads what is there.", file.Fails().Message, StringComparison.Ordinal);
            file.Options = Truncated;
            Assert.EndsWith("from where it came from.", file.Fails().Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("jpeg/progressive_gray.jpg", true)]
    [InlineData("jpeg/restart_gray.jpg", false)]
    [InlineData("jpeg2000/gray8.j2k", true)]
    public void A_warning_says_whether_detail_is_missing_or_pixels(string name, bool isRefined)
    {
        EncodedFrame seed = Seed.Frame(name);
        byte[] cut = seed.Bytes.Take(seed.Bytes.Length * 3 / 4).ToArray();
        var file = new PixelFile { Columns = seed.Description.Columns, Rows = seed.Description.Rows, Syntax = seed.TransferSyntax, Fragments = new[] { cut }, Options = Truncated };
        file.Read();
        string said = Assert.Single(file.Damage);
        Assert.StartsWith("FILE: frame 1 of 1 is damaged or cut off: what could be read of it is there, " + (isRefined ? "with less detail than it had, in places with none. " : "the rest holds 0. "), said, StringComparison.Ordinal);
    }

    [Fact]
    public void A_deflated_file_that_is_cut_off_gives_what_can_be_inflated()
    {
        var random = new Random(3);
        var pixels = new byte[60 * 50 * 3];
        random.NextBytes(pixels);
        var file = new PixelFile { Syntax = DicomBytesBuilder.Deflated, Columns = 60, Rows = 50, Frames = 3, Pixels = pixels };
        byte[] bytes = file.ToBytes();
        bytes = bytes.Take(bytes.Length / 2).ToArray();
        Assert.Equal(MedIOError.TruncatedData, file.Fails(bytes).Error);
        file.Options = Truncated;
        byte[] read = (byte[])file.Read(bytes: bytes);
        int same = Enumerable.Range(0, read.Length).TakeWhile(i => read[i] == pixels[i]).Count();
        Assert.InRange(same, 4000, 5000);
        Assert.All(read.Skip(same), v => Assert.Equal(0, v));
        Assert.Contains("frames 2-3 of 3 are damaged or cut off", Assert.Single(file.Damage), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_of_a_series_that_is_cut_off_is_one_of_its_slices_still()
    {
        using var folder = new ScratchFolder();
        for (int i = 0; i < 5; i++)
        {
            byte[] bytes = new SliceFile { Instance = $"2.25.{i + 1}", InstanceNumber = i + 1, Position = new double[] { 0, 0, i }, Value = 100 * (i + 1) }.ToBytes();
            File.WriteAllBytes(folder[$"IM{i}.dcm"], i == 2 ? bytes.Take(bytes.Length - 4).ToArray() : bytes);
        }

        Assert.Equal(MedIOError.MissingSlices, Assert.Throws<MedIOException>(() => MedFile.Read(folder.Path)).Error);

        // Whether the scan knew of it or not.
        DicomSeries series = Assert.Single(DicomSeries.Find(folder.Path));
        foreach (MedImage image in new[] { MedFile.Read(folder.Path, Truncated), MedFile.Read(series, Truncated) })
        {
            Assert.Equal("3x2x5", image.Shape.ToString());
            Assert.Equal(new double[] { 300, 301, 302, 303, 0, 0 }, ImageFile.Values(image).Skip(12).Take(6));
            Assert.Equal(new double[] { 400, 401 }, ImageFile.Values(image).Skip(18).Take(2));
            Assert.Contains("IM2.dcm: frame 1 of 1", Assert.Single(image.Warnings), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void What_a_header_claims_beyond_reason_is_an_error_even_so()
    {
        var file = new PixelFile { Columns = 60000, Rows = 60000, Pixels = new byte[1000], Options = Truncated };
        Assert.Equal(MedIOError.TruncatedData, file.Fails().Error);
        file = new PixelFile { Columns = 20, Rows = 20, Pixels = Array.Empty<byte>(), Options = Truncated };
        Assert.Equal(MedIOError.TruncatedData, file.Fails().Error);
        file = new PixelFile { Columns = 60000, Rows = 60000, Syntax = DicomBytesBuilder.Rle, Fragments = new[] { new byte[1000] }, Options = Truncated };
        Assert.Equal(MedIOError.TruncatedData, file.Fails().Error);
    }

    [Fact]
    public void Many_damaged_files_are_named_without_end_of_sentences()
    {
        using var folder = new ScratchFolder();
        for (int i = 0; i < 20; i++)
        {
            byte[] bytes = new SliceFile { Instance = $"2.25.{i + 1}", InstanceNumber = i + 1, Position = new double[] { 0, 0, i }, Value = 1 }.ToBytes();
            File.WriteAllBytes(folder[$"IM{i:D2}.dcm"], bytes.Take(bytes.Length - 4).ToArray());
        }

        MedImage image = MedFile.Read(folder.Path, Truncated);
        Assert.Equal(9, image.Warnings.Count);
        Assert.Contains("12 more of its files", image.Warnings[8], StringComparison.Ordinal);
        Assert.Contains("IM19.dcm", image.Warnings[8], StringComparison.Ordinal);
    }

    // Frames of noise, so that their segments are as long as they are.
    private static PixelFile Rle(int allocated, int count, out byte[][] frames)
    {
        var file = new PixelFile { Syntax = DicomBytesBuilder.Rle, Columns = 12, Rows = 10, Frames = count, Allocated = allocated };
        var random = new Random(1);
        frames = Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, 120 * allocated / 8).Select(_ => (byte)random.Next(1, 256)).ToArray()).ToArray();
        file.Fragments = frames.Select(f => RleEncoder.Encode(f, 10, 12, 1, allocated / 8)).ToArray();
        return file;
    }

    // A fragment that ends halfway through its last segment.
    private static byte[] Short(byte[] fragment, int length, int allocated) => fragment.Take(fragment.Length - (length / (allocated / 8) / 2)).ToArray();

    private static byte[] Bytes(Array voxels)
    {
        var bytes = new byte[Buffer.ByteLength(voxels)];
        Buffer.BlockCopy(voxels, 0, bytes, 0, bytes.Length);
        return bytes;
    }

    private static double Number(Array voxels, int index) => Convert.ToDouble(voxels.GetValue(index), System.Globalization.CultureInfo.InvariantCulture);
}
