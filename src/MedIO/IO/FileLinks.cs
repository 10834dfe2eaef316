using System;
using System.IO;
using System.Runtime.InteropServices;

namespace MedIO.IO;

/// <summary>Links to files.</summary>
internal static class FileLinks
{
    // WIN32_FIND_DATAW, and where it says what kind of a reparse point it is; this bit is that of names for something else.
    private const int FoundBytes = 592;
    private const int TagOffset = 36;
    private const int StandsForAnother = 0x20000000;
    private const string AnyLength = @"\\?\";

    /// <summary>Whether what is there is a link to another file or folder, or goes on on another disk. What Windows keeps in a cloud, or once for several files, has the attribute of links and is none.</summary>
    public static bool IsLink(FileSystemInfo file)
    {
        if ((file.Attributes & FileAttributes.ReparsePoint) == 0)
        {
            return false;
        }

        if (Path.DirectorySeparatorChar != '\\')
        {
            return true;
        }

        string path = file.FullName;
        var found = new byte[FoundBytes];
        IntPtr search = FindFirst(path.StartsWith(@"\\", StringComparison.Ordinal) ? path : AnyLength + path, found);
        return search == new IntPtr(-1) || !FindClose(search) || (BitConverter.ToInt32(found, TagOffset) & StandsForAnother) != 0;
    }

    /// <summary>What a path leads to: itself, or where it is a link, the file at its end, which need not be there. On .NET Framework always itself.</summary>
    /// <exception cref="IOException">It is a link that leads in a circle.</exception>
    public static string Final(string path)
    {
#if NET8_0_OR_GREATER
        var file = new FileInfo(path);
        return file.LinkTarget is null ? path : file.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
#else
        return path;
#endif
    }

    /// <summary>When what a path leads to was changed last, in ticks; a link has a time of its own.</summary>
    public static long Changed(string path)
    {
#if NET8_0_OR_GREATER
        if (LinuxStatus.Of(path) is { } status)
        {
            return status.Changed;
        }
#endif

        return File.GetLastWriteTimeUtc(Final(path)).Ticks;
    }

    [DllImport("kernel32", CharSet = CharSet.Unicode, EntryPoint = "FindFirstFileW", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern IntPtr FindFirst(string path, [Out] byte[] found);

    [DllImport("kernel32", EntryPoint = "FindClose", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern bool FindClose(IntPtr search);
}
