using System;
using System.IO;
using System.Linq;
#if !NET8_0_OR_GREATER
using System.Runtime.InteropServices;
#endif

namespace MedIO.Formats.Headers;

/// <summary>Where paths lead to once their links are followed. An archive can bring links along that its reader never sees.</summary>
internal static class RealPath
{
    /// <summary>
    /// Whether a full path names something in a folder, or in one inside it, by its text. What begins with <c>\\?\</c> stays full of
    /// dots on Windows, so that they count here.
    /// </summary>
    public static bool IsBelow(string path, string folder)
    {
        string inside = folder.EndsWith(Path.DirectorySeparatorChar.ToString(), StringComparison.Ordinal) ? folder : folder + Path.DirectorySeparatorChar;
        return path.StartsWith(inside, Path.DirectorySeparatorChar == '\\' ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal)
            && !path.Substring(inside.Length).Split(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar).Contains("..");
    }

    /// <summary>Whether a file that is below a folder by its text is elsewhere, since a link is on the way from the folder to it.</summary>
    public static bool LeadsOut(string path, string folder)
    {
        for (string? at = path; at is not null && at.Length > folder.Length; at = Path.GetDirectoryName(at))
        {
            if (IsLink(at))
            {
                return !IsBelow(Resolve(path), Resolve(folder));
            }
        }

        return false;
    }

#if NET8_0_OR_GREATER
    // As many as Linux follows.
    private const int MostLinks = 40;

    private static bool IsLink(string path) => new FileInfo(path).LinkTarget is not null;

    // The empty path, which is below nothing, where links lead in circles.
    private static string Resolve(string path)
    {
        string root = Path.GetPathRoot(path)!;
        string real = root;
        string rest = path.Substring(root.Length);
        for (int links = 0; rest.Length > 0;)
        {
            int end = rest.IndexOf(Path.DirectorySeparatorChar);
            string at = Path.Combine(real, end < 0 ? rest : rest.Substring(0, end));
            rest = end < 0 ? string.Empty : rest.Substring(end + 1).TrimStart(Path.DirectorySeparatorChar);
            if (new FileInfo(at).LinkTarget is not { } target)
            {
                real = at;
                continue;
            }

            if (++links > MostLinks)
            {
                return string.Empty;
            }

            string whole = Path.GetFullPath(Path.Combine(real, target));
            real = root = Path.GetPathRoot(whole)!;
            rest = Path.Combine(whole.Substring(root.Length), rest);
        }

        return real;
    }
#else
    private const int MostCharacters = 32768;
    private const uint KeepOpenFolders = 0x02000000;
    private const uint ShareAll = 7;
    private const uint OpenExisting = 3;

    // What Windows deduplicates, or keeps in a cloud, looks like a link here; the file's own name tells.
    private static bool IsLink(string path)
    {
        try
        {
            return (File.GetAttributes(path) & FileAttributes.ReparsePoint) != 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    // The empty path, which is below nothing, where it cannot be told.
    private static string Resolve(string path)
    {
        if (Path.DirectorySeparatorChar != '\\')
        {
            return string.Empty;
        }

        IntPtr handle = CreateFile(path, 0, ShareAll, IntPtr.Zero, OpenExisting, KeepOpenFolders, IntPtr.Zero);
        if (handle == new IntPtr(-1))
        {
            return string.Empty;
        }

        try
        {
            var name = new char[MostCharacters];
            uint length = GetFinalPathNameByHandle(handle, name, MostCharacters, 0);
            return length is > 0 and < MostCharacters ? new string(name, 0, (int)length) : string.Empty;
        }
        finally
        {
            CloseHandle(handle);
        }
    }

    [DllImport("kernel32", CharSet = CharSet.Unicode, EntryPoint = "CreateFileW", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern IntPtr CreateFile(string name, uint access, uint share, IntPtr security, uint creation, uint flags, IntPtr template);

    [DllImport("kernel32", CharSet = CharSet.Unicode, EntryPoint = "GetFinalPathNameByHandleW", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern uint GetFinalPathNameByHandle(IntPtr handle, [Out] char[] name, uint length, uint flags);

    [DllImport("kernel32", EntryPoint = "CloseHandle", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern bool CloseHandle(IntPtr handle);
#endif
}
