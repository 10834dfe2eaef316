using System;
using System.Collections.Generic;
using System.Linq;
using MedIO.Dicom.Pixels;
using Xunit;

namespace MedIO.Tests.Dicom;

public class ColourTests
{
    [Theory]
    [InlineData(new byte[] { 255, 128, 128 }, new byte[] { 255, 255, 255 })]
    [InlineData(new byte[] { 0, 128, 128 }, new byte[] { 0, 0, 0 })]
    [InlineData(new byte[] { 76, 85, 255 }, new byte[] { 254, 0, 0 })]
    [InlineData(new byte[] { 150, 44, 21 }, new byte[] { 0, 255, 1 })]
    [InlineData(new byte[] { 29, 255, 107 }, new byte[] { 0, 0, 254 })]
    public void Luminance_and_chrominances_become_RGB(byte[] ybr, byte[] rgb)
    {
        byte[] read = (byte[])new PixelFile { Samples = 3, Planar = 0, Photometric = "YBR_FULL", Pixels = ybr, VR = "OB" }.Read();
        Assert.Equal(rgb, read);
    }

    [Fact]
    public void Every_luminance_and_chrominance_is_what_the_equations_of_the_standard_give()
    {
        var pixels = new List<byte>();
        for (int i = 0; i < 256; i += 5)
        {
            for (int j = 0; j < 256; j += 3)
            {
                pixels.AddRange(new[] { (byte)i, (byte)j, (byte)((i * 7) + (j * 3)) });
            }
        }

        byte[] rgb = (byte[])new PixelFile { Columns = pixels.Count / 3, Samples = 3, Planar = 0, Photometric = "YBR_FULL", Pixels = pixels.ToArray(), VR = "OB" }.Read();
        for (int i = 0; i < rgb.Length; i += 3)
        {
            double y = pixels[i];
            double cb = pixels[i + 1] - 128;
            double cr = pixels[i + 2] - 128;
            Assert.InRange(rgb[i] - Math.Max(0, Math.Min(255, y + (1.402 * cr))), -0.51, 0.51);
            Assert.InRange(rgb[i + 1] - Math.Max(0, Math.Min(255, y - (0.344136 * cb) - (0.714136 * cr))), -0.51, 0.51);
            Assert.InRange(rgb[i + 2] - Math.Max(0, Math.Min(255, y + (1.772 * cb))), -0.51, 0.51);
        }
    }

    [Fact]
    public void Two_pixels_share_their_chrominances()
    {
        // Four columns: two pairs; white and black, then red for both.
        var file = new PixelFile { Columns = 4, Samples = 3, Planar = 0, Photometric = "YBR_FULL_422", Pixels = new byte[] { 255, 0, 128, 128, 76, 76, 85, 255 }, VR = "OB" };
        Assert.Equal(new byte[] { 255, 255, 255, 0, 0, 0, 254, 0, 0, 254, 0, 0 }, file.Read());
        Assert.Empty(file.Warnings);
    }

    [Fact]
    public void Where_columns_are_odd_the_length_tells_whether_pairs_begin_anew_with_a_row()
    {
        byte[] grey = { 10, 20, 128, 128, 30, 99, 128, 128, 40, 50, 128, 128, 60, 99, 128, 128 };
        var anew = new PixelFile { Columns = 3, Rows = 2, Samples = 3, Planar = 0, Photometric = "YBR_FULL_422", Pixels = grey, VR = "OB" };
        Assert.Equal(new byte[] { 10, 20, 30, 40, 50, 60 }, ((byte[])anew.Read()).Where((_, i) => i % 3 == 0));
        byte[] running = { 10, 20, 128, 128, 30, 40, 128, 128, 50, 60, 128, 128 };
        var on = new PixelFile { Columns = 3, Rows = 2, Samples = 3, Planar = 0, Photometric = "YBR_FULL_422", Pixels = running, VR = "OB" };
        Assert.Equal(new byte[] { 10, 20, 30, 40, 50, 60 }, ((byte[])on.Read()).Where((_, i) => i % 3 == 0));
    }

    [Fact]
    public void Chrominances_that_are_not_shared_after_all_are_found_by_the_length()
    {
        var file = new PixelFile { Columns = 2, Samples = 3, Planar = 0, Photometric = "YBR_FULL_422", Pixels = new byte[] { 255, 128, 128, 0, 128, 128 }, VR = "OB" };
        Assert.Equal(new byte[] { 255, 255, 255, 0, 0, 0 }, file.Read());
        Assert.Contains("YBR_FULL_422", Assert.Single(file.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void The_ranges_of_video_are_spread()
    {
        var file = new PixelFile { Columns = 2, Samples = 3, Planar = 0, Photometric = "YBR_PARTIAL_422", Pixels = new byte[] { 235, 16, 128, 128 }, VR = "OB" };
        Assert.Equal(new byte[] { 255, 255, 255, 0, 0, 0 }, file.Read());
    }

    [Fact]
    public void Alpha_is_left_out()
    {
        var file = new PixelFile { Columns = 2, Samples = 4, Planar = 0, Photometric = "ARGB", Pixels = new byte[] { 9, 1, 2, 3, 9, 4, 5, 6 }, VR = "OB" };
        Assert.Equal(new byte[] { 1, 2, 3, 4, 5, 6 }, file.Read());
    }

    [Theory]
    [InlineData(0, new byte[] { 0, 1, 2, 250 }, new byte[] { 10, 110, 210, 20, 120, 220, 30, 130, 230, 30, 130, 230 })]
    [InlineData(1, new byte[] { 0, 1, 2, 3 }, new byte[] { 10, 110, 210, 10, 110, 210, 20, 120, 220, 30, 130, 230 })]
    public void Indices_become_colours(int first, byte[] indices, byte[] rgb)
    {
        PixelFile file = Palette(indices, new ushort[] { 3, (ushort)first, 8 }, new byte[] { 10, 20, 30, 0 }, new byte[] { 110, 120, 130, 0 }, new byte[] { 210, 220, 230, 0 });
        Assert.Equal(rgb, file.Read());
        Assert.Equal((3, VoxelType.UInt8), (file.Format!.Components, file.Format.StoredType));
        Assert.Empty(file.Warnings);
    }

    [Fact]
    public void The_first_index_may_be_negative()
    {
        PixelFile file = Palette(new byte[] { 0xfe, 0xff, 0, 1 }, new ushort[] { 3, 0xfffe, 8 }, new byte[] { 1, 2, 3, 0 }, new byte[] { 4, 5, 6, 0 }, new byte[] { 7, 8, 9, 0 });
        file.Signed = 1;
        Assert.Equal(new byte[] { 1, 4, 7, 2, 5, 8, 3, 6, 9, 3, 6, 9 }, file.Read());
    }

    [Theory]
    [InlineData(16, new ushort[] { 0x1234, 0xffff }, VoxelType.UInt16, new[] { 0x1234, 0xffff })]
    [InlineData(8, new ushort[] { 0x1234, 0xffff }, VoxelType.UInt16, new[] { 0x1234, 0xffff })]
    [InlineData(8, new ushort[] { 0x34, 0xff }, VoxelType.UInt8, new[] { 0x34, 0xff })]
    public void Intensities_in_words_have_16_bits_or_8(int bits, ushort[] entries, VoxelType type, int[] expected)
    {
        byte[] table = PixelFile.Bytes(entries);
        PixelFile file = Palette(new byte[] { 0, 1 }, new ushort[] { 2, 0, (ushort)bits }, table, table, table);
        Assert.Equal(expected.SelectMany(v => new[] { v, v, v }), file.Read().Cast<object>().Select(Convert.ToInt32));
        Assert.Equal(type, file.Format!.StoredType);
    }

    [Fact]
    public void Bytes_under_a_descriptor_of_16_bits_are_bytes()
    {
        PixelFile file = Palette(new byte[] { 0, 3 }, new ushort[] { 4, 0, 16 }, new byte[] { 1, 2, 3, 4 }, new byte[] { 5, 6, 7, 8 }, new byte[] { 9, 10, 11, 12 });
        Assert.Equal(new byte[] { 1, 5, 9, 4, 8, 12 }, file.Read());
    }

    [Fact]
    public void Zero_entries_are_65536()
    {
        byte[] table = PixelFile.Bytes(Enumerable.Range(0, 65536).Select(i => (ushort)(65535 - i)).ToArray());
        PixelFile file = Palette(PixelFile.Bytes(0, 65535, 1000), new ushort[] { 0, 0, 16 }, table, table, table);
        file.Allocated = 16;
        file.Columns = 3;
        Assert.Equal(new ushort[] { 65535, 65535, 65535, 0, 0, 0, 64535, 64535, 64535 }, file.Read());
    }

    [Fact]
    public void A_short_table_is_said_and_a_missing_one_is_an_error()
    {
        PixelFile file = Palette(new byte[] { 0, 9 }, new ushort[] { 10, 0, 8 }, new byte[] { 1, 2 }, new byte[] { 3, 4 }, new byte[] { 5, 6 });
        Assert.Equal(new byte[] { 1, 3, 5, 2, 4, 6 }, file.Read());
        Assert.Contains(file.Warnings, w => w.Contains("RedPaletteColorLookupTableData", StringComparison.Ordinal));
        file.More = _ => { };
        MedIOException e = file.Fails();
        Assert.Equal(MedIOError.InvalidHeader, e.Error);
        Assert.Contains("RedPaletteColorLookupTableDescriptor", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tables_of_bytes_lie_swapped_in_big_endian()
    {
        PixelFile file = Palette(new byte[] { 1, 0, 0, 2 }, new ushort[] { 3, 0, 8 }, new byte[] { 20, 10, 0, 30 }, new byte[] { 21, 11, 0, 31 }, new byte[] { 22, 12, 0, 32 });
        file.Syntax = DicomBytesBuilder.ExplicitBig;
        file.Columns = 3;
        Assert.Equal(new byte[] { 10, 11, 12, 20, 21, 22, 30, 31, 32 }, file.Read());
    }

    [Fact]
    public void Segments_of_a_table_are_expanded()
    {
        // Two entries as they are, a line of four; then both once more: the line begins at what comes before it now.
        ushort[] fields = { 0, 2, 5, 10, 1, 4, 50, 2, 2, 0, 0 };
        Assert.Equal(new ushort[] { 5, 10, 20, 30, 40, 50, 5, 10, 20, 30, 40, 50 }, new SegmentedTable(fields, 16, 12).Expand());
        Assert.Equal(new ushort[] { 5, 10, 20 }, new SegmentedTable(fields, 16, 3).Expand());

        // In a table of bytes the offset takes four of them.
        ushort[] bytes = { 0, 1, 7, 2, 1, 0, 0, 0, 0 };
        Assert.Equal(new ushort[] { 7, 7 }, new SegmentedTable(bytes, 8, 2).Expand());
    }

    [Fact]
    public void Segments_become_the_colours_of_an_image()
    {
        byte[] segments = PixelFile.Bytes(0, 1, 0, 1, 3, 300);
        var file = new PixelFile
        {
            Columns = 4,
            Photometric = "PALETTE COLOR",
            Pixels = new byte[] { 0, 1, 2, 3 },
            More = b =>
            {
                for (uint colour = 0; colour < 3; colour++)
                {
                    b.UInt16(0x00281101 + colour, 4, 0, 16);
                }

                for (uint colour = 0; colour < 3; colour++)
                {
                    b.Binary(0x00281221 + colour, "OW", segments);
                }
            },
        };
        Assert.Equal(new ushort[] { 0, 0, 0, 100, 100, 100, 200, 200, 200, 300, 300, 300 }, file.Read());
    }

    [Theory]
    [InlineData(new ushort[] { 2, 65535, 0, 0 })]
    [InlineData(new ushort[] { 0, 65535, 1 })]
    [InlineData(new ushort[] { 0, 0, 0, 0, 2, 65535, 0, 0, 2, 65535, 0, 0 })]
    [InlineData(new ushort[] { 1, 65535, 7, 2, 65535, 0, 0, 9 })]
    [InlineData(new ushort[] { 7 })]
    [InlineData(new ushort[] { 2, 1, 65535, 65535 })]
    public void Segments_that_make_no_sense_end(ushort[] fields) => Assert.InRange(new SegmentedTable(fields, 16, 65536).Expand().Count, 0, 65536);

    private static PixelFile Palette(byte[] indices, ushort[] descriptor, params byte[][] tables) => new()
    {
        Columns = indices.Length,
        Photometric = "PALETTE COLOR",
        Pixels = indices,
        More = b =>
        {
            for (uint colour = 0; colour < 3; colour++)
            {
                b.UInt16(0x00281101 + colour, descriptor);
            }

            for (uint colour = 0; colour < 3; colour++)
            {
                b.Binary(0x00281201 + colour, "OW", tables[colour]);
            }
        },
    };
}
