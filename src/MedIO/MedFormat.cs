using System;
using System.Collections.Generic;

namespace MedIO;

/// <summary>A file format: its suffixes, and what of it can be read and written.</summary>
public sealed class MedFormat
{
    internal MedFormat(string name, IReadOnlyList<string> suffixes, string reads, IReadOnlyList<string>? writeSuffixes = null, string? writes = null)
    {
        Name = name;
        Suffixes = new JoinedList(suffixes, " ");
        Reads = reads;
        WriteSuffixes = new JoinedList(writeSuffixes ?? Array.Empty<string>(), " ");
        Writes = writes ?? string.Empty;
    }

    /// <summary>The name that users know it by, such as <c>NIfTI</c>.</summary>
    public string Name { get; }

    /// <summary>The suffixes that its files usually have, in lower case with the dot, such as <c>.nii.gz</c>. Files are found out by their content; a suffix only breaks ties.</summary>
    public IReadOnlyList<string> Suffixes { get; }

    /// <summary>The suffixes that it is written under; the first is the usual one. Empty where it is not written.</summary>
    public IReadOnlyList<string> WriteSuffixes { get; }

    /// <summary>Whether its files can be read.</summary>
    public bool CanRead => Reads.Length > 0;

    /// <summary>Whether its files can be written.</summary>
    public bool CanWrite => WriteSuffixes.Count > 0;

    /// <summary>What of it can be read: variants, types, compressions.</summary>
    public string Reads { get; }

    /// <summary>What of it is written; empty where it is not.</summary>
    public string Writes { get; }

    /// <summary>The format's name.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Name;
}
