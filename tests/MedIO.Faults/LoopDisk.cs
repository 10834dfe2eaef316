using System;
using System.IO;
using System.Runtime.InteropServices;
using MedIO.Tests;

namespace MedIO.Faults;

/// <summary>A disk in a file, in a file system that keeps what is written to itself for long, and that can be stopped as if by a loss of power.</summary>
internal sealed class LoopDisk : IDisposable
{
    private const long Bytes = 100 << 20;

    // What ext4 calls going down, without what it has not written yet.
    private const uint ShutDown = 0x8004587d;
    private const uint WithoutLog = 2;

    private static readonly Lazy<bool> IsAllowed = new(Try);

    private readonly ScratchFolder _folder = new();
    private bool _isMounted;

    public LoopDisk()
    {
        using (FileStream image = File.Create(_folder["image"]))
        {
            image.SetLength(Bytes);
        }

        Directory.CreateDirectory(Path);
        try
        {
            ExternalTool.Run("mkfs.ext4", "-q -F " + _folder["image"]);

            // Else it guesses which files are replaced, and writes those at once.
            Mount("loop,noauto_da_alloc");
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Whether this machine lets this user do so.</summary>
    public static bool IsThere => IsAllowed.Value;

    /// <summary>Where it is mounted.</summary>
    public string Path => _folder["disk"];

    /// <summary>From here on nothing gets to the disk.</summary>
    public void LosePower()
    {
        int folder = Open(Path, 0);
        uint how = WithoutLog;
        int result = Control(folder, ShutDown, ref how);
        _ = Close(folder);
        Outcome.Require(folder >= 0 && result == 0, "the disk cannot be stopped");
    }

    /// <summary>As after the next start of the computer.</summary>
    public void MountAgain()
    {
        ExternalTool.Run("umount", Path);
        _isMounted = false;
        Mount("loop");
    }

    public void Dispose()
    {
        if (_isMounted)
        {
            ExternalTool.Run("umount", "--lazy " + Path, out _);
        }

        _folder.Dispose();
    }

    private void Mount(string options)
    {
        ExternalTool.Run("mount", $"-o {options} {_folder["image"]} {Path}");
        _isMounted = true;
    }

    private static bool Try()
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess || ExternalTool.Find("mkfs.ext4") is null)
        {
            return false;
        }

        try
        {
            using var disk = new LoopDisk();
            disk.LosePower();
            return true;
        }
        catch (Exception e) when (e is InvalidOperationException or Xunit.Sdk.XunitException)
        {
            return false;
        }
    }

    [DllImport("libc", EntryPoint = "open")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int file);

    [DllImport("libc", EntryPoint = "ioctl")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Control(int file, nuint request, ref uint value);
}
