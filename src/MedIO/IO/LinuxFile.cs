#if NET8_0_OR_GREATER
using System;
using System.Runtime.InteropServices;
using System.Text;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace MedIO.IO;

/// <summary>
/// Opens regular files on Linux in three calls of the system. .NET's own way takes nine, locks (<c>flock</c>) among them, which is as
/// long as reading a header takes, and longer on network shares, where each may be a message.
/// </summary>
internal static unsafe class LinuxFile
{
    // The same on all processors that .NET runs on.
    private const int OpenNonBlocking = 0x800;
    private const int OpenCloseOnExec = 0x80000;
    private const int AtCurrentDirectory = -100;
    private const int AtEmptyPath = 0x1000;
    private const uint WantedFields = 0x1 | 0x40 | 0x200;
    private const int TypeMask = 0xF000;
    private const int RegularFile = 0x8000;
    private const int LongestPath = 4096;

    private static int s_unavailable = OperatingSystem.IsLinux() ? 0 : 1;

    /// <summary>Opens a file for reading, without a lock.</summary>
    /// <returns>Null for all that is no regular file or cannot be opened so: the ordinary way says why.</returns>
    public static SafeFileHandle? TryOpen(string path, out long length, out long changed)
    {
        length = changed = 0;
        int most = Encoding.UTF8.GetMaxByteCount(path.Length) + 1;
        if (s_unavailable != 0 || most > LongestPath || path.Contains('\0', StringComparison.Ordinal))
        {
            return null;
        }

        byte* name = stackalloc byte[most];
        name[Encoding.UTF8.GetBytes(path, new Span<byte>(name, most))] = 0;
        byte* nothing = stackalloc byte[1];
        *nothing = 0;
        try
        {
            // To open a device may start what it drives, so that its kind is asked first.
            FileStatus status = default;
            if (Status(AtCurrentDirectory, name, 0, WantedFields, &status) != 0 || (status.Mode & TypeMask) != RegularFile)
            {
                return null;
            }

            int descriptor = Open(name, OpenNonBlocking | OpenCloseOnExec);
            if (descriptor < 0)
            {
                return null;
            }

            // It may be another one by now.
            var handle = new SafeFileHandle(descriptor, ownsHandle: true);
            if (Status(descriptor, nothing, AtEmptyPath, WantedFields, &status) != 0 || (status.Mode & TypeMask) != RegularFile)
            {
                handle.Dispose();
                return null;
            }

            length = (long)status.Size;
            changed = DateTime.UnixEpoch.Ticks + (status.ChangedSeconds * TimeSpan.TicksPerSecond) + (status.ChangedNanoseconds / 100);
            return handle;
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            Volatile.Write(ref s_unavailable, 1);
            return null;
        }
    }

    [DllImport("libc", EntryPoint = "open")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open(byte* path, int flags);

    [DllImport("libc", EntryPoint = "statx")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Status(int directory, byte* path, int flags, uint mask, FileStatus* status);

    // statx(2): the same on all processors.
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct FileStatus
    {
        [FieldOffset(28)]
        public ushort Mode;

        [FieldOffset(40)]
        public ulong Size;

        [FieldOffset(112)]
        public long ChangedSeconds;

        [FieldOffset(120)]
        public uint ChangedNanoseconds;
    }
}
#endif
