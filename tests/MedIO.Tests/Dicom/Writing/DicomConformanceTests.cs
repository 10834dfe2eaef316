using System;
using System.Collections;
using System.IO;
using System.Linq;
using MedIO.Dicom;
using Xunit;

namespace MedIO.Tests.Dicom.Writing;

/// <summary>What is written here, as the toolkits of others see it.</summary>
public class DicomConformanceTests
{
    [ToolTheory("dciodvfy")]
    [InlineData("CT", "CTImage")]
    [InlineData("MR", "MRImage")]
    [InlineData("PT", "PETImage")]
    [InlineData("NM", "NMImage")]
    [InlineData("US", "USImage")]
    [InlineData("OT", "SCImage")]
    public void Dciodvfy_finds_no_error_in_a_series(string modality, string kind)
    {
        using var folder = new ScratchFolder();
        foreach (VoxelType type in new[] { VoxelType.UInt8, VoxelType.Int8, VoxelType.UInt16, VoxelType.Int16, VoxelType.Int32, VoxelType.Float32 })
        {
            string series = folder[type.ToString()];
            DicomExport.Save(ExportImages.Of(type), series, new DicomExportOptions { Tags = new Hashtable { ["Modality"] = modality, ["SeriesDescription"] = "from research" } });
            foreach (string file in Directory.GetFiles(series))
            {
                string report = ExternalTool.Run("dciodvfy", $"\"{file}\"", out _);
                Assert.DoesNotContain("Error", report, StringComparison.Ordinal);
                bool wide = modality == "US" && VoxelTypes.SizeOf(type) > 1;
                Assert.Contains(wide ? "SCImage" : kind, report, StringComparison.Ordinal);
            }
        }
    }

    [ToolTheory("dciodvfy")]
    [InlineData("BodyPartExamined", "HEAD")]
    [InlineData("BodyPartExamined", "KNEE")]
    [InlineData("ImageLaterality", "R")]
    [InlineData("ScanningSequence", "IR\\SE")]
    public void Dciodvfy_finds_no_error_where_an_element_makes_others_necessary(string keyword, string value)
    {
        using var folder = new ScratchFolder();
        DicomExport.Save(ExportImages.Of(VoxelType.Int16), folder["x"], new DicomExportOptions { Tags = new Hashtable { ["Modality"] = "MR", [keyword] = value } });
        Assert.DoesNotContain("Error", ExternalTool.Run("dciodvfy", $"\"{Path.Combine(folder["x"], "IM1.dcm")}\"", out _), StringComparison.Ordinal);
    }

    [ToolTheory("dciodvfy")]
    [InlineData(VoxelType.UInt8, 1, 5, "MultiframeGrayscaleByteSCImage")]
    [InlineData(VoxelType.Int8, 1, 5, "MultiframeGrayscaleWordSCImage")]
    [InlineData(VoxelType.Int16, 1, 5, "MultiframeGrayscaleWordSCImage")]
    [InlineData(VoxelType.Float64, 1, 5, "MultiframeGrayscaleWordSCImage")]
    [InlineData(VoxelType.UInt8, 3, 5, "MultiframeTrueColorSCImage")]
    [InlineData(VoxelType.UInt8, 3, 1, "SCImage")]
    [InlineData(VoxelType.Int16, 1, 1, "SCImage")]
    public void Dciodvfy_finds_no_error_in_a_single_file(VoxelType type, int components, int slices, string kind)
    {
        using var folder = new ScratchFolder();
        ExportImages.Of(type, slices: slices, components: components).Save(folder["x.dcm"]);
        string report = ExternalTool.Run("dciodvfy", $"\"{folder["x.dcm"]}\"", out _);
        Assert.DoesNotContain("Error", report, StringComparison.Ordinal);
        Assert.Contains(kind, report, StringComparison.Ordinal);
    }

    [ToolTheory("dcmdump", "gdcmdump")]
    [InlineData(DicomTransferSyntax.ExplicitVRLittleEndian)]
    [InlineData(DicomTransferSyntax.ImplicitVRLittleEndian)]
    [InlineData(DicomTransferSyntax.DeflatedExplicitVRLittleEndian)]
    [InlineData(DicomTransferSyntax.RleLossless)]
    [InlineData(DicomTransferSyntax.JpegLsLossless)]
    public void DCMTK_and_GDCM_read_every_transfer_syntax(DicomTransferSyntax syntax)
    {
        using var folder = new ScratchFolder();
        foreach (string modality in new[] { "CT", "NM", "OT" })
        {
            var tags = new Hashtable { ["Modality"] = modality, ["PatientName"] = "M\u00fcller^J\u00f6rg" };
            DicomExport.Save(ExportImages.Of(VoxelType.Int16, 7, 5, 2), folder[modality], new DicomExportOptions { TransferSyntax = syntax, Tags = tags });
            foreach (string file in Directory.GetFiles(folder[modality]))
            {
                string dump = ExternalTool.Run("dcmdump", $"\"{file}\"", out int exitCode);
                Assert.Equal(0, exitCode);
                Assert.DoesNotContain("\nE:", "\n" + dump, StringComparison.Ordinal);
                Assert.DoesNotContain("\nW:", "\n" + dump, StringComparison.Ordinal);
                Assert.Contains("ISO_IR 192", dump, StringComparison.Ordinal);
                ExternalTool.Run("gdcmdump", $"\"{file}\"", out exitCode);
                Assert.Equal(0, exitCode);
            }
        }
    }

    [ToolTheory("dciodvfy")]
    [InlineData("CT", "CTImage")]
    [InlineData("MR", "MRImage")]
    [InlineData("OT", "SCImage")]
    public void Dciodvfy_finds_no_error_in_JPEG_LS(string modality, string kind)
    {
        using var folder = new ScratchFolder();
        foreach (MedImage image in new[] { ExportImages.Of(VoxelType.Int16), ExportImages.Of(VoxelType.UInt8, components: modality == "OT" ? 3 : 1) })
        {
            string series = folder[image.DataType.ToString()];
            DicomExport.Save(image, series, new DicomExportOptions { TransferSyntax = DicomTransferSyntax.JpegLsLossless, Tags = new Hashtable { ["Modality"] = modality } });
            foreach (string file in Directory.GetFiles(series))
            {
                string report = ExternalTool.Run("dciodvfy", $"\"{file}\"", out _);
                Assert.DoesNotContain("Error", report, StringComparison.Ordinal);
                Assert.Contains(kind, report, StringComparison.Ordinal);
            }
        }
    }

    [ToolFact("dcmdjpls")]
    public void DCMTK_decodes_JPEG_LS_to_the_same_pixels()
    {
        using var folder = new ScratchFolder();
        foreach (MedImage image in new[] { ExportImages.Of(VoxelType.Int16), ExportImages.Of(VoxelType.UInt16), ExportImages.Of(VoxelType.UInt8), ExportImages.Of(VoxelType.UInt8, components: 3), ExportImages.Of(VoxelType.Int16, 1, 1, 1) })
        {
            string name = $"{image.DataType}{image.Components}{image.Voxels.Length}";
            Directory.CreateDirectory(folder[name + "raw"]);
            foreach (string file in DicomExport.Save(image, folder[name], new DicomExportOptions { TransferSyntax = DicomTransferSyntax.JpegLsLossless }))
            {
                ExternalTool.Run("dcmdjpls", $"\"{file}\" \"{Path.Combine(folder[name + "raw"], Path.GetFileName(file))}\"");
            }

            Assert.Equal(image.Voxels, MedFile.Read(folder[name + "raw"]).Voxels);
        }
    }

    [ToolTheory("gdcmconv")]
    [InlineData(DicomTransferSyntax.RleLossless)]
    [InlineData(DicomTransferSyntax.JpegLsLossless)]
    [InlineData(DicomTransferSyntax.DeflatedExplicitVRLittleEndian)]
    public void GDCM_decodes_what_is_compressed_to_the_same_pixels(DicomTransferSyntax syntax)
    {
        using var folder = new ScratchFolder();
        foreach (MedImage image in new[] { ExportImages.Of(VoxelType.Int16), ExportImages.Of(VoxelType.UInt8), ExportImages.Of(VoxelType.UInt8, components: 3) })
        {
            string name = $"{image.DataType}{image.Components}";
            string[] files = DicomExport.Save(image, folder[name], new DicomExportOptions { TransferSyntax = syntax }).ToArray();
            Directory.CreateDirectory(folder[name + "raw"]);
            foreach (string file in files)
            {
                string output = ExternalTool.Run("gdcmconv", $"--raw \"{file}\" \"{Path.Combine(folder[name + "raw"], Path.GetFileName(file))}\"", out int exitCode);
                Assert.True(exitCode == 0, output);
            }

            Assert.Equal(image.Voxels, MedFile.Read(folder[name + "raw"]).Voxels);
        }
    }
}
