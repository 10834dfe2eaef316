using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using MedIO.Tests.Minc;
using MedIO.Tests.Pictures;
using Xunit;

namespace MedIO.Tests.OtherPrograms;

/// <summary>Small files made to cost much: each ends soon, in an image or in an error of this library.</summary>
public sealed class HostileFileTests : IDisposable
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("4611686018427387884")] // Four times of it is -80, which led back to the same words for ever.
    [InlineData("4611686018427386904")] // And before the file.
    [InlineData("2305843009213693952")]
    public void A_colour_table_of_vtk_longer_than_numbers_hold_is_an_error(string colours)
    {
        byte[] file = Encoding.ASCII.GetBytes($"# vtk DataFile Version 3.0\nx\nBINARY\nDATASET STRUCTURED_POINTS\nDIMENSIONS 2 2 1\nPOINT_DATA 4\nLOOKUP_TABLE a {colours}\n{new string('x', 200)}");
        Assert.Equal(MedIOError.InvalidHeader, Fails("a.vtk", file).Error);
    }

    [Theory]
    [InlineData("99")]
    [InlineData("3")]
    [InlineData("-1")]
    [InlineData("Int16, UInt16")]
    public void A_type_of_vti_by_number_is_an_error(string type)
    {
        string file = $"<VTKFile type=\"ImageData\"><ImageData WholeExtent=\"0 1 0 0 0 0\" Origin=\"0 0 0\" Spacing=\"1 1 1\"><Piece Extent=\"0 1 0 0 0 0\"><PointData><DataArray type=\"{type}\" format=\"ascii\">1 2</DataArray></PointData></Piece></ImageData></VTKFile>";
        Assert.Equal(MedIOError.UnsupportedDataType, Fails("a.vti", Encoding.ASCII.GetBytes(file)).Error);
    }

    [Fact]
    public void Limits_of_four_thousand_million_records_without_numbers_are_not_gone_through()
    {
        byte[] file = new NetCdfBytes { Records = -2 }.Dimension("time", 0).Dimension("none", 0).Dimension("zspace", 1).Dimension("yspace", 1).Dimension("xspace", 1)
            .Add("image-max", NetCdfBytes.Double, "time,none", Array.Empty<double>())
            .Add("image", NetCdfBytes.Byte, "zspace,yspace,xspace", new double[1]).Build();
        InTime(() => Try("a.mnc", file));
    }

    [Fact]
    public void Limits_of_many_records_are_read_by_decompressing_once()
    {
        const int Records = 20000;
        double[] most = Enumerable.Range(0, Records).Select(i => i + 1.0).ToArray();
        byte[] file = new NetCdfBytes { Records = Records }.Dimension("time", 0).Dimension("zspace", 1).Dimension("yspace", 1).Dimension("xspace", 64)
            .Add("image-max", NetCdfBytes.Double, "time", most)
            .Add("image-min", NetCdfBytes.Double, "time", new double[Records])
            .Add("image", NetCdfBytes.Byte, "time,zspace,yspace,xspace", Enumerable.Repeat(255.0, 64 * Records), ("valid_range", new double[] { 0, 255 })).Build();
        File.WriteAllBytes(_folder["a.mnc"], Zipped(file));
        InTime(() =>
        {
            var voxels = (float[])MedFile.Read(_folder["a.mnc"]).Voxels;
            Assert.Equal(most.Select(v => (float)v), Enumerable.Range(0, Records).Select(i => voxels[64 * i]));
        });
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public void Pages_of_tiff_that_share_a_long_table_are_an_error(int compression)
    {
        const int Strips = 200000;
        var file = new TiffFile();
        int table = file.Add(file.Numbers(4, Enumerable.Repeat(8L, Strips).ToArray()));
        int counts = file.Add(file.Numbers(4, Enumerable.Repeat(1L, Strips).ToArray()));
        for (int page = 0; page < 200; page++)
        {
            // Offsets of values are written as the one value of a field, and its count is set right below.
            file.Directory(TiffFile.F(256, 1), TiffFile.F(257, Strips), TiffFile.F(258, 8), TiffFile.F(259, compression), TiffFile.F(262, 1), TiffFile.F(273, table), TiffFile.F(277, 1), TiffFile.F(278, 1), TiffFile.F(279, counts));
        }

        byte[] bytes = file.Bytes;
        foreach (int tag in new[] { 273, 279 })
        {
            byte[] entry = { (byte)tag, (byte)(tag >> 8), 4, 0, 1, 0, 0, 0 };
            for (int at = counts + (4 * Strips); (at = IndexOf(bytes, entry, at)) >= 0; at += entry.Length)
            {
                BitConverter.GetBytes(Strips).CopyTo(bytes, at + 4);
            }
        }

        InTime(() => Assert.Contains("share their tables", Fails("a.tif", bytes).Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("\u001b]0;title\u0007", @"\x1b]0;title\x07")]
    [InlineData("\u009b2J", @"\x9b2J")]
    [InlineData("a\0", @"a\x00")]
    public void What_a_console_would_obey_is_shown_in_errors(string type, string shown)
    {
        byte[] file = Encoding.GetEncoding(28591).GetBytes($"type = {type}\nname = DATASET_RANK\ncount = 2\n 3 1\n");
        Assert.Contains(shown, Fails("a+orig.HEAD", file).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_console_would_obey_is_shown_in_warnings_and_names()
    {
        Assert.Equal(new[] { @"one two \x1b[31m", @"\u202egpj.exe" }, new WarningList(new[] { "one\r\ntwo\n\u001b[31m", "\u202egpj.exe" }));
        Assert.Equal(@"a\x1b[2J.nii: no. Give another.", new MedIOException(MedIOError.EmptyFile, "a\u001b[2J.nii: no. Give another.").Message);
    }

#if !TEST_NETSTANDARD
    [ToolTheory("mkfifo")]
    [InlineData("a.nhdr")]
    [InlineData("a.mhd")]
    [InlineData("link.nrrd")]
    public void A_link_to_a_pipe_is_not_waited_for(string name)
    {
        using (Process mkfifo = Process.Start("mkfifo", _folder["pipe"]))
        {
            mkfifo.WaitForExit();
        }

        File.CreateSymbolicLink(_folder["a.raw"], _folder["pipe"]);
        File.CreateSymbolicLink(_folder["link.nrrd"], _folder["pipe"]);
        File.WriteAllText(_folder["a.nhdr"], "NRRD0004\ntype: uchar\ndimension: 2\nsizes: 2 2\nencoding: raw\ndata file: a.raw\n");
        File.WriteAllText(_folder["a.mhd"], "ObjectType = Image\nNDims = 2\nDimSize = 2 2\nElementType = MET_UCHAR\nElementDataFile = a.raw\n");
        InTime(() => Assert.Throws<MedIOException>(() => MedFile.Read(_folder[name])));
    }

    [Fact]
    public void A_link_to_a_file_is_read()
    {
        File.WriteAllBytes(_folder["b.raw"], new byte[] { 1, 2, 3, 4 });
        File.CreateSymbolicLink(_folder["a.raw"], _folder["b.raw"]);
        File.WriteAllText(_folder["a.nhdr"], "NRRD0004\ntype: uchar\ndimension: 2\nsizes: 2 2\nencoding: raw\ndata file: a.raw\n");
        File.CreateSymbolicLink(_folder["link.nhdr"], _folder["a.nhdr"]);
        Assert.Equal(new byte[] { 1, 2, 3, 4 }, (byte[])MedFile.Read(_folder["link.nhdr"]).Voxels);
    }
#endif

    private static int IndexOf(byte[] bytes, byte[] what, int from)
    {
        int at = bytes.AsSpan(from).IndexOf(what);
        return at < 0 ? -1 : from + at;
    }

    private static byte[] Zipped(byte[] bytes)
    {
        using var whole = new MemoryStream();
        using (var gzip = new GZipStream(whole, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(bytes, 0, bytes.Length);
        }

        return whole.ToArray();
    }

    private static void InTime(Action action)
    {
        System.Threading.Tasks.Task run = System.Threading.Tasks.Task.Run(action);
        Assert.True(System.Threading.Tasks.Task.WaitAny(new[] { run }, Soon) == 0, "It does not end.");
        run.GetAwaiter().GetResult();
    }

    private MedIOException Fails(string name, byte[] file)
    {
        File.WriteAllBytes(_folder[name], file);
        MedIOException? error = null;
        InTime(() => error = Assert.Throws<MedIOException>(() => MedFile.Read(_folder[name])));
        return error!;
    }

    private void Try(string name, byte[] file)
    {
        File.WriteAllBytes(_folder[name], file);
        try
        {
            MedFile.Read(_folder[name]);
        }
        catch (MedIOException)
        {
            // Either will do.
        }
    }
}
