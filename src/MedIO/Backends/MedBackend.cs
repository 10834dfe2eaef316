using System;
using System.Collections.Generic;

namespace MedIO;

/// <summary>What reads and writes images: this library itself, or another that is installed beside it.</summary>
public sealed class MedBackend
{
    internal MedBackend(string name, IEnumerable<string> aliases, string? version, string? path, string? reason, string reads, string writes, IReadOnlyList<string> writeSuffixes)
    {
        Name = name;
        Aliases = new JoinedList(aliases, " ");
        Version = version;
        Path = path;
        Reason = reason;
        Reads = reads;
        Writes = writes;
        WriteSuffixes = new JoinedList(writeSuffixes, " ");
    }

    /// <summary>The name to choose it by, such as <c>SimpleItk</c>.</summary>
    public string Name { get; }

    /// <summary>Other names for it, medio's among them.</summary>
    public IReadOnlyList<string> Aliases { get; }

    /// <summary>The version of the library; null where it is not available.</summary>
    public string? Version { get; }

    /// <summary>The library's file, or the folder where it was looked for; null where none is known.</summary>
    public string? Path { get; }

    /// <summary>Whether it can be used.</summary>
    public bool Available => Reason is null;

    /// <summary>Why it is not available, and what to do; null where it is.</summary>
    public string? Reason { get; }

    /// <summary>What it reads; empty where it is not available.</summary>
    public string Reads { get; }

    /// <summary>What it writes; empty where that is nothing, or it is not available.</summary>
    public string Writes { get; }

    /// <summary>The suffixes that it writes.</summary>
    public IReadOnlyList<string> WriteSuffixes { get; }

    /// <summary>Name and version.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Version is null ? Name : $"{Name} {Version}";
}
