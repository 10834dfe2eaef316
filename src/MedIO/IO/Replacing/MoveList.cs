using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;

namespace MedIO.IO.Replacing;

/// <summary>
/// What is written into a file that says what is being moved: the files of one image, or of several whose programs were
/// killed one after another. From it anybody can tell whether all of them are where they were, or all where they belong.
/// </summary>
internal sealed class MoveList
{
    private const string Heading = "These files are moved into place together. Where this file stays, the program that did so was killed: write the image again, or move what is still there and delete this file.";
    private const string GroupStart = "length, time, where it is, where it belongs:";
    private const long MostBytes = 64 << 20;

    private readonly string _folder;
    private readonly List<FileMove[]> _groups;
    private HashSet<string>? _taken;

    private MoveList(string folder, List<FileMove[]> groups)
    {
        _folder = folder;
        _groups = groups;
    }

    // It was not written to its end, or by somebody else.
    private bool IsUnknown => _groups.Count == 0;

    /// <summary>One that says nothing.</summary>
    public static MoveList Unknown(string folder) => new(folder, new List<FileMove[]>());

    /// <summary>The files of one image.</summary>
    public static MoveList Of(IEnumerable<MovedFile> files, string folder) => new(folder, new List<FileMove[]> { files.Select(FileMove.Of).ToArray() });

    /// <summary>Reads one.</summary>
    /// <param name="text">A file that says what is being moved, at its begin.</param>
    /// <param name="folder">The folder it is in.</param>
    public static MoveList Read(Stream text, string folder)
    {
        var groups = new List<FileMove[]>();
        if (text.Length <= MostBytes)
        {
            using var reader = new StreamReader(text, new UTF8Encoding(false), false, 1 << 12, leaveOpen: true);
            var lines = new List<string>();
            reader.ReadLine();
            for (string? line = reader.ReadLine(); line is not null; line = reader.ReadLine())
            {
                if (line == GroupStart)
                {
                    Add();
                }
                else
                {
                    lines.Add(line);
                }
            }

            Add();

            void Add()
            {
                if (lines.Count > 0)
                {
                    groups.Add(lines.ConvertAll(l => FileMove.Parse(l, folder)).ToArray());
                    lines.Clear();
                }
            }
        }

        return new MoveList(folder, groups);
    }

    /// <summary>Whether it is about some files.</summary>
    /// <param name="files">Their full paths; null for all.</param>
    public bool Concerns(ICollection<string>? files) => IsUnknown || _groups.Exists(g => Concerns(g, files));

    /// <summary>Whether of some files, some may be old and some new.</summary>
    /// <param name="files">Their full paths; null for all.</param>
    public bool IsMixed(ICollection<string>? files) => IsUnknown || _groups.Exists(g => Concerns(g, files) && IsMixed(g));

    /// <summary>This one, and what remains of another where these files are written anew.</summary>
    public MoveList With(MoveList other) => new(_folder, _groups.Concat(Remaining(other)).ToList());

    /// <summary>What remains of another where these files have been written anew; null where nothing does.</summary>
    public MoveList? RestOf(MoveList other)
    {
        List<FileMove[]> rest = Remaining(other).ToList();
        return rest.Count == 0 ? null : new MoveList(_folder, rest);
    }

    /// <summary>Takes away what another list says is still waiting for places that these files have taken.</summary>
    public void DeleteLeftOf(MoveList other)
    {
        foreach (FileMove move in other._groups.SelectMany(g => g).Where(m => m.Temporary is not null && m.Target is not null && Takes(m.Target)))
        {
            TemporaryNames.TryDelete(move.Temporary!);
            TemporaryNames.TryDelete(move.Temporary! + TemporaryNames.BackupSuffix);
            string folder = Path.GetDirectoryName(move.Temporary!)!;
            if (TemporaryNames.IsOne(folder))
            {
                TryDeleteEmpty(folder);
            }
        }
    }

    /// <summary>The text.</summary>
    /// <param name="isUnsure">Whether the files may go back as well.</param>
    public byte[] ToBytes(bool isUnsure)
    {
        var text = new StringBuilder(Heading).Append('\n');
        foreach (FileMove[] group in _groups)
        {
            text.Append(GroupStart).Append('\n');
            foreach (FileMove move in group)
            {
                text.Append(move.Line(_folder, isUnsure)).Append('\n');
            }
        }

        return new UTF8Encoding(false).GetBytes(text.ToString());
    }

    private static bool Concerns(FileMove[] group, ICollection<string>? files) => files is null || Array.Exists(group, m => m.Target is null || files.Contains(m.Target));

    private static bool IsMixed(FileMove[] group) => !group.All(m => m.IsWaiting) && !group.All(m => m.IsDone);

    // Others' files that stay as they are; of those that are neither all old nor all new. One alone is never mixed.
    private IEnumerable<FileMove[]> Remaining(MoveList other) =>
        other._groups.ConvertAll(g => Array.FindAll(g, m => m.Target is not null && !Takes(m.Target))).Where(g => g.Length > 1 && IsMixed(g));

    private bool Takes(string target)
    {
        _taken ??= new HashSet<string>(_groups.SelectMany(g => g).Where(m => m.Target is not null).Select(m => m.Target!), StringComparer.OrdinalIgnoreCase);
        return _taken.Contains(target);
    }

    private static void TryDeleteEmpty(string folder)
    {
        try
        {
            Directory.Delete(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Something else is in it.
        }
    }
}
