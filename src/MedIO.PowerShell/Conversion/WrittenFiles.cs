using System;
using System.Collections.Concurrent;
using MedIO.IO;

namespace MedIO.PowerShell;

/// <summary>
/// Which image of a command each file was written for. Names of images may differ and those of their data files be the same:
/// scan.mhd and scan.nhdr both have a scan.raw.
/// </summary>
internal sealed class WrittenFiles
{
    private readonly ConcurrentDictionary<string, string> _sources = new(PathComparer.Instance);

    /// <summary>Whether a file was written by this command.</summary>
    public bool Contains(string path) => _sources.ContainsKey(path);

    /// <summary>Takes a file for an image; several threads may at once.</summary>
    /// <exception cref="TargetUsedTwiceException">Another image has it.</exception>
    public void Claim(string path, string source)
    {
        if (_sources.GetOrAdd(path, source) != source)
        {
            throw Taken(path, source);
        }
    }

    /// <summary>The error for an image that would be written to a file of another one.</summary>
    public TargetUsedTwiceException Taken(string path, string source)
    {
        string other = _sources.TryGetValue(path, out string? first) ? first : "another image of this command";
        return new TargetUsedTwiceException($"{source}: would write the file {path}, where {other} was written by this command. Convert them to different destinations.");
    }
}

/// <summary>Two images of a command would become one file.</summary>
internal sealed class TargetUsedTwiceException : Exception
{
    public TargetUsedTwiceException(string message)
        : base(message)
    {
    }
}
