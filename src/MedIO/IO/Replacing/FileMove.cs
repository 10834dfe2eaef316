using System;
using System.Globalization;
using System.IO;

namespace MedIO.IO.Replacing;

/// <summary>What is known of a file that is moved into place, as long as it may be in neither place: enough to tell afterwards where it is.</summary>
internal sealed class FileMove
{
    private const char Separator = '\t';
    private const string Elsewhere = "?";

    private readonly long _length;
    private readonly long _time;

    private FileMove(string? temporary, string? target, long length, long time)
    {
        Temporary = temporary;
        Target = target;
        _length = length;
        _time = time;
    }

    /// <summary>The full temporary name; null where it is not known.</summary>
    public string? Temporary { get; }

    /// <summary>The full final name; null where it is not known.</summary>
    public string? Target { get; }

    /// <summary>Whether the file has not been moved.</summary>
    public bool IsWaiting => Temporary is not null && File.Exists(Temporary);

    /// <summary>Whether the file has been moved, and is in its place still.</summary>
    public bool IsDone => _length >= 0 && Target is not null && new FileInfo(Target) is { Exists: true } file && file.Length == _length && file.LastWriteTimeUtc.Ticks == _time;

    /// <summary>A file that waits.</summary>
    public static FileMove Of(MovedFile file)
    {
        var info = new FileInfo(file.Temporary);
        return new FileMove(file.Temporary, file.Target, info.Length, info.LastWriteTimeUtc.Ticks);
    }

    /// <summary>Reads a line of a file beside which all names are.</summary>
    public static FileMove Parse(string line, string folder)
    {
        string[] words = line.Split(Separator);
        bool isWhole = words.Length == 4;
        string? temporary = isWhole ? Inside(words[2], folder) : null;
        return new FileMove(
            temporary is not null && IsTemporary(words[2]) ? temporary : null,
            isWhole ? Inside(words[3], folder) : null,
            isWhole && long.TryParse(words[0], NumberStyles.None, CultureInfo.InvariantCulture, out long length) ? length : -1,
            isWhole && long.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out long time) ? time : 0);
    }

    /// <summary>The line; names that are not below the folder are not told.</summary>
    /// <param name="folder">The folder that the names are of.</param>
    /// <param name="isUnsure">Whether it may go back as well.</param>
    public string Line(string folder, bool isUnsure) => string.Join(
        Separator.ToString(),
        isUnsure ? Elsewhere : _length.ToString(CultureInfo.InvariantCulture),
        isUnsure ? Elsewhere : _time.ToString(CultureInfo.InvariantCulture),
        Name(Temporary, folder),
        Name(Target, folder));

    // What a line says may be anybody's word: nothing outside the folder is looked at, nor any device.
    private static string? Inside(string name, string folder)
    {
        name = name.Replace("%0A", "\n").Replace("%09", "\t").Replace("%25", "%");
        string[] parts = name.Split('/', Path.DirectorySeparatorChar);
        return name.Length == 0 || name == Elsewhere || name.IndexOf('\0') >= 0 || Path.IsPathRooted(name) || Array.Exists(parts, p => p is ".." or "." or "" || p.IndexOf(':') >= 0 && Path.DirectorySeparatorChar == '\\')
            ? null
            : Path.Combine(folder, name);
    }

    private static bool IsTemporary(string name) => Array.Exists(name.Split('/', Path.DirectorySeparatorChar), TemporaryNames.IsOne);

    private static string Name(string? path, string folder)
    {
        string start = folder.EndsWith(Path.DirectorySeparatorChar.ToString(), StringComparison.Ordinal) ? folder : folder + Path.DirectorySeparatorChar;
        return path is not null && path.StartsWith(start, StringComparison.Ordinal)
            ? path.Substring(start.Length).Replace("%", "%25").Replace("\n", "%0A").Replace("\t", "%09")
            : Elsewhere;
    }
}
