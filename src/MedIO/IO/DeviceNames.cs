using System;
using System.IO;
using System.Linq;

namespace MedIO.IO;

/// <summary>Names that Windows takes for a device in every folder, whatever follows a point: to read <c>CON.nii</c> waits for the keyboard.</summary>
internal static class DeviceNames
{
    private const string Root = @"\\.\";

    private static readonly char[] Separators = { '\\', '/' };
    private static readonly string[] Single = { "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$" };

    /// <summary>Whether a name without its folder is one of them.</summary>
    public static bool IsReserved(string? name)
    {
        string bare = (name ?? string.Empty).Split('.', ':')[0].TrimEnd(' ');
        return Single.Contains(bare, StringComparer.OrdinalIgnoreCase)
            || (bare.Length == 4 && IsNumber(bare[3]) && (bare.StartsWith("COM", StringComparison.OrdinalIgnoreCase) || bare.StartsWith("LPT", StringComparison.OrdinalIgnoreCase)));
    }

    /// <summary>Whether a full path leads to one, be it in a folder or as Windows 10 spells it: <c>\\.\CON</c> for <c>C:\scans\CON.nii</c>.</summary>
    public static bool IsPath(string path)
    {
        int name = path.LastIndexOfAny(Separators) + 1;
        return IsReserved(path.Substring(name))
            || (path.StartsWith(Root, StringComparison.Ordinal) && (name == Root.Length || path.StartsWith(Root + @"pipe\", StringComparison.OrdinalIgnoreCase)));
    }

    /// <summary>Refuses to write one, on Windows.</summary>
    /// <param name="path">What was asked for.</param>
    /// <param name="target">Where that leads to.</param>
    /// <exception cref="MedIOException"><see cref="MedIOError.FileNotWritable"/>.</exception>
    public static void Refuse(string path, string target)
    {
        if (Path.DirectorySeparatorChar == '\\' && IsPath(target))
        {
            throw new MedIOException(MedIOError.FileNotWritable, $"{path}: is the name of a device on Windows. Give another name.", path);
        }
    }

    // The raised digits of Latin-1 count, too.
    private static bool IsNumber(char c) => c is (>= '1' and <= '9') or '\u00b9' or '\u00b2' or '\u00b3';
}
