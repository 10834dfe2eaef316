using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using MedIO.Dicom;
using MedIO.Geometry;

namespace MedIO.Bench;

/// <summary>The library's own turns, by the names that Measure-Own.ps1 has for the cmdlets'.</summary>
internal static class OwnJobs
{
    public static Job Make(string data, string name, string[] arguments)
    {
        string plain = Path.Combine(data, "vol.nii");
        string series = Path.Combine(data, "ct");
        string large = Path.Combine(data, "large");
        string output = Path.Combine(data, "out", $"own-{Environment.ProcessId}");
        Directory.CreateDirectory(Path.GetDirectoryName(output)!);
        int? level = arguments.Length > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : null;
        // Samples of the size that a peer makes: rescaled, but not to Float32.
        var asInt16 = new ReadOptions { DataType = VoxelType.Int16 };
        var middle = new ReadOptions { Slice = SliceExpression.Parse("..., 300") };
        switch (name)
        {
            case "meta":
                return new Job(() => Headers(Path.Combine(data, "many"), "*.nii.gz"));
            case "dicom-meta":
                return new Job(() => Headers(series, "*.dcm"));
            case "dicom-series":
                return new Job(() => MedFile.ReadMeta(series));
            case "tree":
                return new Job(() => Headers(Path.Combine(data, "tree"), "*"));
            case "tree-dicom":
                return new Job(() => Headers(Path.Combine(data, "tree", "dicom"), "*"));
            case "read":
                return new Job(() => MedFile.Read(plain));
            case "read-gz":
                return new Job(() => MedFile.Read(Path.Combine(data, "gz", "vol.nii.gz")));
            case "read-mha":
                return new Job(() => MedFile.Read(Path.Combine(data, "formats", "vol.mha")));
            case "slice":
                return new Job(() => MedFile.Read(Path.Combine(large, "vol.nii"), middle));
            case "slice-gz":
                return new Job(() => MedFile.Read(Path.Combine(large, "gz", "vol.nii.gz"), middle));
            case "dicom-read":
                return new Job(() => MedFile.Read(series, asInt16));
            case "reorient":
                return Reorient(plain);
            case "reorient-large":
                return Reorient(Path.Combine(large, "half.nii"));
            case "write":
                return Write(plain, output + ".nii", null);
            case "write-gz":
                return Write(plain, output + ".nii.gz", level);
            case "write-mha":
                return Write(plain, output + ".mha", level ?? 6);
            case "dicom-export":
                return Export(series, output);
            case "dicom-convert":
                output += ".nii.gz";
                return new Job(() => Convert(series, output)) { Output = output, Before = () => File.Delete(output) };
            default:
                return name.StartsWith("series-", StringComparison.Ordinal)
                    ? new Job(() => MedFile.Read(Path.Combine(data, name["series-".Length..]), asInt16))
                    : throw new ArgumentException($"There is no job '{name}'.");
        }
    }

    /// <summary>Prints the fastest level at which the volume takes no more bytes in a .nii.gz; 9 where none does.</summary>
    public static void PrintLevel(string data, long most)
    {
        MedImage image = MedFile.Read(Path.Combine(data, "vol.nii"));
        string path = Path.Combine(data, "out", $"level-{Environment.ProcessId}.nii.gz");
        int level = 1;
        for (; level <= 9; level++)
        {
            image.Save(path, new SaveOptions { CompressionLevel = level });
            if (new FileInfo(path).Length <= most)
            {
                break;
            }
        }

        File.Delete(path);
        Console.WriteLine(Math.Min(level, 9).ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>All 48 orientations that an image can have, and which of them it has.</summary>
    public static IEnumerable<string> Orientations()
    {
        string[] axes = ["RL", "AP", "SI"];
        foreach (int[] order in new int[][] { [0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0] })
        {
            for (int ends = 0; ends < 8; ends++)
            {
                yield return new string([axes[order[0]][ends & 1], axes[order[1]][(ends >> 1) & 1], axes[order[2]][ends >> 2]]);
            }
        }
    }

    // As many threads as the cmdlets have, and the peers' work: list the folder, read each header, work out the orientation.
    private static string Headers(string folder, string pattern)
    {
        var options = new EnumerationOptions { RecurseSubdirectories = true };
        Parallel.ForEach(Directory.EnumerateFiles(folder, pattern, options), path =>
        {
            try
            {
                _ = MedFile.ReadMeta(path).Orientation;
            }
            catch (MedIOException e) when (e.Error is MedIOError.UnknownFormat or MedIOError.EmptyFile)
            {
                // What is no image is asked, too.
            }
        });
        return folder;
    }

    private static Job Reorient(string path)
    {
        MedImage image = MedFile.Read(path);
        return new Job(Orientations().Where(code => code != image.Orientation).Select(code => (Func<object?>)(() => image.Reorient(code))).ToArray());
    }

    private static Job Write(string source, string path, int? level)
    {
        MedImage image = MedFile.Read(source);
        var options = new SaveOptions { CompressionLevel = level };
        return new Job(() =>
        {
            image.Save(path, options);
            return path;
        })
        {
            Output = path,
            // A new file each time, as for the peers.
            Before = () => File.Delete(path),
        };
    }

    private static Job Export(string series, string folder)
    {
        MedImage image = MedFile.Read(series, new ReadOptions { DataType = VoxelType.Int16 });
        var options = new DicomExportOptions { CreateDirectory = true, Tags = new Hashtable { ["Modality"] = "CT" } };
        return new Job(() => DicomExport.Save(image, folder, options))
        {
            Output = folder,
            Before = () =>
            {
                if (Directory.Exists(folder))
                {
                    Directory.Delete(folder, true);
                }
            },
        };
    }

    private static string Convert(string series, string path)
    {
        MedFile.Convert(series, path);
        return path;
    }
}
