using System.IO;

namespace MedIO.IO;

/// <summary>Links to files.</summary>
internal static class FileLinks
{
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
}
