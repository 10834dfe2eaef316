using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Xunit;

namespace MedIO.Tests.Pictures;

public sealed class PictureStackTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Slices_come_in_the_order_of_their_numbers()
    {
        foreach (int i in new[] { 10, 9, 11, 8 })
        {
            Slice($"t1_slice{i}.png", i);
        }

        File.WriteAllText(_folder["notes.txt"], "no picture");
        MedImage image = MedFile.Read(_folder.Path, new ReadOptions { Spacing = new Vector(0.5, 0.25, 2) });
        Assert.Equal(new Shape(2, 1, 4), image.Shape);
        Assert.Equal(new byte[] { 8, 1, 9, 1, 10, 1, 11, 1 }, (byte[])image.Voxels);
        Assert.Equal(new Vector(0.5, 0.25, 2), image.Spacing);
        Assert.Empty(image.Warnings);
        Assert.Equal("PNG", image.Format);
        Assert.Equal(_folder.Path, image.Path);
        Assert.Equal(Path.GetFileName(_folder.Path), image.Name);
        MedMeta meta = MedFile.ReadMeta(_folder.Path + Path.DirectorySeparatorChar, new ReadOptions { Spacing = new Vector(0.5, 0.25, 2) });
        Assert.Equal(image.Shape, meta.Shape);
        Assert.Equal(image.Affine, meta.Affine);
    }

    [Fact]
    public void Without_a_spacing_the_distance_of_slices_is_not_known()
    {
        Slice("1.png", 1, ("pHYs", PngFile.Int(2000).Concat(PngFile.Int(2000)).Concat(new byte[] { 1 }).ToArray()));
        Slice("2.png", 2, ("pHYs", PngFile.Int(2000).Concat(PngFile.Int(2000)).Concat(new byte[] { 1 }).ToArray()));
        MedMeta meta = MedFile.ReadMeta(_folder.Path);
        Assert.Equal(new Vector(0.5, 0.5, 1), meta.Spacing);
        Assert.Contains("-Spacing", Assert.Single(meta.Warnings));
        Assert.Contains("-Spacing", Assert.Single(MedFile.ReadMeta(_folder.Path, new ReadOptions { Spacing = new Vector(2, 2) }).Warnings));
        Slice("3.png", 2);
        Assert.Contains("differ", MedFile.ReadMeta(_folder.Path).Warnings[1]);
    }

    [Fact]
    public void Holes_are_an_error_unless_they_are_allowed()
    {
        foreach (int i in new[] { 1, 2, 3, 4, 6, 7, 10 })
        {
            Slice($"s{i:D3}.png", i);
        }

        MedIOException e = Assert.Throws<MedIOException>(() => MedFile.ReadMeta(_folder.Path));
        Assert.Equal(MedIOError.MissingSlices, e.Error);
        Assert.Contains("5, 8, 9", e.Message);
        MedImage image = MedFile.Read(_folder.Path, new ReadOptions { AllowMissingSlices = true, Spacing = new Vector(1, 1, 1) });
        Assert.Equal(new byte[] { 1, 2, 3, 4, 0, 6, 7, 0, 0, 10 }, ((byte[])image.Voxels).Where((v, i) => i % 2 == 0));
        Assert.Contains("5, 8, 9", Assert.Single(image.Warnings));

        // A number far away would make slices of nothing.
        Slice("s999999999.png", 1);
        Assert.Equal(MedIOError.MissingSlices, Assert.Throws<MedIOException>(() => MedFile.ReadMeta(_folder.Path, new ReadOptions { AllowMissingSlices = true })).Error);
    }

    [Fact]
    public void Numbers_may_go_up_by_more_than_one()
    {
        Slice("s10.png", 1);
        Slice("s20.png", 2);
        Slice("s30.png", 3);
        MedMeta meta = MedFile.ReadMeta(_folder.Path, new ReadOptions { Spacing = new Vector(1, 1, 1) });
        Assert.Equal(3, meta.Shape[2]);
        Assert.Contains("by 10", Assert.Single(meta.Warnings));
    }

    [Theory]
    [InlineData("a1.png", "b2.png", "numbered alike")]
    [InlineData("s1.png", "s2.jpg", "numbered alike")]
    [InlineData("t1_s1.png", "t2_s2.png", "several numbers")]
    [InlineData("s1.png", "s01.png", "same number")]
    [InlineData("a.png", "b.png", "numbered alike")]
    [InlineData("s12345678901234567890.png", "s1.png", "digits")]
    public void Names_that_do_not_go_together_are_an_error(string one, string other, string said)
    {
        Slice(one, 1);
        Slice(other, 2);
        MedIOException e = Assert.Throws<MedIOException>(() => MedFile.ReadMeta(_folder.Path));
        Assert.Equal(MedIOError.InconsistentSeries, e.Error);
        Assert.Contains(said, e.Message);
        Assert.Contains("-Filter", e.Message);
        Assert.Equal(1, MedFile.ReadMeta(_folder.Path, new ReadOptions { Filter = one }).Shape[2]);
    }

    [Fact]
    public void Sizes_and_types_that_differ_are_an_error()
    {
        Slice("s1.png", 1);
        File.WriteAllBytes(_folder["s2.png"], PngFile.Of(1, 1, 8, 0, new byte[] { 0, 1 }));
        MedIOException e = Assert.Throws<MedIOException>(() => MedFile.ReadMeta(_folder.Path));
        Assert.Equal(MedIOError.InconsistentSeries, e.Error);
        Assert.Contains("s2.png", e.Message);
        File.WriteAllBytes(_folder["s2.png"], PngFile.Of(2, 1, 16, 0, new byte[] { 0, 1, 1, 1, 1 }));
        Assert.Equal(MedIOError.InconsistentSeries, Assert.Throws<MedIOException>(() => MedFile.ReadMeta(_folder.Path)).Error);
        File.WriteAllBytes(_folder["s2.png"], new byte[] { 1, 2, 3 });
        Assert.Equal(MedIOError.InvalidHeader, Assert.Throws<MedIOException>(() => MedFile.ReadMeta(_folder.Path)).Error);
    }

    [Fact]
    public void A_folder_without_pictures_says_what_it_said_before()
    {
        File.WriteAllText(_folder["notes.txt"], "no picture");
        Assert.Equal(MedIOError.NoImageInDirectory, Assert.Throws<MedIOException>(() => MedFile.ReadMeta(_folder.Path)).Error);
        Slice("s1.png", 1);
        Assert.Equal(MedIOError.NoImageInDirectory, Assert.Throws<MedIOException>(() => MedFile.ReadMeta(_folder.Path, new ReadOptions { Filter = "*.dcm" })).Error);
    }

    [Fact]
    public void A_spacing_is_for_pictures_only()
    {
        new MedImage(new byte[8], new MedMeta(new Shape(2, 2, 2))).Save(_folder["a.mha"]);
        MedIOException e = Assert.Throws<MedIOException>(() => MedFile.ReadMeta(_folder["a.mha"], new ReadOptions { Spacing = new Vector(1, 1, 1) }));
        Assert.Equal(MedIOError.InvalidSpacing, e.Error);
        Assert.StartsWith(_folder["a.mha"], e.Message);
    }

    [Theory]
    [InlineData("s{0}.png", "s1.png s2.png s3.png")]
    [InlineData("s{0:D4}.png", "s0001.png s0002.png s0003.png")]
    [InlineData("s{}.png", "s1.png s2.png s3.png")]
    public void A_volume_is_written_as_numbered_files(string pattern, string names)
    {
        byte[] voxels = Enumerable.Range(0, 24).Select(i => (byte)i).ToArray();
        var warnings = new List<string>();
        new MedImage(voxels, new MedMeta(new Shape(4, 2, 3), new Affine(new double[,] { { 0.5, 0, 0, 0 }, { 0, 0.5, 0, 0 }, { 0, 0, 3, 0 }, { 0, 0, 0, 1 } }))).Save(_folder[pattern], new SaveOptions { Warn = warnings.Add });
        Assert.Equal(names.Split(' '), _folder.Names());
        Assert.Contains("distance of the slices (3 mm)", Assert.Single(warnings));
        MedImage back = MedFile.Read(_folder.Path, new ReadOptions { Spacing = new Vector(0.5, 0.5, 3) });
        Assert.Equal(voxels, (byte[])back.Voxels);
        Assert.Equal(new Vector(0.5, 0.5), MedFile.ReadMeta(_folder[names.Split(' ')[0]]).Spacing);
    }

    [Fact]
    public void Of_numbered_files_all_appear_or_none()
    {
        var volume = new MedImage(new byte[24], new MedMeta(new Shape(4, 2, 3)));
        Slice("s2.png", 77);
        byte[] before = File.ReadAllBytes(_folder["s2.png"]);
        Assert.Equal(MedIOError.FileExists, Assert.Throws<MedIOException>(() => volume.Save(_folder["s{0}.png"], new SaveOptions { NoClobber = true })).Error);
        Assert.Equal(new[] { "s2.png" }, _folder.Names());
        Assert.Equal(before, File.ReadAllBytes(_folder["s2.png"]));
        Directory.CreateDirectory(_folder["s3.png"]);
        Assert.Equal(MedIOError.FileNotWritable, Assert.Throws<MedIOException>(() => volume.Save(_folder["s{0}.png"])).Error);
        Assert.Equal(new[] { "s2.png", "s3.png" }, _folder.Names());
    }

    [Fact]
    public void A_volume_needs_a_place_for_the_number()
    {
        var volume = new MedImage(new byte[24], new MedMeta(new Shape(4, 2, 3)));
        MedIOException e = Assert.Throws<MedIOException>(() => volume.Save(_folder["s.png"]));
        Assert.Equal(MedIOError.CannotRepresent, e.Error);
        Assert.Contains("slice{0:D3}.png", e.Message);
        Assert.Contains("3 slices", e.Message);
        Assert.Equal(MedIOError.InvalidPattern, Assert.Throws<MedIOException>(() => volume.Save(_folder["s{0:D3}{9}.png"])).Error);
        Assert.Equal(MedIOError.InvalidPattern, Assert.Throws<MedIOException>(() => volume.Save(_folder["{0},{0:D3}.png"])).Error);
        var slices = new MedImage(new byte[11], new MedMeta(new Shape(1, 1, 11)));
        Assert.Equal(MedIOError.InvalidPattern, Assert.Throws<MedIOException>(() => slices.Save(_folder["{0:X}.png"])).Error);
        Assert.Equal(MedIOError.InvalidPattern, Assert.Throws<MedIOException>(() => slices.Save(_folder["T1{0}.png"])).Error);
        Assert.Equal(MedIOError.CannotRepresent, Assert.Throws<MedIOException>(() => new MedImage(new byte[16], new MedMeta(new Shape(2, 2, 2, 2))).Save(_folder["s{0}.png"])).Error);

        // One slice of a volume is a picture.
        volume.Slice(":, :, 1:2").Save(_folder["s.png"]);
        Assert.Equal(new[] { "s.png" }, _folder.Names());
    }

    private void Slice(string name, int value, params (string Type, byte[] Data)[] chunks) =>
        File.WriteAllBytes(_folder[name], PngFile.Of(2, 1, 8, 0, new byte[] { 0, (byte)value, 1 }, false, chunks));
}
