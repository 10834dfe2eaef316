using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using MedIO.Tests.MetaImage;
using Xunit;

namespace MedIO.Tests.Vtk;

/// <content>.vti files that were made by hand.</content>
public sealed class VtiTests : IDisposable
{
    private const int Count = 5 * 4 * 3;
    private static readonly short[] Counted = Enumerable.Range(-3, Count).Select(v => (short)(v * 100)).ToArray();

    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string, bool, bool, bool, int> Ways()
    {
        var data = new TheoryData<string, bool, bool, bool, int>();
        foreach (string way in new[] { "ascii", "binary", "folded", "raw", "base64" })
        {
            foreach (bool big in new[] { false, true })
            {
                foreach (bool wide in new[] { false, true })
                {
                    // Blocks that end where slices do, that do not, and one for all.
                    foreach (int block in way == "ascii" ? new[] { 0 } : new[] { 0, 40, 7, 1000 })
                    {
                        data.Add(way, big, wide, block > 0, block);
                    }
                }
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void Every_way_of_packing_is_read(string way, bool bigEndian, bool wide, bool packed, int block)
    {
        byte[] file = File(way, bigEndian, wide, packed ? block : 0);
        MedImage image = Read(file);
        Assert.Equal("VTI", image.Format);
        Assert.Equal(new Shape(5, 4, 3), image.Shape);
        Assert.Equal(Counted, (short[])image.Voxels);
        Assert.Empty(image.Warnings);
        Assert.Equal(Counted.Skip(40), (short[])MedFile.Read(_folder["a.vti"], new ReadOptions { Slice = SliceExpression.Parse(":, :, 2:3") }).Voxels);
        Assert.Equal(image.Reorient("LPS").Voxels, MedFile.Read(_folder["a.vti"], new ReadOptions { Orientation = "LPS" }).Voxels);
    }

    [Fact]
    public void The_extent_begins_anywhere_and_the_direction_turns_it()
    {
        byte[] file = File("raw", false, false, 0, xml => xml
            .Replace("0 4 0 3 0 2", "-2 2 3 6 1 3")
            .Replace("Spacing=\"1 1 1\"", "Spacing=\"2 3 4\"").Replace("Origin=\"0 0 0\"", "Origin=\"10 20 30\" Direction=\"0 -1 0 1 0 0 0 0 1\""));
        MedImage image = Read(file);

        // The first point has the index (-2, 3, 1); the columns of the direction are the axes.
        Assert.Equal(new Vector(10 - 9, 20 - 4, 30 + 4), image.Origin);
        Assert.Equal(new Vector(2, 3, 4), image.Spacing);
        Assert.Equal(1, image.Direction[1, 0]);
        Assert.Equal(-1, image.Direction[0, 1]);
    }

    [Fact]
    public void The_active_scalars_are_read_and_else_the_first_array()
    {
        const string Two = "<DataArray type=\"UInt8\" Name=\"first\" format=\"ascii\">1 2</DataArray><!-- a > comment --><DataArray type=\"Float32\" Name=\"sec&lt;ond\" format=\"ascii\">0.5 -1e3</DataArray>";
        Assert.Equal(new float[] { 0.5f, -1000 }, (float[])Read(Xml($"<PointData Scalars='sec&lt;ond'>{Two}</PointData><CellData/>")).Voxels);
        Assert.Equal(new byte[] { 1, 2 }, (byte[])Read(Xml($"<PointData Scalars=\"none\">{Two}</PointData>")).Voxels);
        Assert.Equal(new byte[] { 1, 2 }, (byte[])Read(Xml($"<PointData>{Two}</PointData>")).Voxels);
    }

    [Theory]
    [InlineData("Float32")]
    [InlineData("Int16")]
    public void An_array_that_ends_too_early_shows_the_tag_that_stands_there(string type)
    {
        MedIOException error = Fails(Xml($"<PointData><DataArray type=\"{type}\" format=\"ascii\">1 </DataArray></PointData>"));
        Assert.Contains("'</DataArray>' is not a number", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Cells_are_voxels_half_a_step_on()
    {
        MedImage image = Read(Xml("<PointData/><CellData><DataArray type=\"Int32\" Name=\"c\" NumberOfComponents=\"2\" format=\"ascii\">\n7 8\n</DataArray></CellData>"));
        Assert.Equal(new int[] { 7, 8 }, (int[])image.Voxels);
        Assert.Equal(2, image.Components);
        Assert.Equal(0.5, image.Origin[0]);
        Assert.Single(image.Warnings);
    }

    [Theory]
    [InlineData("Int8", VoxelType.Int8)]
    [InlineData("UInt16", VoxelType.UInt16)]
    [InlineData("UInt64", VoxelType.UInt64)]
    [InlineData("Float64", VoxelType.Float64)]
    public void The_types_have_the_field_s_names(string name, VoxelType type)
    {
        Assert.Equal(type, Read(Xml($"<PointData><DataArray type=\"{name}\" format=\"ascii\"> 1 2 </DataArray></PointData>")).DataType);
        Assert.Equal(MedIOError.UnsupportedDataType, Fails(Xml("<PointData><DataArray type=\"String\" format=\"ascii\"> 1 2 </DataArray></PointData>")).Error);
    }

    [Fact]
    public void The_header_has_all_attributes()
    {
        MedImage image = Read(File("raw", false, false, 0), new ReadOptions { Header = true });
        Assert.Equal("0 4 0 3 0 2", image.Header!["ImageData.WholeExtent"]);
        Assert.Equal("Int16", image.Header["DataArray.type"]);
    }

    [Theory]
    [InlineData("type=\"ImageData\"", "type=\"PolyData\"", MedIOError.UnsupportedFeature)]
    [InlineData("<Piece Extent=\"0 4 0 3 0 2\">", "<Piece Extent=\"0 4 0 3 0 1\">", MedIOError.UnsupportedFeature)]
    [InlineData("vtkZLibDataCompressor", "vtkLZMADataCompressor", MedIOError.UnsupportedFeature)]
    [InlineData("0 4 0 3 0 2", "0 4 0 3 3 2", MedIOError.InvalidDimensions)]
    [InlineData("0 4 0 3 0 2", "0 4 0 3 0", MedIOError.InvalidHeader)]
    [InlineData("0 4 0 3 0 2", "0 4 0 3 0 nan", MedIOError.InvalidDimensions)]
    [InlineData("0 4 0 3 0 2", "0 2000000000 0 2000000000 0 2", MedIOError.InvalidDimensions)]
    [InlineData("0 4 0 3 0 2", "0 200000000 0 2 0 2", MedIOError.InvalidHeader)]
    [InlineData("0 4 0 3 0 2", "0 4 0 3 0 3", MedIOError.InvalidHeader)]
    [InlineData("Spacing=\"1 1 1\"", "Spacing=\"1 0 1\"", MedIOError.InvalidAffine)]
    [InlineData("Spacing=\"1 1 1\"", "Spacing=\"1 inf 1\"", MedIOError.InvalidAffine)]
    [InlineData("Spacing=\"1 1 1\"", "Spacing=\"1 1\"", MedIOError.InvalidHeader)]
    [InlineData("offset=\"0\"", "offset=\"99999999\"", MedIOError.TruncatedData)]
    [InlineData("offset=\"0\"", "offset=\"-1\"", MedIOError.InvalidHeader)]
    [InlineData("offset=\"0\"", "offset=\"1\"", MedIOError.InvalidHeader)]
    [InlineData("offset=\"0\"", "offset=\"x\"", MedIOError.InvalidHeader)]
    [InlineData("NumberOfComponents=\"1\"", "NumberOfComponents=\"0\"", MedIOError.InvalidDimensions)]
    [InlineData("<PointData Scalars=\"a\">", "<PointData Scalars=\"a\"", MedIOError.InvalidHeader)]
    [InlineData("AppendedData", "AppendedDat", MedIOError.InvalidHeader)]
    public void What_makes_no_image_is_an_error(string good, string bad, MedIOError error)
    {
        MedIOException e = Fails(File("raw", false, false, 16, xml =>
        {
            Assert.Contains(good, xml, StringComparison.Ordinal);
            return xml.Replace(good, bad);
        }));
        Assert.Equal(error, e.Error);
    }

    [Theory]
    [InlineData("ascii", 0)]
    [InlineData("binary", 0)]
    [InlineData("raw", 0)]
    [InlineData("base64", 0)]
    [InlineData("binary", 16)]
    [InlineData("raw", 16)]
    [InlineData("folded", 16)]
    public void A_file_cut_off_or_changed_anywhere_is_an_image_or_an_error(string way, int block)
    {
        byte[] file = File(way, false, false, block);
        byte[] values = { 0, (byte)'<', (byte)'"', 0xff, (byte)'9' };
        for (int length = 1; length < file.Length; length++)
        {
            TryRead(file.Take(length).ToArray());
        }

        for (int at = 0; at < file.Length; at++)
        {
            byte[] changed = (byte[])file.Clone();
            changed[at] = values[at % values.Length];
            TryRead(changed);
        }
    }

    [Fact]
    public void Damaged_blocks_are_found_out()
    {
        byte[] file = File("raw", false, false, 40);
        int data = Encoding.GetEncoding(28591).GetString(file).IndexOf("_", Encoding.GetEncoding(28591).GetString(file).IndexOf("AppendedData", StringComparison.Ordinal), StringComparison.Ordinal) + 1;

        // Behind the table of three numbers and three sizes the first block ends with its checksum.
        int first = BitConverter.ToInt32(file, data + 12);
        file[data + 24 + first - 1] ^= 1;
        Assert.Equal(MedIOError.CorruptCompression, Fails(file).Error);
    }

    [Fact]
    public void A_raw_file_cut_off_is_read_if_allowed()
    {
        byte[] file = File("raw", false, false, 0);
        int end = Encoding.GetEncoding(28591).GetString(file).LastIndexOf("\n </AppendedData>", StringComparison.Ordinal);
        byte[] cut = file.Take(end - 4).ToArray();
        Assert.Equal(MedIOError.TruncatedData, Fails(cut).Error);
        MedImage image = Read(cut, new ReadOptions { AllowTruncated = true });
        Assert.Equal(Counted.Take(Count - 2).Concat(new short[2]), (short[])image.Voxels);
    }

    [Fact]
    public void A_gzip_file_says_that_it_is_one()
    {
        System.IO.File.WriteAllBytes(_folder["a.vti"], Nifti.NiftiFolder.Gzip(File("raw", false, false, 0)));
        MedIOException e = Assert.Throws<MedIOException>(() => MedFile.Read(_folder["a.vti"]));
        Assert.Equal(MedIOError.UnsupportedFeature, e.Error);
        Assert.Contains("gunzip", e.Message, StringComparison.Ordinal);
    }

    private static byte[] Xml(string piece) =>
        Encoding.UTF8.GetBytes($"<?xml version=\"1.0\"?>\n<VTKFile type=\"ImageData\" version=\"0.1\" byte_order=\"LittleEndian\">\n<ImageData WholeExtent=\"0 1 0 0 0 0\">\n<Piece Extent=\"0 1  0 0  0 0\">{piece}</Piece></ImageData></VTKFile>");

    // Counted in one of the ways that VTK packs arrays; block is the size of compressed blocks, 0 for none.
    private static byte[] File(string way, bool bigEndian, bool wide, int block, Func<string, string>? change = null)
    {
        byte[] voxels = Counted.SelectMany(v => bigEndian ? new[] { (byte)(v >> 8), (byte)v } : new[] { (byte)v, (byte)(v >> 8) }).ToArray();
        byte[] Size(long n) => bigEndian ? Enumerable.Reverse(BitConverter.GetBytes(n)).Skip(wide ? 0 : 4).ToArray() : BitConverter.GetBytes(n).Take(wide ? 8 : 4).ToArray();
        byte[] head = Size(voxels.Length);
        byte[] body = voxels;
        if (block > 0)
        {
            byte[][] parts = Enumerable.Range(0, (voxels.Length + block - 1) / block).Select(i => MetaImageFolder.Zlib(voxels.Skip(i * block).Take(block).ToArray())).ToArray();
            head = new[] { parts.Length, block, (long)voxels.Length % block }.Concat(parts.Select(p => (long)p.Length)).SelectMany(Size).ToArray();
            body = parts.SelectMany(p => p).ToArray();
        }

        // The numbers before compressed blocks are base64 of their own.
        string letters = block > 0 ? Convert.ToBase64String(head) + Convert.ToBase64String(body) : Convert.ToBase64String(head.Concat(body).ToArray());
        string inside = way switch
        {
            "ascii" => "\n" + string.Join(" ", Counted.Select(v => v.ToString(System.Globalization.CultureInfo.InvariantCulture))) + "\n",
            "binary" => "\n   " + letters + "\n",
            "folded" => "\n" + string.Join("\r\n", Enumerable.Range(0, (letters.Length + 75) / 76).Select(i => letters.Substring(76 * i, Math.Min(76, letters.Length - (76 * i))))) + "\n",
            _ => string.Empty,
        };
        string format = way switch { "ascii" => "ascii", "binary" or "folded" => "binary", _ => "appended" };
        string xml = $"<?xml version=\"1.0\"?>\n<VTKFile type=\"ImageData\" version=\"1.0\" byte_order=\"{(bigEndian ? "Big" : "Little")}Endian\" header_type=\"UInt{(wide ? 64 : 32)}\"{(block > 0 ? " compressor=\"vtkZLibDataCompressor\"" : string.Empty)}>\n"
            + " <ImageData WholeExtent=\"0 4 0 3 0 2\" Origin=\"0 0 0\" Spacing=\"1 1 1\">\n  <Piece Extent=\"0 4 0 3 0 2\">\n   <PointData Scalars=\"a\">\n"
            + $"    <DataArray type=\"Int16\" Name=\"a\" NumberOfComponents=\"1\" format=\"{format}\"{(format == "appended" ? " offset=\"0\"" : string.Empty)}>{inside}</DataArray>\n"
            + "   </PointData>\n   <CellData>\n   </CellData>\n  </Piece>\n </ImageData>\n";
        byte[] appended = way == "raw" ? head.Concat(body).ToArray() : Encoding.ASCII.GetBytes(letters);
        string end = "</VTKFile>\n";
        if (format == "appended")
        {
            xml += $" <AppendedData encoding=\"{(way == "raw" ? "raw" : "base64")}\">\n   _";
            end = "\n </AppendedData>\n" + end;
        }
        else
        {
            appended = Array.Empty<byte>();
        }

        return VtkReadTests.Bytes(change is null ? xml : change(xml), appended, end);
    }

    private MedImage Read(byte[] file, ReadOptions? options = null)
    {
        System.IO.File.WriteAllBytes(_folder["a.vti"], file);
        return MedFile.Read(_folder["a.vti"], options);
    }

    private void TryRead(byte[] file)
    {
        try
        {
            Read(file, new ReadOptions { AllowTruncated = file.Length % 2 == 0 });
        }
        catch (MedIOException e)
        {
            Assert.NotEqual(MedIOError.ImageTooLarge, e.Error);
        }
    }

    private MedIOException Fails(byte[] file) => Assert.Throws<MedIOException>(() => Read(file));
}
