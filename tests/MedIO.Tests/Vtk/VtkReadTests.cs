using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using MedIO.Tests.Nifti;
using Xunit;

namespace MedIO.Tests.Vtk;

/// <content>Legacy VTK files that were made by hand, as VTK and ITK read them.</content>
public sealed class VtkReadTests : IDisposable
{
    private const string Grid = "DATASET STRUCTURED_POINTS\nDIMENSIONS 3 2 2\nSPACING 1 2.5 3e0\nORIGIN 10 -20 30.5\n";
    private const string Twelve = "POINT_DATA 12\n";
    private static readonly short[] Counted = Enumerable.Range(-3, 12).Select(v => (short)v).ToArray();

    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public void Binary_numbers_have_their_high_byte_first(string line)
    {
        string header = File("BINARY", Grid + Twelve + "SCALARS some%20name short 1\nLOOKUP_TABLE default\n").Replace("\n", line);
        MedImage image = Read(Bytes(header, Shorts()));
        Assert.Equal("VTK", image.Format);
        Assert.Equal(new Shape(3, 2, 2), image.Shape);
        Assert.Equal(Counted, (short[])image.Voxels);
        Assert.Equal(new Vector(1, 2.5, 3), image.Spacing);
        Assert.Equal(new Vector(10, -20, 30.5), image.Origin);
        Assert.Equal("RAI", image.Orientation);
        Assert.Empty(image.Warnings);
    }

    [Fact]
    public void Text_may_be_written_in_any_case_and_any_lines()
    {
        string header = File("ascii", "dataset structured_points\ndimensions\n3 2 2\naspect_ratio 1 2.5 3\norigin 10 -20 30.5\npoint_data 12\nscalars a short\nlookup_table default\n");
        MedImage image = Read(Bytes(header, "-3 -2 -1\n\n0 1 2 3 4 5 6\t7 8"));
        Assert.Equal(Counted, (short[])image.Voxels);
        Assert.Equal(new Vector(1, 2.5, 3), image.Spacing);
    }

    [Fact]
    public void Numbers_of_8_bits_in_text_are_fractions_of_255_as_VTK_writes_them()
    {
        // vtkStructuredPointsWriter, six digits: labels 0 to 5, 72, 217 and so on.
        MedImage image = Read(Bytes(File("ASCII", Grid + Twelve + "COLOR_SCALARS s 1\n"), "0 0.00392157 0.00784314 0.0117647 0.0156863 0.0196078 0.282353 0.85098 0.945098 0.996078 1 0.5"));
        Assert.Equal(new byte[] { 0, 1, 2, 3, 4, 5, 72, 217, 241, 254, 255, 128 }, (byte[])image.Voxels);
        Assert.Empty(image.Metadata.Warnings);
    }

    [Theory]
    [InlineData("SCALARS a short 3\nLOOKUP_TABLE default\n", 3, VoxelType.Int16)]
    [InlineData("SCALARS a short\n", 1, VoxelType.Int16)]
    [InlineData("SCALARS a double 2\nLOOKUP_TABLE default\n", 2, VoxelType.Float64)]
    [InlineData("VECTORS v float\n", 3, VoxelType.Float32)]
    [InlineData("NORMALS v float\n", 3, VoxelType.Float32)]
    [InlineData("TENSORS v double\n", 9, VoxelType.Float64)]
    [InlineData("TENSORS6 v double\n", 6, VoxelType.Float64)]
    [InlineData("TEXTURE_COORDINATES v 2 float\n", 2, VoxelType.Float32)]
    [InlineData("COLOR_SCALARS c 4\n", 4, VoxelType.UInt8)]
    [InlineData("FIELD FieldData 1\nf 5 12 unsigned_short\n", 5, VoxelType.UInt16)]
    [InlineData("LOOKUP_TABLE t 2\n\u0001\u0002\u0003\u0004SCAL\nSCALARS a char 2\nLOOKUP_TABLE t\n", 2, VoxelType.Int8)]
    [InlineData("SCALARS a unsigned_char\nLOOKUP_TABLE default\n", 1, VoxelType.UInt8)]
    [InlineData("SCALARS a signed_char\nLOOKUP_TABLE default\n", 1, VoxelType.Int8)]
    [InlineData("SCALARS a unsigned_int\nLOOKUP_TABLE default\n", 1, VoxelType.UInt32)]
    [InlineData("SCALARS a int\nLOOKUP_TABLE default\n", 1, VoxelType.Int32)]
    [InlineData("SCALARS a vtkIdType\nLOOKUP_TABLE default\n", 1, VoxelType.Int32)]
    [InlineData("SCALARS a vtktypeint64\nLOOKUP_TABLE default\n", 1, VoxelType.Int64)]
    [InlineData("SCALARS a vtktypeuint64\nLOOKUP_TABLE default\n", 1, VoxelType.UInt64)]
    public void Every_kind_of_array_is_read(string array, int components, VoxelType type)
    {
        int size = VoxelTypes.SizeOf(type);
        byte[] voxels = Enumerable.Range(0, 12 * components).SelectMany(i => Number(i, type)).ToArray();
        MedImage image = Read(Bytes(File("BINARY", Grid + Twelve + array), voxels));
        Assert.Equal(components, image.Components);
        Assert.Equal(type, image.DataType);
        Assert.Equal(Enumerable.Range(0, 12 * components).Select(i => (double)i), image.Voxels.Cast<object>().Select(v => Convert.ToDouble(v, null)));
        Assert.Equal(12 * components * size, voxels.Length);
    }

    [Theory]
    [InlineData(8, VoxelType.Int64, 0)]
    [InlineData(4, VoxelType.Int32, 1)]
    public void A_long_has_as_many_bytes_as_there_is_room_for(int size, VoxelType type, int warnings)
    {
        byte[] voxels = Enumerable.Range(0, 12).SelectMany(i => Number(i, size == 8 ? VoxelType.Int64 : VoxelType.Int32)).ToArray();
        MedImage image = Read(Bytes(File("BINARY", Grid + Twelve + "SCALARS a long\nLOOKUP_TABLE default\n"), voxels));
        Assert.Equal(type, image.DataType);
        Assert.Equal(Enumerable.Range(0, 12).Select(i => (double)i), image.Voxels.Cast<object>().Select(v => Convert.ToDouble(v, null)));
        Assert.Equal(warnings, image.Warnings.Count);
    }

    [Fact]
    public void Bits_are_packed_the_highest_first()
    {
        MedImage image = Read(Bytes(File("BINARY", Grid + Twelve + "SCALARS a bit\nLOOKUP_TABLE default\n"), new byte[] { 0b10110001, 0b01110000 }));
        Assert.Equal(new byte[] { 1, 0, 1, 1, 0, 0, 0, 1, 0, 1, 1, 1 }, (byte[])image.Voxels);
        MedImage text = Read(Bytes(File("ASCII", Grid + Twelve + "SCALARS a bit\nLOOKUP_TABLE default\n"), "1 0 1 1 0 0 0 1 0 1 1 1\n"));
        Assert.Equal(image.Voxels, text.Voxels);
    }

    [Fact]
    public void Fields_and_metadata_of_the_whole_are_skipped()
    {
        const string Fields = "FIELD FieldData 2\nTIME 1 1 double\n12345678\nids 2 2 char\n\n\n\n\n\nMETADATA\nINFORMATION 1\nNAME x LOCATION y\n\n";
        MedImage image = Read(Bytes(File("BINARY", "DATASET STRUCTURED_POINTS\n" + Fields + Grid.Substring(Grid.IndexOf('\n') + 1) + Twelve + "METADATA\nINFORMATION 0\n\nSCALARS a short\nLOOKUP_TABLE default\n".Replace("METADATA\nINFORMATION 0\n\n", string.Empty)), Shorts(), "\nMETADATA\nINFORMATION 0\n\n"));
        Assert.Equal(Counted, (short[])image.Voxels);
        Assert.Empty(image.Warnings);
    }

    [Fact]
    public void More_arrays_behind_the_first_are_said()
    {
        MedImage image = Read(Bytes(File("BINARY", Grid + Twelve + "SCALARS a short\nLOOKUP_TABLE default\n"), Shorts(), "\nVECTORS v float\n"));
        Assert.Equal(Counted, (short[])image.Voxels);
        Assert.Contains("'a'", Assert.Single(image.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void One_slice_is_a_plane_that_keeps_its_place()
    {
        MedImage image = Read(Bytes(File("ASCII", "DATASET STRUCTURED_POINTS\nDIMENSIONS 3 2 1\nORIGIN 1 2 3\nPOINT_DATA 6\nSCALARS a short\nLOOKUP_TABLE default\n"), "1 2 3 4 5 6"));
        Assert.Equal(new Shape(3, 2), image.Shape);
        Assert.Equal(new Vector(1, 2), image.Origin);
        Assert.Equal(3, image.Affine.To3D()[2, 3]);
    }

    [Fact]
    public void Cells_are_voxels_half_a_step_on()
    {
        MedImage image = Read(Bytes(File("ASCII", Grid.Replace("3 2 2", "4 3 3") + "CELL_DATA 12\nSCALARS a short\nLOOKUP_TABLE default\n"), string.Join(" ", Counted)));
        Assert.Equal(Counted, (short[])image.Voxels);
        Assert.Equal(new Vector(10.5, -18.75, 32), image.Origin);
        Assert.Single(image.Warnings);
    }

    [Fact]
    public void A_negative_spacing_turns_the_axis_around_as_in_ITK()
    {
        MedImage image = Read(Bytes(File("ASCII", Grid.Replace("2.5", "-2.5") + Twelve + "SCALARS a short\nLOOKUP_TABLE default\n"), string.Join(" ", Counted)));
        Assert.Equal(new Vector(1, 2.5, 3), image.Spacing);
        Assert.Equal("RPI", image.Orientation);
    }

    [Fact]
    public void The_header_has_the_format_s_words()
    {
        MedImage image = Read(Bytes(File("ASCII", Grid + Twelve + "SCALARS a short\nLOOKUP_TABLE default\n"), string.Join(" ", Counted)), new ReadOptions { Header = true });
        Assert.Equal("a title", image.Header!["title"]);
        Assert.Equal("3.0", image.Header["Version"]);
        Assert.Equal(new Vector(1, 2.5, 3), image.Header["SPACING"]);
        Assert.Equal("short", image.Header["DataType"]);
    }

    [Fact]
    public void A_gzip_file_is_read_where_its_numbers_are_binary()
    {
        byte[] file = Bytes(File("BINARY", Grid + Twelve + "SCALARS a short\nLOOKUP_TABLE default\n"), Shorts());
        System.IO.File.WriteAllBytes(_folder["a.vtk.gz"], NiftiFolder.Gzip(file));
        Assert.Equal(Counted, (short[])MedFile.Read(_folder["a.vtk.gz"]).Voxels);
    }

    [Theory]
    [InlineData("BINARY", MedIOError.TruncatedData)]
    [InlineData("ASCII", MedIOError.TruncatedData)]
    public void A_file_cut_off_anywhere_is_an_error(string encoding, MedIOError error)
    {
        byte[] header = Bytes(File(encoding, Grid + Twelve + "SCALARS a short 1\nLOOKUP_TABLE default\n"));
        byte[] file = Bytes(header, encoding == "BINARY" ? Shorts() : Encoding.ASCII.GetBytes(string.Join(" ", Counted.Select(v => v + 10))));

        // Of 18 one digit less is a number still.
        for (int length = 1; length < file.Length - 1; length++)
        {
            MedIOException e = Fails(file.Take(length).ToArray());
            Assert.Contains(e.Error, length < header.Length ? new[] { MedIOError.TruncatedHeader, MedIOError.InvalidHeader, MedIOError.UnsupportedFeature, error } : new[] { error });
        }
    }

    [Theory]
    [InlineData("STRUCTURED_POINTS", "POLYDATA", MedIOError.UnsupportedFeature)]
    [InlineData("BINARY", "OTHER", MedIOError.InvalidHeader)]
    [InlineData("3 2 2", "3 0 2", MedIOError.InvalidDimensions)]
    [InlineData("3 2 2", "3 -2 2", MedIOError.InvalidHeader)]
    [InlineData("3 2 2", "99999999999 2 2", MedIOError.InvalidDimensions)]
    [InlineData("3 2 2", "2000000000 2000000000 2000000000", MedIOError.InvalidDimensions)]
    [InlineData("3 2 2", "2000000000 2 2", MedIOError.TruncatedData)]
    [InlineData("2.5", "x", MedIOError.InvalidHeader)]
    [InlineData("2.5", "nan", MedIOError.InvalidAffine)]
    [InlineData("2.5", "0", MedIOError.InvalidAffine)]
    [InlineData("-20", "inf", MedIOError.InvalidAffine)]
    [InlineData("short", "string", MedIOError.UnsupportedDataType)]
    [InlineData("short 1", "short 0", MedIOError.InvalidDimensions)]
    [InlineData("short 1", "short x", MedIOError.InvalidHeader)]
    [InlineData("SCALARS", "SCALRS", MedIOError.InvalidHeader)]
    [InlineData("DIMENSIONS 3 2 2\n", "", MedIOError.InvalidHeader)]
    [InlineData("POINT_DATA 12\n", "FIELD F 1\nf 2000000000 2000000000 short\n", MedIOError.InvalidHeader)]
    [InlineData("POINT_DATA 12\n", "FIELD F 99999999\n", MedIOError.InvalidHeader)]
    public void What_makes_no_image_is_an_error(string good, string bad, MedIOError error)
    {
        string header = File("BINARY", Grid + Twelve + "SCALARS a short 1\nLOOKUP_TABLE default\n");
        Assert.Contains(good, header, StringComparison.Ordinal);
        Assert.Equal(error, Fails(Bytes(header.Replace(good, bad), Shorts())).Error);
    }

    [Fact]
    public void A_count_that_differs_is_said()
    {
        MedImage image = Read(Bytes(File("BINARY", Grid + "POINT_DATA 13\nSCALARS a short 1\nLOOKUP_TABLE default\n"), Shorts()));
        Assert.Contains("13", Assert.Single(image.Warnings), StringComparison.Ordinal);
    }

    [SharedDataFact]
    public void Agrees_with_ITK()
    {
        MedImage image = MedFile.Read(SharedData.Path("itk/anat.vtk"));
        Assert.Equal(SharedData.Numbers("itk/anat.vtk", "size"), image.Shape.Select(n => (double)n));
        Assert.Equal(SharedData.Numbers("itk/anat.vtk", "spacing"), image.Spacing);
        Assert.Equal(SharedData.Numbers("itk/anat.vtk", "origin"), image.Origin);
        Assert.Equal(SharedData.Number("itk/anat.vtk", "sum"), ((short[])image.Voxels).Sum(v => (double)v));
    }

    internal static byte[] Bytes(params object[] parts) =>
        parts.SelectMany(p => p as byte[] ?? Encoding.GetEncoding(28591).GetBytes((string)p)).ToArray();

    internal static IEnumerable<byte> Number(int value, VoxelType type)
    {
        byte[] bytes = type switch
        {
            VoxelType.Float32 => BitConverter.GetBytes((float)value),
            VoxelType.Float64 => BitConverter.GetBytes((double)value),
            _ => BitConverter.GetBytes((long)value).Take(VoxelTypes.SizeOf(type)).ToArray(),
        };
        return Enumerable.Reverse(bytes);
    }

    private static string File(string encoding, string rest) => "# vtk DataFile Version 3.0\na title\n" + encoding + "\n" + rest;

    private static byte[] Shorts() => Counted.SelectMany(v => Number(v, VoxelType.Int16)).ToArray();

    private MedImage Read(byte[] file, ReadOptions? options = null)
    {
        System.IO.File.WriteAllBytes(_folder["a.vtk"], file);
        return MedFile.Read(_folder["a.vtk"], options);
    }

    private MedIOException Fails(byte[] file) => Assert.Throws<MedIOException>(() => Read(file));
}
