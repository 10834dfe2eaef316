#if NET8_0_OR_GREATER
using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text;
#endif

namespace MedIO.IO.Replacing;

/// <summary>Who may read and write a file that is about to be replaced: the new one is for the same people, as far as the system allows.</summary>
internal static class FileRights
{
#if NET8_0_OR_GREATER
    private const int MostAclBytes = 1 << 16;
    private static readonly byte[] s_acl = Native("system.posix_acl_access");

    private const UnixFileMode OfGroup = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute;
    private const int GroupShift = 3;

    /// <summary>Gives a file the rights of another: on Unix its mode, on Linux owner, group and access list as well.</summary>
    public static void Keep(string from, string to)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        UnixFileMode mode = File.GetUnixFileMode(from);
        if (OperatingSystem.IsLinux() && !TryKeepGroup(from, to))
        {
            // What colleagues may, another group need not.
            mode = (mode & ~OfGroup) | (UnixFileMode)(((int)mode << GroupShift) & (int)OfGroup);
        }

        // Some disks have one mode for all, and refuse to be asked.
        if (File.GetUnixFileMode(to) != mode)
        {
            File.SetUnixFileMode(to, mode);
        }
    }

    /// <summary>Why what is there cannot be replaced, of the reasons that the system tells too late; null where there is none.</summary>
    public static string? Obstacle(string path)
    {
        if (LinuxStatus.Of(path) is not { } there)
        {
            return null;
        }

        if (!there.IsRegular)
        {
            return "is no file but a pipe, a socket or a device";
        }

        uint self = LinuxStatus.Self;
        return self != 0 && there.Owner != self && LinuxStatus.Of(Path.GetDirectoryName(path)!) is { IsSticky: true } folder && folder.Owner != self
            ? "belongs to somebody else, and in its directory only they may replace it"
            : null;
    }

    // Whether it is of the same group afterwards; the system gives a file to another owner only where an administrator asks.
    [SupportedOSPlatform("linux")]
    private static bool TryKeepGroup(string from, string to)
    {
        if (LinuxStatus.Of(from) is not { } old || LinuxStatus.Of(to) is not { } made)
        {
            return true;
        }

        byte[] target = Native(to);
        bool isSame = old.Group == made.Group;
        if (old.Owner != made.Owner && SetOwner(target, old.Owner, old.Group) == 0)
        {
            isSame = true;
        }
        else if (!isSame)
        {
            isSame = SetOwner(target, made.Owner, old.Group) == 0;
        }

        KeepAcl(Native(from), target);
        return isSame;
    }

    private static void KeepAcl(byte[] from, byte[] to)
    {
        var acl = new byte[MostAclBytes];
        nint length = GetAttribute(from, s_acl, acl, acl.Length);
        if (length > 0)
        {
            _ = SetAttribute(to, s_acl, acl, length, 0);
        }
        else if (GetAttribute(to, s_acl, acl, acl.Length) > 0)
        {
            // Come from the folder, which gives one to new files.
            _ = RemoveAttribute(to, s_acl);
        }
    }

    private static byte[] Native(string text) => Encoding.UTF8.GetBytes(text + '\0');

    [DllImport("libc", EntryPoint = "lchown")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetOwner(byte[] path, uint owner, uint group);

    [DllImport("libc", EntryPoint = "lgetxattr")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint GetAttribute(byte[] path, byte[] name, byte[] value, nint size);

    [DllImport("libc", EntryPoint = "lsetxattr")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetAttribute(byte[] path, byte[] name, byte[] value, nint size, int flags);

    [DllImport("libc", EntryPoint = "lremovexattr")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int RemoveAttribute(byte[] path, byte[] name);
#else
    /// <summary>On Windows the system tells in time.</summary>
    public static string? Obstacle(string path) => null;

    /// <summary>On Windows they come from the folder.</summary>
    public static void Keep(string from, string to)
    {
    }
#endif
}
