using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using MedIO.Backends.Tests.Agreement;
using MedIO.Dicom;
using MedIO.Tests;
using MedIO.Tests.Dicom;
using Xunit;

namespace MedIO.Backends.Tests.FoDicom;

/// <summary>Compressed pixels, which fo-dicom's codecs decode.</summary>
public class CodecTests
{
    private const string JpegBaseline = "1.2.840.10008.1.2.4.50";
    private const string HighThroughput = "1.2.840.10008.1.2.4.201";
    private const string Mpeg2 = "1.2.840.10008.1.2.4.100";

    [BackendFact(MedBackends.FoDicom)]
    public void Series_of_every_transfer_syntax_are_as_they_were_written()
    {
        using var folder = new ScratchFolder();
        foreach (DicomTransferSyntax syntax in Enum.GetValues<DicomTransferSyntax>().Where(s => BothReadings.HasCodecs || s != DicomTransferSyntax.JpegLsLossless))
        {
            foreach ((string name, MedImage image) in Images())
            {
                string into = folder[$"{name}-{syntax}"];
                var options = new DicomExportOptions { CreateDirectory = true, AllowReorient = true, TransferSyntax = syntax, Tags = new Dictionary<string, object> { ["Modality"] = "MR" } };
                DicomExport.Save(image, into, options);
                Assert.Equal(ImageFile.Values(image), ImageFile.Values(MedFile.Read(into, BothReadings.By(MedBackends.FoDicom))));
                BothReadings.AreSame($"{name} {syntax}", into);
            }
        }
    }

    [BackendFact(MedBackends.FoDicom)]
    public void Jpeg_has_the_colours_that_this_library_sees()
    {
        foreach (int components in new[] { 1, 3 })
        {
            byte[] file = Jpeg(components).ToBytes();
            if (BothReadings.HasCodecs)
            {
                BothReadings.AreSame($"{components} components", file, tolerance: 2);
            }
            else
            {
                Assert.Contains("fo-dicom.Codecs", BothReadings.Fails(file).Message, StringComparison.Ordinal);
            }
        }
    }

    [BackendFact(MedBackends.FoDicom)]
    public void A_code_stream_without_precision_in_its_first_bytes_is_decoded_by_its_own_and_not_by_the_bits_stored()
    {
        foreach (string path in SharedFiles())
        {
            BothReadings.AreSame(path, path, tolerance: path.Contains("JPEG2000", StringComparison.Ordinal) ? 1 : 0);
        }
    }

    [BackendFact(MedBackends.FoDicom)]
    public void Damaged_code_streams_are_errors_and_do_not_end_the_process()
    {
        string[] allowed = { nameof(MedIOError.CorruptCompression), nameof(MedIOError.TruncatedData), nameof(MedIOError.InvalidHeader), nameof(MedIOError.UnsupportedTransferSyntax), nameof(MedIOError.TruncatedHeader), nameof(MedIOError.NoPixelData), nameof(MedIOError.UnsupportedDataType), nameof(MedIOError.InvalidDimensions), nameof(MedIOError.MissingGeometry), nameof(MedIOError.UnsupportedFeature) };
        var random = new Random(5);
        int failed = 0;
        using var folder = new ScratchFolder();
        foreach (byte[] file in SharedFiles().Select(File.ReadAllBytes).Append(Jpeg(3).ToBytes()))
        {
            for (int i = 0; i < 60; i++)
            {
                byte[] damaged = (byte[])file.Clone();
                if (i % 3 == 0)
                {
                    Array.Resize(ref damaged, random.Next(200, damaged.Length));
                }
                else
                {
                    int begin = i % 3 == 1 ? Math.Max(132, damaged.Length * 9 / 10) : 132;
                    for (int n = random.Next(1, 5); n > 0; n--)
                    {
                        damaged[random.Next(begin, damaged.Length)] = (byte)random.Next(256);
                    }
                }

                string path = folder[FormattableString.Invariant($"{i}.dcm")];
                File.WriteAllBytes(path, damaged);
                try
                {
                    MedFile.Read(path, BothReadings.By(MedBackends.FoDicom));
                }
                catch (MedIOException e)
                {
                    failed++;
                    Assert.Contains(e.Error.ToString(), allowed);
                    Assert.StartsWith(path, e.Message, StringComparison.Ordinal);
                    Assert.DoesNotContain(" => ", e.Message, StringComparison.Ordinal);
                }
            }
        }

        Assert.True(failed > 20);
    }

    [BackendFact(MedBackends.FoDicom)]
    public void A_code_stream_of_another_size_than_the_data_set_says_is_not_given_to_a_codec()
    {
        PixelFile file = Jpeg(1);
        file.Rows++;
        Assert.Contains(BothReadings.HasCodecs ? "where the data set has" : "fo-dicom.Codecs", BothReadings.Fails(file.ToBytes()).Message, StringComparison.Ordinal);
    }

    [BackendFact(MedBackends.FoDicom)]
    public void A_code_stream_that_is_cut_off_is_an_error_even_where_the_codec_says_nothing()
    {
        if (!BothReadings.HasCodecs)
        {
            return;
        }

        using var folder = new ScratchFolder();
        MedImage image = Images().First().Image;
        string path = DicomExport.Save(image, folder["jls"], new DicomExportOptions { CreateDirectory = true, AllowReorient = true, TransferSyntax = DicomTransferSyntax.JpegLsLossless })[0];
        byte[] bytes = File.ReadAllBytes(path);
        int end = bytes.AsSpan().LastIndexOf(new byte[] { 0xff, 0xd9 });
        bytes.AsSpan(end - 8, 10).Clear();
        File.WriteAllBytes(path, bytes);
        MedIOException error = Assert.Throws<MedIOException>(() => MedFile.Read(path, BothReadings.By(MedBackends.FoDicom)));
        Assert.Equal(MedIOError.TruncatedData, error.Error);
    }

    [BackendFact(MedBackends.FoDicom)]
    public void What_no_codec_decodes_has_metadata_and_an_error_that_names_the_transfer_syntax()
    {
        RefusesAllButMetadata(Mpeg2);
    }

    [BackendFact(MedBackends.FoDicom)]
    public void A_size_that_so_few_bytes_cannot_have_takes_no_memory()
    {
        byte[] file = new PixelFile { Syntax = DicomBytesBuilder.Rle, Rows = 20_000, Columns = 20_000, Allocated = 16, Fragments = new[] { new byte[80] } }.ToBytes();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(MedIOError.TruncatedData, BothReadings.Fails(file).Error);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 24);
    }

    // A damaged one would end the process.
    [BackendFact(MedBackends.FoDicom)]
    public void High_throughput_code_streams_are_given_to_no_codec() => RefusesAllButMetadata(HighThroughput);

    private static void RefusesAllButMetadata(string syntax)
    {
        byte[] file = new PixelFile { Syntax = syntax, Rows = 2, Columns = 2, Fragments = new[] { new byte[64] } }.ToBytes();
        Assert.Equal("2x2", BothReadings.WithFile(file, path => MedFile.ReadMeta(path, BothReadings.By(MedBackends.FoDicom)).Shape.ToString()));
        MedIOException error = BothReadings.Fails(file);
        Assert.Equal(MedIOError.UnsupportedTransferSyntax, error.Error);
        Assert.Contains(syntax, error.Message, StringComparison.Ordinal);
        Assert.Contains("-Backend MedIO", error.Message, StringComparison.Ordinal);
    }

    private static IEnumerable<(string Name, MedImage Image)> Images()
    {
        foreach (VoxelType type in new[] { VoxelType.Int16, VoxelType.UInt16, VoxelType.UInt8 })
        {
            yield return (type.ToString(), Make(type, 1));
        }

        yield return ("RGB", Make(VoxelType.UInt8, 3));
    }

    private static MedImage Make(VoxelType type, int components) =>
        new(SampleVoxels.Make(type, 7 * 5 * 4 * components), new MedMeta(new Shape(7, 5, 4), Affine.Identity(3), CoordinateSystem.Itk, type, components));

    // A picture as this library writes it.
    private static PixelFile Jpeg(int components)
    {
        using var folder = new ScratchFolder();
        var voxels = new byte[40 * 30 * components];
        for (int i = 0; i < voxels.Length; i++)
        {
            voxels[i] = (byte)(((i / components % 40) * 4) + (i % components * 30));
        }

        MedFile.Save(new MedImage(voxels, new MedMeta(new Shape(40, 30), Affine.Identity(2), CoordinateSystem.Itk, VoxelType.UInt8, components)), folder["picture.jpg"]);
        return new PixelFile
        {
            Syntax = JpegBaseline,
            Rows = 30,
            Columns = 40,
            Samples = components,
            Planar = components > 1 ? 0 : null,
            Photometric = components > 1 ? "YBR_FULL_422" : "MONOCHROME2",
            Fragments = new[] { File.ReadAllBytes(folder["picture.jpg"]) },
        };
    }

    // Where they are: JPEG of all processes, JPEG-LS, JPEG 2000, RLE.
    private static IEnumerable<string> SharedFiles() => !SharedData.IsThere || !BothReadings.HasCodecs
        ? Enumerable.Empty<string>()
        : new[] { "JPEG-lossy", "JPGExtended", "JPEG2000", "MR_small_jp2klossless", "MR_small_jpeg_ls_lossless", "JPEGLSNearLossless_16", "SC_rgb_jpeg_dcmtk", "SC_rgb_dcmtk_+eb+cr", "SC_rgb_rle_2frame" }
            .Select(n => SharedData.Path($"dicom/{n}.dcm")).Where(File.Exists);
}
