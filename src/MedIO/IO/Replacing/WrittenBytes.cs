using System;
using System.IO;
#if NET8_0_OR_GREATER
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
#endif

namespace MedIO.IO.Replacing;

/// <summary>Asks the system what became of the bytes it was given: on Unix .NET does not tell when it could not keep them.</summary>
internal static class WrittenBytes
{
    /// <summary>Sees to it that a file's bytes are on the disk itself, and not only on their way.</summary>
    /// <exception cref="IOException">The disk cannot take them.</exception>
    public static void Settle(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, 1);
        Settle(file);
    }

    /// <inheritdoc cref="Settle(string)"/>
    public static void Settle(FileStream file)
    {
#if NET8_0_OR_GREATER
        file.Flush();
        Ask(file.SafeFileHandle, Synchronize);
        if (OperatingSystem.IsLinux() && !s_isUnavailable)
        {
            return;
        }

        // On macOS there is more to it.
#endif
        file.Flush(flushToDisk: true);
    }

#if NET8_0_OR_GREATER
    private const int Interrupted = 4;
    private const int NoSpecialFile = 22;

    // Of disks that know no such call, on macOS and on Linux; .NET passes over it as well.
    private const int NotSupportedOnMac = 45;
    private const int NotSupported = 95;

    private static volatile bool s_isUnavailable = OperatingSystem.IsWindows();

    /// <summary>Has a share's client send what it has, which each handle does that is closed, and hears how that went.</summary>
    /// <exception cref="IOException">The server cannot take it.</exception>
    public static void Send(SafeFileHandle file) => Ask(file, handle => Duplicate(handle) is >= 0 and var copy ? Close(copy) : 0);

    private static void Ask(SafeFileHandle file, Func<int, int> call)
    {
        if (s_isUnavailable)
        {
            return;
        }

        bool added = false;
        try
        {
            file.DangerousAddRef(ref added);
            if (call((int)file.DangerousGetHandle()) != 0 && Marshal.GetLastPInvokeError() is var error and not (Interrupted or NoSpecialFile or NotSupportedOnMac or NotSupported))
            {
                throw new IOException(Marshal.GetPInvokeErrorMessage(error), error);
            }
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            s_isUnavailable = true;
        }
        finally
        {
            if (added)
            {
                file.DangerousRelease();
            }
        }
    }

    [DllImport("libc", EntryPoint = "dup", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Duplicate(int file);

    [DllImport("libc", EntryPoint = "close", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int file);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Synchronize(int file);
#endif
}
