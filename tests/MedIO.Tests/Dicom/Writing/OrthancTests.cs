using System;
using System.Collections;
using System.Collections.Generic;
using System.IO;
using System.Text;
using MedIO.Dicom;
using Xunit;

namespace MedIO.Tests.Dicom.Writing;

/// <summary>An archive takes what is written here, and gives it back as it was.</summary>
public class OrthancTests
{
    [ToolFact("Orthanc", "storescu")]
    public void A_series_of_each_modality_is_stored_and_comes_back_unchanged()
    {
        using var folder = new ScratchFolder();
        using var server = new OrthancServer(folder);
        int stored = 0;
        foreach (string modality in new[] { "CT", "MR", "PT", "NM", "US", "OT" })
        {
            MedImage image = ExportImages.Of(modality == "US" ? VoxelType.UInt8 : VoxelType.Int16, slices: 3);
            var tags = new Hashtable { ["Modality"] = modality, ["PatientName"] = "M\u00fcller^J\u00f6rg", ["SeriesDescription"] = modality };
            DicomExport.Save(image, folder[modality], new DicomExportOptions { Tags = tags });
            string said = ExternalTool.Run("storescu", FormattableString.Invariant($"-aec ORTHANC +sd 127.0.0.1 {server.DicomPort} \"{folder[modality]}\""), out int exitCode);
            Assert.True(exitCode == 0, said);

            stored += 3;
            string[] instances = Instances(server);
            Assert.Equal(stored, instances.Length);
            string back = folder[modality + "-back"];
            Directory.CreateDirectory(back);
            foreach (string instance in instances)
            {
                string series = Encoding.UTF8.GetString(server.Get($"/instances/{instance}/content/0008-103e")).Trim(' ', '\0');
                if (series == modality)
                {
                    File.WriteAllBytes(Path.Combine(back, instance + ".dcm"), server.Get($"/instances/{instance}/file"));
                }
            }

            MedImage read = MedFile.Read(back, new ReadOptions { Header = true });
            Assert.Equal(image.Voxels, read.Voxels);
            Assert.True(ExportImages.Displacement(image, read) < 1e-4);
            IDictionary before = MedFile.ReadMeta(folder[modality], new ReadOptions { Header = true }).Header!;
            foreach (DictionaryEntry element in before)
            {
                var key = (string)element.Key;
                if (!key.StartsWith("FileMeta", StringComparison.Ordinal) && !key.StartsWith("Implementation", StringComparison.Ordinal) && element.Value is string text)
                {
                    Assert.Equal(text, read.Header![key]?.ToString());
                }
            }
        }
    }

    private static string[] Instances(OrthancServer server)
    {
        var ids = new List<string>();
        string[] parts = Encoding.ASCII.GetString(server.Get("/instances")).Split('"');
        for (int i = 1; i < parts.Length; i += 2)
        {
            ids.Add(parts[i]);
        }

        return ids.ToArray();
    }
}
