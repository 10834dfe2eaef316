using System.Collections.Generic;

namespace MedIO;

/// <summary>What a file is: its format, and which files belong together with it.</summary>
public sealed class MedFileInfo
{
    internal MedFileInfo(string path, MedFormat format, IEnumerable<string> dataFiles)
    {
        Path = path;
        Format = format;
        DataFiles = new JoinedList(dataFiles, "; ");
    }

    /// <summary>The file that stands for the image: that of the header where the one asked for has only its voxels. A full path.</summary>
    public string Path { get; }

    /// <summary>The format.</summary>
    public MedFormat Format { get; }

    /// <summary>Other files, which hold the voxels; full paths. They need not be there.</summary>
    public IReadOnlyList<string> DataFiles { get; }

    /// <summary>The path and the format.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => $"{Path}: {Format}";
}
