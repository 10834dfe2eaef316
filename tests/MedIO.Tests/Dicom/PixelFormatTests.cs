using System;
using System.Globalization;
using System.IO;
using System.Linq;
using FsCheck.Xunit;
using MedIO.Dicom;
using MedIO.Dicom.Pixels;
using MedIO.Formats;
using Xunit;

namespace MedIO.Tests.Dicom;

public class PixelFormatTests
{
    [Theory]
    [InlineData("Rows", 0x00280010u)]
    [InlineData("Columns", 0x00280011u)]
    [InlineData("BitsAllocated", 0x00280100u)]
    public void What_is_missing_and_cannot_be_guessed_is_named(string keyword, uint missing)
    {
        MedIOException e = Without(missing).Fails();
        Assert.Equal(MedIOError.InvalidHeader, e.Error);
        Assert.Contains(keyword, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PixelRepresentation", 0x00280103u)]
    [InlineData("BitsStored", 0x00280101u)]
    [InlineData("PhotometricInterpretation", 0x00280004u)]
    public void What_is_missing_and_can_be_guessed_is_said(string keyword, uint missing)
    {
        PixelFile file = Without(missing);
        Assert.Equal(new ushort[] { 1, 0xffff }, file.Read());
        Assert.Contains(keyword, Assert.Single(file.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0x00280102u)]
    [InlineData(0x00280002u)]
    public void What_follows_from_the_rest_needs_no_word(uint missing)
    {
        PixelFile file = Without(missing);
        Assert.Equal(new ushort[] { 1, 0xffff }, file.Read());
        Assert.Empty(file.Warnings);
    }

    [Theory]
    [InlineData(16, 17, 16, "BitsStored")]
    [InlineData(16, 0, 15, "BitsStored")]
    [InlineData(16, 16, 7, "HighBit")]
    [InlineData(16, 16, 16, "HighBit")]
    public void Bits_that_cannot_be_are_forgiven_and_said(int allocated, int stored, int high, string keyword)
    {
        var file = new PixelFile { Columns = 2, Allocated = allocated, Stored = stored, HighBit = high, Pixels = PixelFile.Bytes(1, 0xffff) };
        Assert.Equal(new ushort[] { 1, 0xffff }, file.Read());
        Assert.Contains(file.Warnings, w => w.Contains(keyword, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(7)]
    [InlineData(24)]
    [InlineData(0)]
    public void Bits_allocated_that_no_reader_knows_are_refused(int allocated)
    {
        MedIOException e = new PixelFile { Allocated = allocated, Stored = 7, Pixels = new byte[8] }.Fails();
        Assert.Equal(MedIOError.UnsupportedDataType, e.Error);
        Assert.Contains("BitsAllocated", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Samples_of_a_meaning_that_is_not_known_stay_as_they_are()
    {
        var grey = new PixelFile { Columns = 2, Photometric = "HEAT", Pixels = new byte[] { 1, 2 } };
        Assert.Equal(new byte[] { 1, 2 }, grey.Read());
        Assert.Contains("HEAT", Assert.Single(grey.Warnings), StringComparison.Ordinal);
        var colours = new PixelFile { Columns = 1, Samples = 3, Planar = 0, Photometric = "HSV", Pixels = new byte[] { 1, 2, 3 } };
        Assert.Equal(new byte[] { 1, 2, 3 }, colours.Read());
        Assert.Contains("HSV", Assert.Single(colours.Warnings), StringComparison.Ordinal);
        Assert.Equal(3, colours.Format!.Components);
    }

    [Fact]
    public void Inverted_grey_stays_as_it_is_stored()
    {
        var file = new PixelFile { Columns = 2, Photometric = "MONOCHROME1", Pixels = new byte[] { 1, 2 } };
        Assert.Equal(new byte[] { 1, 2 }, file.Read());
        Assert.Empty(file.Warnings);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(7)]
    [InlineData(0)]
    public void Pixel_data_that_are_too_short_are_an_error(int bytes)
    {
        MedIOException e = new PixelFile { Columns = 5, Rows = 1, Allocated = 16, Pixels = new byte[bytes] }.Fails();
        Assert.Equal(MedIOError.TruncatedData, e.Error);
        Assert.Contains("10 bytes", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Pixel_data_that_are_too_long_are_said()
    {
        var file = new PixelFile { Columns = 2, Pixels = new byte[] { 1, 2, 3, 4 } };
        Assert.Equal(new byte[] { 1, 2 }, file.Read());
        Assert.Contains("2 bytes more", Assert.Single(file.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(60000, 60000, 1000000, 64)]
    [InlineData(65535, 65535, 1, 8)]
    [InlineData(1, 1, 1000001, 8)]
    public void Dimensions_that_the_file_cannot_hold_are_an_error_before_memory_is_taken(int rows, int columns, int frames, int allocated)
    {
#if !TEST_NETFRAMEWORK
        long before = GC.GetAllocatedBytesForCurrentThread();
#endif
        Assert.Equal(MedIOError.TruncatedData, new PixelFile { Rows = rows, Columns = columns, Frames = frames, Allocated = allocated, Pixels = new byte[1000] }.Fails().Error);
        Assert.Equal(MedIOError.TruncatedData, new PixelFile { Syntax = DicomBytesBuilder.Deflated, Rows = rows, Columns = columns, Frames = frames, Allocated = allocated, Pixels = new byte[1000] }.Fails().Error);
        Assert.Equal(MedIOError.TruncatedData, new PixelFile { Syntax = DicomBytesBuilder.Rle, Rows = rows, Columns = columns, Frames = frames, Allocated = allocated, Fragments = new[] { new byte[1000] } }.Fails().Error);
#if !TEST_NETFRAMEWORK
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 << 20);
#endif
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(int.MaxValue)]
    public void A_number_of_frames_that_cannot_be_is_an_error(int frames) =>
        Assert.Equal(MedIOError.InvalidDimensions, new PixelFile { Frames = frames, Pixels = new byte[10] }.Fails().Error);

    [Fact]
    public void Files_of_a_syntax_without_decoder_are_located_but_not_read()
    {
        using var folder = new ScratchFolder();
        string path = folder["video.dcm"];
        var file = new PixelFile { Syntax = "1.2.840.10008.1.2.4.102", Rows = 500, Columns = 500, Fragments = new[] { new byte[] { 0, 0, 1, 0xb3 } } };
        File.WriteAllBytes(path, file.ToBytes());
        using (ImageSource source = ImageSource.Open(path))
        {
            Assert.Equal(250000, Assert.Single(file.Locate(source)).ByteCount);
        }

        var e = Assert.Throws<MedIOException>(() => file.ReadFile(path));
        Assert.Equal(MedIOError.UnsupportedTransferSyntax, e.Error);
        Assert.Contains("MPEG-4 AVC/H.264 High Profile / Level 4.1 (1.2.840.10008.1.2.4.102)", e.Message, StringComparison.Ordinal);
        Assert.Contains($"dcmdump +W . {path} writes the stream to video.dcm.1.raw", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1.2.840.10008.1.2.4.100", "out.mpg")]
    [InlineData("1.2.840.10008.1.2.4.101.1", "out.mpg")]
    [InlineData("1.2.840.10008.1.2.4.106", "out.mp4")]
    [InlineData("1.2.840.10008.1.2.4.105.1", "out.mp4")]
    [InlineData("1.2.840.10008.1.2.4.107", "out.hevc")]
    [InlineData("1.2.840.10008.1.2.4.108", "out.hevc")]
    [InlineData("1.2.840.10008.1.2.4.94", "PixelDataProviderURL")]
    [InlineData("1.2.840.10008.1.2.4.204", "PixelDataProviderURL")]
    [InlineData("1.2.840.10008.1.2.7.1", "live stream")]
    [InlineData("1.2.840.10008.1.2.4.110", "djxl")]
    [InlineData("1.2.840.10008.1.2.4.52", "retired")]
    [InlineData("1.2.840.10008.1.2.4.66", "retired")]
    [InlineData("1.2.840.10008.1.2.4.93", "gdcmconv --raw in.dcm")]
    public void What_cannot_be_decoded_is_named_with_what_helps(string syntax, string cure)
    {
        MedIOException e = new UnsupportedDecoder(TransferSyntax.Of(syntax)).Error("in.dcm");
        Assert.Equal(MedIOError.UnsupportedTransferSyntax, e.Error);
        Assert.Contains($"({syntax})", e.Message, StringComparison.Ordinal);
        Assert.Contains(cure, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_private_transfer_syntax_is_not_given_a_name_it_has_not()
    {
        string said = new UnsupportedDecoder(TransferSyntax.Of("1.3.46.670589.33.1.4.1")).Error("in.dcm").Message;
        Assert.StartsWith("in.dcm: its transfer syntax 1.3.46.670589.33.1.4.1 is not known here", said, StringComparison.Ordinal);
        Assert.DoesNotContain("unknown", said, StringComparison.Ordinal);
    }

    [Fact]
    public void Pixels_that_a_server_has_leave_the_rest_readable()
    {
        var jpip = new PixelFile { Syntax = "1.2.840.10008.1.2.4.94", Rows = 4, Columns = 6, More = b => b.Text(0x00287fe0, "UR", "https://archive/study"), HasPixels = false };
        using var folder = new ScratchFolder();
        string path = folder["jpip.dcm"];
        File.WriteAllBytes(path, jpip.ToBytes());
        Assert.Equal("6x4", MedFile.ReadMeta(path, new ReadOptions { AllowDefaultAffine = true }).Shape.ToString());
        var e = Assert.Throws<MedIOException>(() => MedFile.Read(path, new ReadOptions { AllowDefaultAffine = true }));
        Assert.Equal(MedIOError.UnsupportedTransferSyntax, e.Error);
        Assert.Contains("Get-DicomElement", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Pixel_data_with_a_length_in_a_compressed_syntax_are_uncompressed()
    {
        var file = new PixelFile { Syntax = DicomBytesBuilder.Rle, Columns = 2, Pixels = new byte[] { 1, 2 } };
        Assert.Equal(new byte[] { 1, 2 }, file.Read());
        Assert.Contains("RLE Lossless", Assert.Single(file.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(DicomBytesBuilder.ExplicitLittle)]
    [InlineData("1.2.840.10008.1.2.1.98")]
    public void Uncompressed_fragments_are_joined(string syntax)
    {
        var file = new PixelFile { Syntax = syntax, Columns = 4, Allocated = 16, Stored = 12, Fragments = new[] { new byte[] { 1, 0xf1, 2, 0 }, new byte[] { 3, 0, 4, 0 } } };
        Assert.Equal(new ushort[] { 0x101, 2, 3, 4 }, file.Read());
    }

    [Theory]
    [InlineData(16, 12, 0, 1, -1024, VoxelType.Int16)]
    [InlineData(16, 16, 1, 1, -1024, VoxelType.Int32)]
    [InlineData(16, 16, 0, 1, -1024, VoxelType.Int32)]
    [InlineData(16, 12, 1, 1, -1024, VoxelType.Int16)]
    [InlineData(16, 12, 0, 1, 0, VoxelType.UInt16)]
    [InlineData(16, 12, 0, 2, 10, VoxelType.UInt16)]
    [InlineData(16, 16, 0, 2, 0, VoxelType.Int32)]
    [InlineData(16, 12, 0, -1, 0, VoxelType.Int16)]
    [InlineData(16, 12, 0, 0.5, 0, VoxelType.Float32)]
    [InlineData(16, 12, 0, 1, 0.5, VoxelType.Float32)]
    [InlineData(8, 8, 0, 1, 0, VoxelType.UInt8)]
    [InlineData(8, 8, 0, 1, -1, VoxelType.Int16)]
    [InlineData(8, 7, 0, 2, 0, VoxelType.UInt8)]
    [InlineData(32, 32, 0, 0.001, 0, VoxelType.Float64)]
    [InlineData(32, 16, 0, 0.001, 0, VoxelType.Float32)]
    [InlineData(32, 32, 0, 1, -5, VoxelType.Int64)]
    [InlineData(32, 32, 1, 1, 0, VoxelType.Int32)]
    [InlineData(32, 31, 0, 1, -5, VoxelType.Int32)]
    [InlineData(64, 64, 0, 1, -5, VoxelType.Float64)]
    [InlineData(16, 16, 0, 1e300, 0, VoxelType.Float64)]
    [InlineData(16, 16, 0, 1e-40, 0, VoxelType.Float64)]
    [InlineData(16, 16, 0, 0.001, 1000000, VoxelType.Float64)]
    [InlineData(16, 12, 0, 0.1, -1024, VoxelType.Float32)]
    [InlineData(16, 16, 0, 1, 9007199254740994, VoxelType.Float64)]
    [InlineData(16, 16, 0, double.NaN, 0, VoxelType.Float32)]
    public void Rescaled_pixels_have_the_smallest_type_that_holds_them(int allocated, int stored, int representation, double slope, double intercept, VoxelType expected)
    {
        var format = new PixelFormat { Rows = 1, Columns = 1, BitsAllocated = allocated, BitsStored = stored, IsSigned = representation == 1 };
        Assert.Equal(expected, format.ResultType(slope, intercept));
    }

    [Fact]
    public void Slopes_that_differ_share_a_type()
    {
        var format = new PixelFormat { Rows = 1, Columns = 1, BitsAllocated = 16, BitsStored = 12 };
        var range = new RescaledRange();
        range.Add(format, 1, -1024);
        range.Add(format, 20, 0);
        Assert.Equal(VoxelType.Int32, range.Type);
        Assert.Equal((-1024, 81900), (range.Low, range.High));
        range.Add(format, 0.25, 0);
        Assert.Equal(VoxelType.Float32, range.Type);
    }

    [Theory]
    [InlineData("CT", 12, 0, -1024, -1024)]
    [InlineData("CT", 12, 0, 0, 0)]
    [InlineData("CT", 16, 1, -1024, -1024)]
    [InlineData("CT", 16, 1, 0, -1024)]
    [InlineData("MR", 16, 1, 0, 0)]
    [InlineData("PT", 16, 0, 5, 5)]
    [InlineData(null, 12, 0, -5000, -905)]
    public void A_missing_slice_is_air_in_CT_and_zero_elsewhere(string? modality, int stored, int representation, double intercept, double expected)
    {
        var range = new RescaledRange();
        range.Add(new PixelFormat { Rows = 1, Columns = 1, BitsAllocated = 16, BitsStored = stored, IsSigned = representation == 1 }, 1, intercept);
        Assert.Equal(expected, PixelFormat.FillValue(modality, range));
    }

    [Fact]
    public void Pixels_that_can_lie_in_one_image_are_equal()
    {
        var format = new PixelFormat { Rows = 2, Columns = 3, BitsAllocated = 16, BitsStored = 12 };
        Assert.Equal(format, format with { BitsStored = 16, BigEndian = true, Syntax = MedIO.Dicom.TransferSyntax.RleLossless });
        Assert.NotEqual(format, format with { Rows = 3 });
        Assert.NotEqual(format, format with { IsSigned = true });
        Assert.NotEqual(format, format with { Photometric = PhotometricInterpretation.Monochrome1 });
        Assert.NotEqual(format, format with { SamplesPerPixel = 3, Photometric = PhotometricInterpretation.Rgb });
        Assert.Equal(format.GetHashCode(), (format with { BitsStored = 16 }).GetHashCode());
    }

    [Theory]
    [InlineData("YBR_FULL", 32)]
    [InlineData("YBR_FULL_422", 12)]
    [InlineData("YBR_FULL_422", 1)]
    [InlineData("YBR_PARTIAL_420", 64)]
    public void Colours_of_other_bits_than_8_or_16_stay_as_they_are(string photometric, int allocated)
    {
        ulong[] cells = { 0, 1, 0, 1, 1, 0 };
        var file = new PixelFile { Columns = 2, Samples = 3, Planar = 0, Photometric = photometric, Allocated = allocated, Pixels = PixelFile.Pack(cells, allocated) };
        Assert.Equal(cells.Select(c => (double)c), file.Read().Cast<object>().Select(v => Convert.ToDouble(v, CultureInfo.InvariantCulture)));
        Assert.Contains(photometric, Assert.Single(file.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Floats_are_no_indices()
    {
        var file = new PixelFile { Photometric = "PALETTE COLOR", Tag = 0x7fe00008, VR = "OF", Allocated = 32, Pixels = BitConverter.GetBytes(1.5f) };
        Assert.Equal(new[] { 1.5f }, file.Read());
        Assert.Contains("PALETTE COLOR", Assert.Single(file.Warnings), StringComparison.Ordinal);
    }

    [Property(MaxTest = 3000)]
    public void Whatever_the_bytes_are_there_are_pixels_or_an_error_of_ours(int seed)
    {
        var random = new Random(seed);
        string[] photometrics = { "MONOCHROME2", "RGB", "YBR_FULL", "YBR_FULL_422", "PALETTE COLOR", "ARGB", "YBR_PARTIAL_422" };
        string photometric = photometrics[random.Next(photometrics.Length)];
        var pixels = new byte[random.Next(700)];
        random.NextBytes(pixels);
        string[] syntaxes = { DicomBytesBuilder.ExplicitLittle, DicomBytesBuilder.ImplicitLittle, DicomBytesBuilder.ExplicitBig, DicomBytesBuilder.Deflated, DicomBytesBuilder.Rle };
        var file = new PixelFile
        {
            Syntax = syntaxes[random.Next(syntaxes.Length)],
            Columns = random.Next(1, 12),
            Rows = random.Next(1, 8),
            Frames = random.Next(1, 4),
            Samples = photometric == "ARGB" ? 4 : photometric is "MONOCHROME2" or "PALETTE COLOR" ? 1 : 3,
            Planar = random.Next(3),
            Photometric = photometric,
            Allocated = new[] { 1, 8, 8, 12, 16, 32, 64 }[random.Next(7)],
            Signed = random.Next(2),
            Pixels = pixels,
            More = b =>
            {
                if (photometric == "PALETTE COLOR")
                {
                    for (uint colour = 0; colour < 3; colour++)
                    {
                        b.UInt16(0x00281101 + colour, (ushort)random.Next(300), (ushort)random.Next(65536), (ushort)random.Next(20));
                    }

                    for (uint colour = 0; colour < 3; colour++)
                    {
                        b.Binary(0x00281201 + colour + ((uint)random.Next(2) * 0x20), "OW", pixels);
                    }
                }
            },
        };
        file.Stored = random.Next(file.Allocated + 2);
        file.HighBit = random.Next(file.Allocated + 1);
        if (file.Syntax == DicomBytesBuilder.Rle || random.Next(8) == 0)
        {
            byte[] frame = pixels;
            if (pixels.Length > 64)
            {
                frame = BitConverter.GetBytes(random.Next(1, 5)).Concat(Enumerable.Range(0, 15).SelectMany(i => BitConverter.GetBytes(64 + (i * random.Next(80))))).Concat(pixels.Skip(64)).ToArray();
            }

            file.Fragments = Enumerable.Repeat(frame, file.Frames).ToArray();
        }

        byte[] bytes = file.ToBytes();
        for (int i = random.Next(4); i > 0; i--)
        {
            bytes[random.Next(132, bytes.Length)] = (byte)random.Next(256);
        }

        using var folder = new ScratchFolder();
        File.WriteAllBytes(folder["any.dcm"], bytes.Take(random.Next(5) == 0 ? random.Next(140, bytes.Length) : bytes.Length).ToArray());
        try
        {
            Array read = file.ReadFile(folder["any.dcm"], random.Next(3) == 0 ? "::2" : null);
            Assert.NotEmpty(read);
        }
        catch (MedIOException e)
        {
            Assert.NotEmpty(e.Message);
        }
    }

    private static PixelFile Without(uint missing)
    {
        var elements = new (uint Tag, Action<DicomBytesBuilder> Add)[]
        {
            (0x00280002, b => b.UInt16(0x00280002, 1)),
            (0x00280004, b => b.Text(0x00280004, "CS", "MONOCHROME2")),
            (0x00280010, b => b.UInt16(0x00280010, 1)),
            (0x00280011, b => b.UInt16(0x00280011, 2)),
            (0x00280100, b => b.UInt16(0x00280100, 16)),
            (0x00280101, b => b.UInt16(0x00280101, 16)),
            (0x00280102, b => b.UInt16(0x00280102, 15)),
            (0x00280103, b => b.UInt16(0x00280103, 0)),
        };
        return new PixelFile
        {
            Pixels = PixelFile.Bytes(1, 0xffff),
            Instead = b =>
            {
                foreach ((uint tag, Action<DicomBytesBuilder> add) in elements.Where(e => e.Tag != missing))
                {
                    add(b);
                }
            },
        };
    }
}
