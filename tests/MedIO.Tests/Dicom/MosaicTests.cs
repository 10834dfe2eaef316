using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using MedIO.Dicom.Frames;
using Xunit;
using static MedIO.Tests.Dicom.ImageFile;

namespace MedIO.Tests.Dicom;

/// <summary>Siemens mosaics: slices as tiles of one picture, here five of 3x2 in a square of nine.</summary>
public class MosaicTests
{
    private const int Slices = 5;

    [Fact]
    public void A_mosaic_becomes_a_volume()
    {
        MedImage image = Mosaic(Csa("SV10", Slices, ObliqueNormal)).Read(null, Pixel);

        Assert.Equal(new Shape(3, 2, Slices), image.Shape);
        Assert.Equal(Enumerable.Range(0, Slices).SelectMany(s => Enumerable.Range(0, 6).Select(i => (ushort)((100 * s) + i))), (ushort[])image.Voxels);
        Assert.Empty(image.Warnings);
    }

    [Fact]
    public void The_first_slice_is_centred_on_the_mosaic()
    {
        // The mosaic is 9x6 pixels, a slice 3x2: it begins 3 pixels of 0.5 mm to the right and 2 of 2 mm further down.
        MedImage image = Mosaic(Csa("SV10", Slices, ObliqueNormal)).Read(null, Pixel);

        AssertPlace(image, new double[] { 0, 0, 0 }, new[] { -10 + (0.6 * 1.5), 20 + (0.8 * 1.5), 30 - 4 });
        AssertPlace(image, new double[] { 0, 0, 4 }, new[] { -10 + (0.6 * 1.5) - (0.8 * 12), 20 + (0.8 * 1.5) + (0.6 * 12), 30 - 4 });
    }

    [Fact]
    public void Slices_against_the_normal_keep_their_places()
    {
        MedImage image = Mosaic(Csa("SV10", Slices, ObliqueNormal.Select(n => -n).ToArray())).Read(null, Pixel);

        Assert.Equal(new double[] { 400, 300, 200, 100, 0 }, FirstPixels(image));
        AssertPlace(image, new double[] { 0, 0, 4 }, new[] { -10 + (0.6 * 1.5), 20 + (0.8 * 1.5), 30 - 4 });
        AssertPlace(image, new double[] { 0, 0, 0 }, new[] { -10 + (0.6 * 1.5) + (0.8 * 12), 20 + (0.8 * 1.5) - (0.6 * 12), 30 - 4 });
    }

    [Fact]
    public void A_part_of_a_mosaic_is_that_part()
    {
        MedImage image = Mosaic(Csa("SV10", Slices, ObliqueNormal)).Read(new ReadOptions { Slice = SliceExpression.Parse("1:, :, 1:4:2") }, Pixel);

        Assert.Equal(new ushort[] { 101, 102, 104, 105, 301, 302, 304, 305 }, image.Voxels);
    }

    [Fact]
    public void The_older_private_header_is_read_too() =>
        Assert.Equal(new Shape(3, 2, Slices), Mosaic(Csa(string.Empty, Slices, ObliqueNormal)).ReadMeta().Shape);

    [Fact]
    public void Without_the_private_header_the_count_is_elsewhere_and_the_direction_is_told()
    {
        MedMeta meta = Mosaic(null).Text(0x00190010, "LO", "SIEMENS MR HEADER").UInt16(0x0019100a, Slices).ReadMeta();

        Assert.Equal(new Shape(3, 2, Slices), meta.Shape);
        Assert.Contains("SliceNormalVector", Assert.Single(meta.Warnings));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    public void A_mosaic_that_cannot_be_cut_stays_a_picture_with_a_warning(int slices)
    {
        // Ten tiles would be four by four, which 9x6 pixels are not.
        MedImage image = Mosaic(slices == 0 ? null : Csa("SV10", slices, ObliqueNormal)).Read(null, Pixel);

        Assert.Equal(new Shape(9, 6, 1), image.Shape);
        Assert.Contains("mosaic", Assert.Single(image.Warnings));
    }

    [Fact]
    public void Any_damage_to_the_private_header_leaves_it_readable()
    {
        byte[] whole = Csa("SV10", Slices, ObliqueNormal);
        var numbers = new double[3];
        var random = new Random(1);
        for (int i = 0; i < 2000; i++)
        {
            byte[] damaged = (byte[])whole.Clone();
            for (int k = 0; k < 3; k++)
            {
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            }

            int n = CsaHeader.Numbers(damaged.AsSpan(0, random.Next(damaged.Length + 1)), "SliceNormalVector", numbers);
            Assert.InRange(n, 0, 3);
        }
    }

    [SharedDataTheory]
    [InlineData("axasc35", "ax_asc_35sl_6")]
    [InlineData("corint36", "cor_int_36sl_15")]
    [InlineData("sagdesc35", "sag_desc_35sl_23")]
    public void Real_mosaics_are_what_another_converter_makes_of_them(string folder, string reference)
    {
        MedImage ours = MedFile.Read(SharedData.Path("dcm_qa/" + folder));
        MedImage theirs = MedFile.Read(SharedData.Path($"dcm_qa/ref/{reference}.nii"));

        Assert.Equal(theirs.Shape.ToArray(), ours.Shape.ToArray());
        double[] ourValues = Values(ours);
        double[] theirValues = Values(theirs);
        int columns = ours.Shape[0];
        int rows = ours.Shape[1];
        int slices = ours.Shape[2];
        for (int z = 0; z < slices; z++)
        {
            for (int y = 0; y < rows; y++)
            {
                Vector world = theirs.Affine.IndexToCoordinate(new Vector(0, y, z));
                Vector first = ours.Affine.CoordinateToIndex(world);
                Vector second = ours.Affine.CoordinateToIndex(theirs.Affine.IndexToCoordinate(new Vector(1, y, z)));
                Assert.All(first, v => Assert.Equal(Math.Round(v), v, 4));
                int step = (int)Math.Round(second[0] - first[0]);
                for (int t = 0; t < ours.Shape[3]; t++)
                {
                    int at = (((((t * slices) + (int)Math.Round(first[2])) * rows) + (int)Math.Round(first[1])) * columns) + (int)Math.Round(first[0]);
                    int from = ((((t * slices) + z) * rows) + y) * columns;
                    for (int x = 0; x < columns; x++)
                    {
                        Assert.Equal(theirValues[from + x], ourValues[at + (step * x)]);
                    }
                }
            }
        }
    }

    private static ImageFile Mosaic(byte[]? csa)
    {
        ImageFile file = new ImageFile(MR, "MR", columns: 9, rows: 6).Place().Text(0x00080008, "CS", @"ORIGINAL\PRIMARY\M\ND\MOSAIC").Text(0x00180088, "DS", "3").Text(0x00180050, "DS", "2");
        return csa is null ? file : file.Text(0x00290010, "LO", "SIEMENS CSA HEADER").Binary(0x00291010, "OB", csa);
    }

    // The value of a pixel of the mosaic is 100 times its slice, and its place in the slice.
    private static ushort Pixel(int frame, int index)
    {
        int x = index % 9;
        int y = index / 9;
        return (ushort)((100 * ((y / 2 * 3) + (x / 3))) + (y % 2 * 3) + (x % 3));
    }

    private static byte[] Csa(string version, int slices, double[] normal)
    {
        var bytes = new List<byte>();
        if (version.Length > 0)
        {
            bytes.AddRange(Encoding.ASCII.GetBytes(version));
            bytes.AddRange(new byte[] { 4, 3, 2, 1 });
        }

        bytes.AddRange(Words(3, 77));
        Tag(bytes, version, "EchoLinePosition", "32");
        Tag(bytes, version, "NumberOfImagesInMosaic", slices.ToString(System.Globalization.CultureInfo.InvariantCulture) + "      ");
        Tag(bytes, version, "SliceNormalVector", normal.Select(n => n.ToString("0.00000000", System.Globalization.CultureInfo.InvariantCulture)).ToArray());
        return bytes.ToArray();
    }

    private static void Tag(List<byte> bytes, string version, string name, params string[] values)
    {
        const int Items = 6;
        bytes.AddRange(Encoding.ASCII.GetBytes(name).Concat(Enumerable.Repeat((byte)0, 64 - name.Length)));
        bytes.AddRange(Words(values.Length).Concat(Encoding.ASCII.GetBytes("FD\0\0")).Concat(Words(4, Items, 77)));
        for (int i = 0; i < Items; i++)
        {
            byte[] value = i < values.Length ? Encoding.ASCII.GetBytes(values[i] + "\0") : Array.Empty<byte>();
            bytes.AddRange(version.Length > 0 ? Words(value.Length, value.Length, 77, value.Length) : Words(value.Length + Items, 0, 77, 0));
            bytes.AddRange(value.Concat(new byte[(4 - (value.Length % 4)) % 4]));
        }
    }

    private static byte[] Words(params int[] words) => words.SelectMany(BitConverter.GetBytes).ToArray();
}
