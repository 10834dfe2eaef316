using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using MedIO.Dicom;
using MedIO.IO.Replacing;

namespace MedIO.Faults;

/// <summary>A kind of write: to one file, to a pair, to a stack, to a folder.</summary>
internal sealed class Target
{
    private readonly string _name;
    private readonly string _file;
    private int _exports;

    private Target(string name)
    {
        _name = name;
        _file = name.Split(' ')[0];
    }

    /// <summary>All kinds, by their names.</summary>
    public static IReadOnlyList<string> Names { get; } = new[]
    {
        "a.nii", "a.nii.gz", "a.mha", "a.mha gzip", "a.nrrd", "a.nrrd gzip", "a.mgh", "a.mgz", "a.vtk", "a.tif", "a.dcm",
        "a.hdr", "a.hdr.gz", "a.mhd", "a.mhd gzip", "a.nhdr", "a.nhdr gzip",
        "{0:D4}.png", "{0:D4}.jpg",
        "a.nii.gz convert", "a.mhd convert", "series new", "series force",
    };

    /// <summary>The name of this kind.</summary>
    public string Name => _name;

    /// <summary>Whether it is several files, which are moved into place one after another.</summary>
    public bool IsSeveral => HasHeader || IsStack || _name == "series force";

    private bool HasHeader => _file is "a.hdr" or "a.hdr.gz" or "a.mhd" or "a.nhdr";

    private bool IsStack => _file.StartsWith('{');

    private bool IsSeries => _file == "series";

    private VoxelType Type => IsStack || _file == "a.dcm" ? VoxelType.UInt8 : VoxelType.Int16;

    public static Target Named(string name) => Names.Contains(name) ? new Target(name) : throw new ArgumentException($"There is no kind of write '{name}'.");

    /// <summary>What an option of saving is, for this kind.</summary>
    public SaveOptions Options() => new() { CompressionLevel = _name.EndsWith("gzip", StringComparison.Ordinal) ? 6 : null };

    /// <summary>Writes one of the two images.</summary>
    public void Write(string folder, Version version, int slices)
    {
        if (_name.EndsWith("convert", StringComparison.Ordinal))
        {
            Directory.CreateDirectory(Path.Combine(folder, "from"));
            string source = Path.Combine(folder, "from", version + ".nii");
            if (!File.Exists(source))
            {
                MedFile.Save(SampleImage.Make(version, slices, Type), source);
            }

            MedFile.Convert(source, Path.Combine(folder, _file));
        }
        else
        {
            Write(folder, SampleImage.Make(version, slices, Type), Options());
        }
    }

    /// <summary>Writes something large that cannot be compressed.</summary>
    public void WriteNoise(string folder, int slices) => Write(folder, SampleImage.Noise(slices, Type), Options());

    public void Write(string folder, MedImage image, SaveOptions options)
    {
        if (!IsSeries)
        {
            MedFile.Save(image, Path.Combine(folder, _file), options);
            return;
        }

        var export = new DicomExportOptions { Force = true, CancellationToken = options.CancellationToken, Progress = options.Progress };
        bool isNew = _name == "series new";
        DicomExport.Save(image, Path.Combine(folder, isNew ? $"series{_exports++}" : "series"), export);
    }

    /// <summary>What there is to read.</summary>
    public string[] Readable(string folder) =>
        IsSeries ? Directory.GetDirectories(folder, "series*")
        : IsStack ? new[] { folder }
        : new[] { Path.Combine(folder, _file) };

    public MedImage Read(string path, ReadOptions? options = null)
    {
        options ??= new ReadOptions();
        options.Spacing = IsStack ? new Vector(1, 1, 1) : null;
        return MedFile.Read(path, options);
    }

    /// <summary>Which image is in a folder. Throws where it is neither, or none.</summary>
    public Version Recognize(string folder)
    {
        Version version = default;
        string[] paths = Readable(folder);
        if (paths.Length == 0)
        {
            throw new FileNotFoundException("There is none.");
        }

        foreach (string path in paths)
        {
            version = SampleImage.Recognize(Read(path), hasGeometry: !IsStack && _file != "a.tif", isExact: _file != "{0:D4}.jpg");
        }

        return version;
    }

    /// <summary>The files that have final names.</summary>
    public static string[] FinalNames(string folder) =>
        Directory.GetFileSystemEntries(folder, "*", SearchOption.AllDirectories)
            .Where(f => !IsTemporary(f) && !File.GetAttributes(f).HasFlag(FileAttributes.Directory))
            .Select(f => Path.GetRelativePath(folder, f)).Order(StringComparer.Ordinal).ToArray();

    /// <summary>Everything that has a temporary name.</summary>
    public static string[] TemporaryNames(string folder) =>
        Directory.GetFileSystemEntries(folder, "*", SearchOption.AllDirectories)
            .Where(IsTemporary).Select(f => Path.GetRelativePath(folder, f)).ToArray();

    private static bool IsTemporary(string path) => path.Contains(".medio.tmp", StringComparison.Ordinal) || path.EndsWith(".medio.unfinished", StringComparison.Ordinal);
}
