#if NET8_0_OR_GREATER
using System;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace MedIO.IO;

/// <summary>
/// Opens regular files on Linux in three calls of the system. .NET's own way takes nine, locks (<c>flock</c>) among them, which is as
/// long as reading a header takes, and longer on network shares, where each may be a message.
/// </summary>
internal static unsafe class LinuxFile
{
    // The same on all processors that .NET runs on.
    private const int NonBlocking = 0x800;
    private const int CloseOnExec = 0x80000;
    private const int LongestPath = 4096;

    /// <summary>Opens a file for reading, without a lock.</summary>
    /// <param name="path">The file.</param>
    /// <param name="status">What was opened.</param>
    /// <returns>Null for all that is no regular file or cannot be opened so: the ordinary way says why.</returns>
    public static SafeFileHandle? TryOpen(string path, out LinuxStatus status)
    {
        status = default;
        int most = Encoding.UTF8.GetMaxByteCount(path.Length) + 1;
        if (!LinuxStatus.IsAvailable || most > LongestPath || path.Contains('\0', StringComparison.Ordinal))
        {
            return null;
        }

        byte* name = stackalloc byte[most];
        name[Encoding.UTF8.GetBytes(path, new Span<byte>(name, most))] = 0;

        // To open a device may start what it drives, so that its kind is asked first.
        if (!LinuxStatus.TryOf(name, out status) || !status.IsRegular)
        {
            return null;
        }

        int descriptor = Open(name, NonBlocking | CloseOnExec);
        if (descriptor < 0)
        {
            return null;
        }

        // It may be another one by now.
        var handle = new SafeFileHandle(descriptor, ownsHandle: true);
        if (LinuxStatus.TryOf(descriptor, out status) && status.IsRegular)
        {
            return handle;
        }

        handle.Dispose();
        return null;
    }

    [DllImport("libc", EntryPoint = "open")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open(byte* path, int flags);
}
#endif
