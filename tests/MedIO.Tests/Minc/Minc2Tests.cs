using System;
using System.IO;
using System.Linq;
using Xunit;

namespace MedIO.Tests.Minc;

/// <content>MINC 2, which a library reads where there is one for the runtime; against MINC 1 files of the same content.</content>
public sealed class Minc2Tests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

#if TEST_NETSTANDARD
    [Fact]
    public void The_error_says_what_can_read_it()
    {
        File.WriteAllBytes(_folder["a.mnc"], new byte[] { 0x89, (byte)'H', (byte)'D', (byte)'F', 13, 10, 26, 10, 0, 0, 0, 0 });
        MedIOException e = Assert.Throws<MedIOException>(() => MedFile.Read(_folder["a.mnc"]));
        Assert.Equal(MedIOError.UnsupportedFeature, e.Error);
        Assert.Contains("PowerShell 7.4", e.Message, StringComparison.Ordinal);
    }
#else
    [SharedDataTheory]
    [InlineData("other/minc2_1_scale.mnc", "MINC 2")]
    [InlineData("other/minc1_1_scale.mnc", "MINC 1")]
    public void Agrees_with_nibabel(string file, string format)
    {
        // nibabel's axes are those of the array, slowest first.
        const string Expected = "other/minc1_1_scale.mnc";
        MedImage image = MedFile.Read(SharedData.Path(file), new ReadOptions { CoordinateSystem = CoordinateSystem.Nib, Header = true });
        Assert.Equal(format, image.Format);
        Assert.Equal(Enumerable.Reverse(SharedData.Numbers(Expected, "shape")), image.Shape.Select(n => (double)n));
        double[] affine = SharedData.Numbers(Expected, "affine_ras");
        for (int i = 0; i < 16; i++)
        {
            Assert.Equal(affine[i], image.Affine[i / 4, i % 4 < 3 ? 2 - (i % 4) : 3], 9);
        }

        double[] values = ((float[])image.Voxels).Select(v => (double)v).ToArray();
        Assert.Equal(SharedData.Number(Expected, "sum"), values.Sum(), 3);
        Assert.Equal(SharedData.Number(Expected, "min"), values.Min(), 7);
        Assert.Equal(SharedData.Number(Expected, "max"), values.Max(), 7);
        Assert.Equal(new Vector(0, 255), image.Header!["image:valid_range"]);
        Assert.Equal(2.0, image.Header["xspace:step"]);
        Assert.Empty(image.Warnings);
    }

    [ToolTheory("mincconvert")]
    [InlineData("-2", NetCdfBytes.Short, "zspace,yspace,xspace")]
    [InlineData("-2 -compress 4", NetCdfBytes.Short, "zspace,yspace,xspace")]
    [InlineData("-2 -compress 4 -chunk 4", NetCdfBytes.Short, "zspace,yspace,xspace")]
    [InlineData("-2 -compress 9 -chunk 3", NetCdfBytes.Byte, "time,zspace,yspace,xspace")]
    [InlineData("-2 -compress 1 -chunk 5", NetCdfBytes.Int, "zspace,time,yspace,xspace")]
    [InlineData("-2 -chunk 4", NetCdfBytes.Float, "yspace,xspace,zspace")]
    [InlineData("-2", NetCdfBytes.Double, "time,yspace,xspace")]
    [InlineData("-2 -compress 2", NetCdfBytes.Byte, "zspace,yspace,xspace,vector_dimension")]
    [InlineData("-2", NetCdfBytes.Byte, "yspace,xspace")]
    public void Reads_what_mincconvert_makes_as_it_reads_what_it_was_made_of(string arguments, int type, string order)
    {
        string one = Made(type, order);
        string two = _folder["two.mnc"];
        ExternalTool.Run("mincconvert", $"-clobber {arguments} \"{one}\" \"{two}\"");
        MedImage first = MedFile.Read(one);
        MedImage second = MedFile.Read(two);
        Assert.Equal("MINC 2", second.Format);
        Assert.Equal(first.Shape, second.Shape);
        Assert.Equal(first.DataType, second.DataType);
        Assert.Equal(first.Voxels, second.Voxels);
        Assert.Equal(first.Affine, second.Affine);
        Assert.Equal(first.Components, second.Components);
        Assert.Equal(first.TimeStep, second.TimeStep);
        Assert.Equal(first.Metadata.Modality, second.Metadata.Modality);

        // A part, axes turned, is the same part of the whole.
        string slice = first.Shape.Count == 2 ? "1:3, ::2" : "1:3, ::2, ...";
        Assert.Equal(first.Slice(slice).Voxels, MedFile.Read(two, new ReadOptions { Slice = SliceExpression.Parse(slice) }).Voxels);
        if (first.Shape.Count > 2)
        {
            Assert.Equal(first.Reorient("SPL").Voxels, MedFile.Read(two, new ReadOptions { Orientation = "SPL" }).Voxels);
        }
    }

    [ToolFact("mincconvert")]
    public void A_file_cut_off_or_changed_anywhere_is_an_image_or_an_error()
    {
        string two = _folder["two.mnc"];
        ExternalTool.Run("mincconvert", $"-clobber -2 -compress 4 -chunk 4 \"{Made(NetCdfBytes.Short, "zspace,yspace,xspace")}\" \"{two}\"");
        byte[] file = File.ReadAllBytes(two);
        var random = new Random(1);
        for (int i = 0; i < 400; i++)
        {
            byte[] changed = (byte[])file.Clone();
            if (i < 100)
            {
                Array.Resize(ref changed, file.Length * i / 100);
            }
            else
            {
                changed[random.Next(file.Length)] ^= (byte)(1 << random.Next(8));
            }

            if (changed.Length > 0)
            {
                File.WriteAllBytes(two, changed);
                TryRead(two, i % 2 == 0);
            }
        }
    }

    // PureHDF follows such pointers until the stack overflows, which ends the process.
    [ToolFact("mincconvert")]
    public void Structures_that_point_to_themselves_are_an_error()
    {
        string two = _folder["two.mnc"];
        ExternalTool.Run("mincconvert", $"-clobber -2 -compress 4 -chunk 4 \"{Made(NetCdfBytes.Short, "zspace,yspace,xspace")}\" \"{two}\"");
        byte[] file = File.ReadAllBytes(two);
        int cycles = 0;
        for (int at = 0; at < file.Length - 24; at++)
        {
            // The message that an object header goes on elsewhere: its type, its size, its flags, then a place and a length.
            if (BitConverter.ToInt64(file, at) == 0x100010 && BitConverter.ToInt64(file, at + 8) > 0 && BitConverter.ToInt64(file, at + 8) < file.Length)
            {
                byte[] changed = (byte[])file.Clone();
                BitConverter.GetBytes((long)at).CopyTo(changed, at + 8);
                BitConverter.GetBytes(24L).CopyTo(changed, at + 16);
                File.WriteAllBytes(two, changed);
                cycles += TryRead(two, false) ? 0 : 1;
            }

            // A node of a tree that is its own child.
            if (file[at] == 'T' && file[at + 1] == 'R' && file[at + 2] == 'E' && file[at + 3] == 'E')
            {
                byte[] changed = (byte[])file.Clone();
                changed[at + 5] = 1;
                BitConverter.GetBytes((long)at).CopyTo(changed, at + 24 + (file[at + 4] == 0 ? 8 : 40));
                File.WriteAllBytes(two, changed);
                cycles += TryRead(two, true) ? 0 : 1;
            }
        }

        Assert.InRange(cycles, 3, 1000);
    }

    [ToolFact("mincconvert")]
    public void Numbers_of_the_other_byte_order_are_refused_clearly()
    {
        string two = _folder["two.mnc"];
        ExternalTool.Run("mincconvert", $"-clobber -2 \"{Made(NetCdfBytes.Short, "zspace,yspace,xspace")}\" \"{two}\"");
        byte[] file = File.ReadAllBytes(two);

        // The type of the voxels: signed integers of 16 bits, the low byte first, which the lowest bit says.
        byte[] type = { 0x10, 0x08, 0, 0, 2, 0, 0, 0, 0, 0, 16, 0 };
        int at = Enumerable.Range(0, file.Length - type.Length).First(i => type.SequenceEqual(file.Skip(i).Take(type.Length)));
        file[at + 1] |= 1;
        File.WriteAllBytes(two, file);
        MedIOException e = Assert.Throws<MedIOException>(() => MedFile.Read(two));
        Assert.Equal(MedIOError.UnsupportedFeature, e.Error);
        Assert.Contains("high byte first", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_files_of_HDF5_are_refused()
    {
        // A superblock of version 0 with a root group of nothing, and rubbish.
        File.WriteAllBytes(_folder["a.mnc"], new byte[] { 0x89, (byte)'H', (byte)'D', (byte)'F', 13, 10, 26, 10, 0, 0, 0, 0 });
        Assert.Contains(Assert.Throws<MedIOException>(() => MedFile.Read(_folder["a.mnc"])).Error, new[] { MedIOError.TruncatedHeader, MedIOError.InvalidHeader });
    }

    private static bool TryRead(string path, bool allowTruncated)
    {
        try
        {
            MedFile.Read(path, new ReadOptions { AllowTruncated = allowTruncated, Header = true });
            return true;
        }
        catch (MedIOException e)
        {
            Assert.NotEqual(MedIOError.ImageTooLarge, e.Error);
            return false;
        }
    }

    private string Made(int type, string order)
    {
        string[] names = order.Split(',');
        int[] sizes = names.Select(n => n switch { "xspace" => 7, "yspace" => 9, "zspace" => 10, "time" => 3, _ => 2 }).ToArray();
        var made = new NetCdfBytes();
        for (int i = 0; i < names.Length; i++)
        {
            made.Dimension(names[i], sizes[i]);
        }

        made.Space("xspace", 10, 2, 0.8, 0.6, 0).Space("yspace", 20, -3, -0.6, 0.8, 0).Space("zspace", -5, 4, 0, 0, 1);
        if (names.Contains("time"))
        {
            made.Add("time", NetCdfBytes.Double, string.Empty, new double[1], ("start", new double[1]), ("step", new[] { 1.5 }), ("spacing", "regular__"), ("units", "s"));
        }

        var random = new Random(7);
        int first = sizes[0];
        int count = sizes.Aggregate(1, (n, s) => n * s);
        return Written(made
            .Add("image-max", NetCdfBytes.Double, names[0], Enumerable.Range(0, first).Select(i => 100.0 + i))
            .Add("image-min", NetCdfBytes.Double, names[0], Enumerable.Range(0, first).Select(i => -1.0 * i))
            .Add("study", NetCdfBytes.Int, string.Empty, new double[1], ("modality", "MRI__"), ("varid", "MINC standard variable"))
            .Add("image", type, order, Enumerable.Range(0, count).Select(_ => (double)random.Next(120)), ("signtype", type == NetCdfBytes.Byte ? "unsigned" : "signed__"), ("valid_range", new double[] { 0, 110 })));
    }

    private string Written(NetCdfBytes made)
    {
        File.WriteAllBytes(_folder["one.mnc"], made.Build());
        return _folder["one.mnc"];
    }
#endif
}
