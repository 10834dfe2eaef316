using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using MedIO.IO;
using MedIO.IO.Replacing;

namespace MedIO.Dicom.Series;

/// <summary>The files to look at: those of folders, and single ones, each once and in an order that does not depend on the file system.</summary>
internal sealed class SeriesFiles
{
    private readonly ReadOptions _options;
    private readonly NamePattern? _pattern;
    private readonly bool _recurse;
    private readonly HashSet<string> _seen = new(PathComparer.Instance);

    public SeriesFiles(ReadOptions options)
    {
        _options = options;
        string? filter = options.Filter;
        _recurse = options.Recurse;
        if (filter is not null && filter.Replace('\\', '/').StartsWith("**/", StringComparison.Ordinal))
        {
            // As medio's globber says that folders inside are looked at, too.
            filter = filter.Substring(3);
            _recurse = true;
        }

        _pattern = string.IsNullOrEmpty(filter) || filter == "*" ? null : new NamePattern(filter!);
    }

    /// <summary>Full paths, in order.</summary>
    public List<string> Paths { get; } = new();

    /// <summary>Those that were asked for by name, not as a folder's.</summary>
    public HashSet<string> Named { get; } = new(PathComparer.Instance);

    /// <summary>Whether there are folders that were not looked into.</summary>
    public bool HasSubfolders { get; private set; }

    /// <summary>What could not be looked at.</summary>
    public List<string> Warnings { get; } = new();

    /// <summary>Adds a folder's files, or a single file.</summary>
    public void Add(string path)
    {
        if (Directory.Exists(path))
        {
            AddFolder(path, isFirst: true);
        }
        else if (File.Exists(path))
        {
            Named.Add(path);
            AddFile(path);
        }
        else
        {
            throw new MedIOException(MedIOError.FileNotFound, $"{path}: there is no such file or folder. Check the name and the current location.", path);
        }
    }

    /// <summary>Adds a file unless it is there already.</summary>
    public void AddFile(string path)
    {
        if (_seen.Add(path))
        {
            Paths.Add(path);
        }
    }

    private void AddFolder(string folder, bool isFirst)
    {
        // Folders waiting to be looked into, so that no depth of folders is a depth of calls.
        var waiting = new Stack<string>();
        waiting.Push(folder);
        while (waiting.Count > 0)
        {
            _options.CancellationToken.ThrowIfCancellationRequested();
            string at = waiting.Pop();
            string[] files;
            string[] folders;
            try
            {
                // Neither files nor folders that a process left behind when it was killed are anybody's images.
                files = Directory.GetFiles(at);
                if (Array.Exists(files, TemporaryNames.IsOne))
                {
                    files = Array.FindAll(files, f => !TemporaryNames.IsOne(f));
                }

                // Links to folders are not followed: they may lead in circles, and what they show is somewhere else anyway.
                folders = Directory.GetDirectories(at).Where(f => !TemporaryNames.IsOne(f) && !FileLinks.IsLink(new DirectoryInfo(f))).ToArray();
            }
            catch (Exception e) when (e is UnauthorizedAccessException or IOException)
            {
                string said = $"{at}: the folder cannot be looked into: {e.Message}";
                Warnings.Add(isFirst ? throw new MedIOException(MedIOError.FileNotReadable, $"{said} Check your rights.", at, e) : said);
                continue;
            }

            isFirst = false;
            Array.Sort(files, NaturalOrder.Compare);
            foreach (string file in files)
            {
                if (_pattern is null || _pattern.IsMatch(Path.GetFileName(file)))
                {
                    AddFile(file);
                }
            }

            if (!_recurse)
            {
                HasSubfolders |= folders.Length > 0;
                continue;
            }

            Array.Sort(folders, (a, b) => NaturalOrder.Compare(b, a));
            foreach (string next in folders)
            {
                waiting.Push(next);
            }
        }
    }
}
