using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using MedIO.Formats;
using MedIO.Formats.Headers;
using MedIO.IO;

namespace MedIO.Dicom.Series;

/// <summary>A DICOMDIR: the list of the files on a medium (PS3.3 annex F, PS3.10 section 8.6).</summary>
internal static class DicomDirectory
{
    private const uint RecordSequence = 0x00041220;
    private const uint RecordInUse = 0x00041410;
    private const uint ReferencedFileId = 0x00041500;

    // Missing files that are named one by one.
    private const int MostNamed = 10;

    /// <summary>Whether a file's meta information says that it is a DICOMDIR.</summary>
    public static bool IsOne(ImageSource source)
    {
        ReadOnlySpan<byte> head = source.Content;
        return DicomStart.IsPart10(head) && head.Slice(0, Math.Min(head.Length, 1024)).IndexOf("1.2.840.10008.1.3.10"u8) >= 0;
    }

    /// <summary>The files that a DICOMDIR lists and that are there, full paths.</summary>
    /// <param name="path">The DICOMDIR.</param>
    /// <param name="warnings">Gets the files that are missing.</param>
    /// <param name="allowExternal">Whether links may lead out of its folder.</param>
    /// <exception cref="MedIOException"><see cref="MedIOError.DataFileOutsideFolder"/>, or it cannot be read.</exception>
    public static IReadOnlyList<string> Read(string path, List<string> warnings, bool allowExternal = false)
    {
        var names = new List<string[]>();
        using (ImageSource source = ImageSource.Open(path))
        {
            using DicomFile file = DicomFile.Read(source);
            warnings.AddRange(file.Warnings.Select(w => $"{path}: {w}"));
            foreach (DicomDataSet record in file.DataSet.GetItems(RecordSequence))
            {
                // A record that is not in use is a deleted one (PS3.3 section F.3.2.2).
                if (record.Contains(ReferencedFileId) && record.GetInteger(RecordInUse) != 0)
                {
                    names.Add(record.GetCodes(ReferencedFileId));
                }
            }
        }

        string folder = Path.GetDirectoryName(path)!;
        var files = new List<string>(names.Count);
        var missing = new List<string>();
        var folders = new Dictionary<string, Dictionary<string, string>>(PathComparer.Instance);
        foreach (string[] parts in names)
        {
            if (Find(path, folder, parts, folders) is { } found)
            {
                if (!allowExternal && RealPath.LeadsOut(found, folder))
                {
                    throw new MedIOException(
                        MedIOError.DataFileOutsideFolder,
                        $"{path}: names the file '{Shown(parts)}', which is a link that leads out of its folder. If you trust who made both, allow external data.",
                        path);
                }

                files.Add(found);
            }
            else
            {
                missing.Add(Shown(parts));
            }
        }

        warnings.AddRange(missing.Take(MostNamed).Select(m => $"{path}: lists the file {m}, which is not there."));
        if (missing.Count > MostNamed)
        {
            warnings.Add(FormattableString.Invariant($"{path}: lists {missing.Count - MostNamed} more files that are not there."));
        }

        return files;
    }

    private static string Shown(string[] parts) => HeaderText.Shorten(string.Join("\\", parts));

    // A file below the folder, in any case: media are upper case, and copies of them often are not.
    private static string? Find(string directory, string folder, string[] parts, Dictionary<string, Dictionary<string, string>> folders)
    {
        if (parts.Length == 0 || parts.Any(p => p.Length == 0 || p == "." || p == ".." || p.IndexOfAny(new[] { '/', '\\', ':', '\0' }) >= 0))
        {
            throw new MedIOException(
                MedIOError.DataFileOutsideFolder,
                $"{directory}: names a file '{Shown(parts)}' that is not below its folder. The DICOMDIR is damaged, or not to be trusted: read the folder without it.",
                directory);
        }

        string exact = Path.Combine(folder, Path.Combine(parts));
        if (File.Exists(exact))
        {
            return exact;
        }

        string at = folder;
        foreach (string part in parts)
        {
            if (!folders.TryGetValue(at, out Dictionary<string, string>? entries))
            {
                entries = ByName(at);
                folders.Add(at, entries);
            }

            if (!entries.TryGetValue(part, out string? next))
            {
                return null;
            }

            at = next;
        }

        return File.Exists(at) ? at : null;
    }

    // What is in a folder, by the names that a DICOMDIR may have for it: ISO 9660 adds a version to names, and some copies keep it.
    private static Dictionary<string, string> ByName(string folder)
    {
        string[] entries = Directory.Exists(folder) ? Directory.GetFileSystemEntries(folder) : Array.Empty<string>();

        // Of several that differ in case the first is taken, so it comes last.
        Array.Sort(entries, StringComparer.Ordinal);
        Array.Reverse(entries);
        var names = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (string entry in entries)
        {
            string name = Path.GetFileName(entry);
            int added = name.EndsWith(";1", StringComparison.Ordinal) ? 2 : name.EndsWith(".", StringComparison.Ordinal) ? 1 : 0;
            names[name] = entry;
            names[name.Substring(0, name.Length - added)] = entry;
        }

        return names;
    }
}
