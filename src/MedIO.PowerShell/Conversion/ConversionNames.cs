using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using MedIO.IO;

namespace MedIO.PowerShell;

/// <summary>Names of files that are converted: their folders and names stay, their suffixes are those of the new format.</summary>
internal sealed class ConversionNames
{
    private static readonly string[] Suffixes = MedFile.Formats.SelectMany(f => f.Suffixes.Concat(f.WriteSuffixes)).Distinct(StringComparer.OrdinalIgnoreCase).OrderByDescending(s => s.Length).ToArray();

    private readonly string _destination;
    private readonly string? _suffix;

    /// <param name="destination">The folder that all goes to.</param>
    /// <param name="suffix">The suffix of the new format; null where each file keeps its format.</param>
    public ConversionNames(string destination, string? suffix)
    {
        _destination = destination;
        _suffix = suffix;
    }

    /// <summary>The suffix that a format is written under.</summary>
    /// <param name="format">The suffix, with its point or without, or the name of the format. Before a suffix there may be a pattern for the numbers of slices, such as <c>_{0:D4}.png</c>.</param>
    /// <exception cref="MedIOException"><see cref="MedIOError.UnknownSuffix"/>.</exception>
    public static string SuffixOf(string format)
    {
        string wanted = format.Trim();
        MedFormat? named = MedFile.Formats.FirstOrDefault(f => f.CanWrite && string.Equals(f.Name, wanted, StringComparison.OrdinalIgnoreCase));
        if (named is not null)
        {
            return named.WriteSuffixes[0];
        }

        foreach (string suffix in MedFile.WriteSuffixes.Select(s => s.Key))
        {
            if (string.Equals(wanted.TrimStart('.'), suffix.Substring(1), StringComparison.OrdinalIgnoreCase))
            {
                return suffix;
            }
        }

        if (wanted.IndexOf("{0", StringComparison.Ordinal) >= 0 && FilePath.WithoutColons(wanted).IndexOfAny(Path.GetInvalidFileNameChars()) < 0
            && MedFile.WriteSuffixes.Any(s => s.Value is "PNG" or "JPEG" && wanted.EndsWith(s.Key, StringComparison.OrdinalIgnoreCase)))
        {
            return wanted;
        }

        MedFormat? read = MedFile.Formats.FirstOrDefault(f => string.Equals(f.Name, wanted, StringComparison.OrdinalIgnoreCase) || f.Suffixes.Any(s => string.Equals(s.TrimStart('.'), wanted.TrimStart('.'), StringComparison.OrdinalIgnoreCase)));
        string dotted = "." + wanted.TrimStart('.');
        if (OfBackends().FirstOrDefault(s => string.Equals(s, dotted, StringComparison.OrdinalIgnoreCase) || (read is not null && read.Suffixes.Contains(s, StringComparer.OrdinalIgnoreCase))) is { } other)
        {
            return other;
        }

        throw new MedIOException(
            MedIOError.UnknownSuffix,
            $"{(read is null ? $"'{format}' is no format" : $"{read.Name} is read but not written")}. Give -Format one of {string.Join(", ", MedFile.WriteSuffixes.Select(s => s.Key.Substring(1)))}, or a name of those that Get-MedFormat lists.");
    }

    // What installed backends write, asked for only where the module's own formats do not know a suffix.
    private static IEnumerable<string> OfBackends() => MedBackends.GetAll().Where(b => b.Name != MedBackends.MedIO).SelectMany(b => b.WriteSuffixes);

    /// <summary>Where a file goes.</summary>
    /// <param name="path">The file, a full path.</param>
    /// <param name="root">The folder that its name is kept relative to; null for its own.</param>
    /// <param name="format">Its format.</param>
    /// <exception cref="MedIOException"><see cref="MedIOError.UnknownSuffix"/>: it should keep its format, but that is not written.</exception>
    public string Target(string path, string? root, MedFormat format)
    {
        string name = Relative(path, root) ?? Path.GetFileName(path);
        string own = Suffixes.FirstOrDefault(s => name.EndsWith(s, StringComparison.OrdinalIgnoreCase) && Path.GetFileName(name).Length > s.Length) ?? string.Empty;
        if (!format.CanWrite && OfBackends().FirstOrDefault(s => name.EndsWith(s, StringComparison.OrdinalIgnoreCase) && Path.GetFileName(name).Length > s.Length) is { } others)
        {
            own = own.Length > others.Length ? own : others;
        }

        string? suffix = _suffix
            ?? (format.WriteSuffixes.Contains(own, StringComparer.OrdinalIgnoreCase) ? name.Substring(name.Length - own.Length)
            : format.CanWrite ? format.WriteSuffixes[0]
            : own.Length > 0 ? OfBackends().FirstOrDefault(s => string.Equals(s, own, StringComparison.OrdinalIgnoreCase)) : null);
        if (suffix is null)
        {
            throw new MedIOException(MedIOError.UnknownSuffix, $"{path}: {format.Name} is read but not written. Give -Format one of {string.Join(", ", MedFile.WriteSuffixes.Select(s => s.Key.Substring(1)))}.", path);
        }

        return FilePath.Full(Path.Combine(_destination, name.Substring(0, name.Length - own.Length) + suffix));
    }

    /// <summary>Where a series or a volume goes that many files of a folder make.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="name">A name for the image.</param>
    /// <param name="root">The folder that names are kept relative to; null for its own.</param>
    /// <exception cref="MedIOException"><see cref="MedIOError.UnknownSuffix"/>: no format was given, and what is many files is to be one.</exception>
    public string Target(string folder, string name, string? root)
    {
        if (_suffix is null)
        {
            throw new MedIOException(MedIOError.UnknownSuffix, $"{folder}: many files become one image, which needs a format. Give -Format one of {string.Join(", ", MedFile.WriteSuffixes.Select(s => s.Key.Substring(1)))}.", folder);
        }

        return FilePath.Full(Path.Combine(_destination, Relative(folder, root) ?? string.Empty, name + _suffix));
    }

    // Null for what does not lie in the folder.
    private static string? Relative(string path, string? root)
    {
        if (root is null)
        {
            return null;
        }

        string folder = root.TrimEnd(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar);
        StringComparison comparison = PathComparer.Comparison;
        if (string.Equals(path.TrimEnd(Path.DirectorySeparatorChar), folder, comparison))
        {
            return string.Empty;
        }

        return path.StartsWith(folder + Path.DirectorySeparatorChar, comparison) ? path.Substring(folder.Length + 1) : null;
    }
}
