using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using MedIO.Dicom;
using MedIO.Tests;
using MedIO.Tests.Dicom;
using Xunit;

namespace MedIO.Backends.Tests.SimpleItk;

/// <summary>DICOM files at which GDCM, built with assertions or with the JPEG decoder PVRG, ends the process.</summary>
public class DamagedDicomTests
{
    private static readonly byte[] PixelData = { 0xe0, 0x7f, 0x10, 0x00 };

    [SimpleItkTheory]
    [InlineData(DicomTransferSyntax.ExplicitVRLittleEndian)]
    [InlineData(DicomTransferSyntax.RleLossless)]
    [InlineData(DicomTransferSyntax.JpegLsLossless)]
    public void Sound_files_are_read(DicomTransferSyntax syntax)
    {
        using var folder = new ScratchFolder();
        string path = Write(folder, syntax);
        Assert.True(Volumes.SameVoxels(MedFile.Read(path), MedFile.Read(path, By())));
    }

    [SimpleItkFact]
    public void A_VR_of_the_meta_information_that_there_is_not() =>
        Refused(DicomTransferSyntax.ExplicitVRLittleEndian, MedIOError.InvalidHeader, bytes => bytes[Find(bytes, 2, 0x02) + 4] = (byte)'E');

    [SimpleItkFact]
    public void A_planar_configuration_that_there_is_not() => Refused(
        DicomTransferSyntax.ExplicitVRLittleEndian,
        MedIOError.InvalidHeader,
        bytes =>
        {
            // SamplesPerPixel becomes it.
            int at = Find(bytes, 0x28, 0x02);
            bytes[at + 2] = 0x06;
            bytes[at + 8] = 64;
        });

    [SimpleItkTheory]
    [InlineData(DicomTransferSyntax.RleLossless)]
    [InlineData(DicomTransferSyntax.JpegLsLossless)]
    public void More_rows_than_the_code_stream_has(DicomTransferSyntax syntax) =>
        Refused(syntax, null, bytes => bytes[Find(bytes, 0x28, 0x10) + 9] = 4);

    [SimpleItkFact]
    public void A_fragment_beyond_the_end() =>
        Refused(DicomTransferSyntax.RleLossless, MedIOError.TruncatedData, bytes => bytes[Fragment(bytes) - 2] = 0x7f);

    [SimpleItkFact]
    public void What_is_no_fragment() =>
        Refused(DicomTransferSyntax.RleLossless, MedIOError.InvalidHeader, bytes => bytes[Fragment(bytes) - 6] = 0x07);

    [SimpleItkFact]
    public void A_marker_segment_of_a_JPEG_without_length()
    {
        using var folder = new ScratchFolder();
        MedFile.Save(Volumes.Counting(VoxelType.UInt8, 1, 0, 32, 24), folder["x.jpg"], new SaveOptions { Backend = MedBackends.SimpleItk });
        byte[] jpeg = File.ReadAllBytes(folder["x.jpg"]);
        var file = new PixelFile { Syntax = "1.2.840.10008.1.2.4.50", Rows = 24, Columns = 32, VR = "OB", Fragments = new[] { jpeg } };
        File.WriteAllBytes(folder["x.dcm"], file.ToBytes());
        var options = new ReadOptions { Backend = MedBackends.SimpleItk, AllowDefaultAffine = true };
        Assert.Equal(32 * 24, MedFile.Read(folder["x.dcm"], options).Shape.VoxelCount);
        jpeg.AsSpan(4, 2).Clear();
        File.WriteAllBytes(folder["x.dcm"], file.ToBytes());
        foreach (Action read in new Action[] { () => MedFile.ReadMeta(folder["x.dcm"], options), () => MedFile.Read(folder["x.dcm"], options) })
        {
            var error = Assert.Throws<MedIOException>(read);
            Assert.Equal(MedIOError.CorruptCompression, error.Error);
            Assert.Contains("marker segment", error.Message, StringComparison.Ordinal);
        }
    }

    [SimpleItkFact]
    public void Segments_of_run_lengths_that_do_not_follow_each_other() => Refused(
        DicomTransferSyntax.RleLossless,
        MedIOError.CorruptCompression,
        bytes => BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(Fragment(bytes) + 8), 3));

    [SimpleItkFact]
    public void A_slice_of_a_series()
    {
        using var folder = new ScratchFolder();
        Write(folder, DicomTransferSyntax.JpegLsLossless);
        string[] files = Directory.GetFiles(folder["series"]);
        byte[] bytes = File.ReadAllBytes(files[2]);
        bytes[Fragment(bytes) + 4 + 5] = 1;
        File.WriteAllBytes(files[2], bytes);
        var error = Assert.Throws<MedIOException>(() => MedFile.Read(folder["series"], By()));
        Assert.Equal(MedIOError.CorruptCompression, error.Error);
        Assert.StartsWith(files[2] + ": ", error.Message, StringComparison.Ordinal);
    }

    private static ReadOptions By() => new() { Backend = MedBackends.SimpleItk };

    // A series of four slices of 16 bits; the first file of it.
    private static string Write(ScratchFolder folder, DicomTransferSyntax syntax)
    {
        var options = new DicomExportOptions { CreateDirectory = true, TransferSyntax = syntax, Tags = new Dictionary<string, object> { ["Modality"] = "MR" } };
        DicomExport.Save(Volumes.Counting(VoxelType.Int16, 1, 3, 20, 16, 4), folder["series"], options);
        return Directory.GetFiles(folder["series"]).Order(StringComparer.Ordinal).First();
    }

    private static void Refused(DicomTransferSyntax syntax, MedIOError? expected, Action<byte[]> damage)
    {
        using var folder = new ScratchFolder();
        string path = Write(folder, syntax);
        byte[] bytes = File.ReadAllBytes(path);
        damage(bytes);
        path = folder["x.dcm"];
        File.WriteAllBytes(path, bytes);
        var error = Assert.Throws<MedIOException>(() => MedFile.Read(path, By()));
        Assert.Equal(expected ?? error.Error, error.Error);
        Assert.StartsWith(path + ": ", error.Message, StringComparison.Ordinal);
    }

    // Where an element begins.
    private static int Find(byte[] bytes, int group, int element)
    {
        int at = bytes.AsSpan(132).IndexOf(new[] { (byte)group, (byte)(group >> 8), (byte)element, (byte)(element >> 8) });
        Assert.True(at >= 0);
        return at + 132;
    }

    // Where the first frame's bytes begin: behind the offset table.
    private static int Fragment(byte[] bytes)
    {
        int table = bytes.AsSpan().LastIndexOf(PixelData) + 12;
        return table + 8 + BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(table + 4)) + 8;
    }
}
