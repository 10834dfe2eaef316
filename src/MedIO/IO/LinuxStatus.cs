#if NET8_0_OR_GREATER
using System;
using System.Runtime.InteropServices;
using System.Text;

namespace MedIO.IO;

/// <summary>What a file is, whose, how long and when it was changed, by one call of Linux (<c>statx</c>, which is the same on all processors).</summary>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal readonly unsafe struct LinuxStatus
{
    private const int CurrentFolder = -100;
    private const int OfDescriptor = 0x1000;
    private const uint TypeModeOwnerGroupTimeNumberSize = 0x1 | 0x2 | 0x8 | 0x10 | 0x40 | 0x100 | 0x200;
    private const int TypeBits = 0xf000;
    private const int RegularType = 0x8000;
    private const int StickyBit = 0x200;

    [FieldOffset(20)]
    private readonly uint _owner;

    [FieldOffset(24)]
    private readonly uint _group;

    [FieldOffset(28)]
    private readonly ushort _mode;

    [FieldOffset(32)]
    private readonly ulong _number;

    [FieldOffset(40)]
    private readonly ulong _size;

    [FieldOffset(112)]
    private readonly long _changedSeconds;

    [FieldOffset(120)]
    private readonly uint _changedNanoseconds;

    private static readonly bool s_hasFunction = OperatingSystem.IsLinux()
        && NativeLibrary.TryLoad("libc", typeof(LinuxStatus).Assembly, DllImportSearchPath.SafeDirectories, out nint libc)
        && NativeLibrary.TryGetExport(libc, "statx", out _);

    // The C library of Alpine has a function for it since 3.20 only; Linux has the call, by a number of its own for each processor.
    private static readonly nint s_number = !OperatingSystem.IsLinux() ? 0 : RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 => 332,
        Architecture.Arm64 => 291,
        Architecture.Arm => 397,
        _ => 0,
    };

    /// <summary>Whether there is such a call.</summary>
    public static bool IsAvailable { get; } = s_hasFunction || s_number > 0;

    public uint Owner => _owner;

    public uint Group => _group;

    /// <summary>What tells it from all others on its disk (the inode).</summary>
    public ulong Number => _number;

    /// <summary>Bytes of the file.</summary>
    public long Length => (long)_size;

    /// <summary>When its bytes were changed last, in ticks of UTC.</summary>
    public long Changed => DateTime.UnixEpoch.Ticks + (_changedSeconds * TimeSpan.TicksPerSecond) + (_changedNanoseconds / 100);

    /// <summary>Whether it is a file with bytes, and no folder, pipe, socket or device.</summary>
    public bool IsRegular => (_mode & TypeBits) == RegularType;

    /// <summary>Whether it is a folder out of which everybody may delete only what is their own.</summary>
    public bool IsSticky => (_mode & StickyBit) != 0;

    /// <summary>Who asks.</summary>
    public static uint Self => EffectiveUser();

    /// <summary>What a path leads to; null where nothing is known of it, such as on other systems.</summary>
    public static LinuxStatus? Of(string path)
    {
        fixed (byte* name = Encoding.UTF8.GetBytes(path + '\0'))
        {
            return IsAvailable && TryOf(name, out LinuxStatus status) ? status : null;
        }
    }

    /// <summary>What a path leads to; only where it is available.</summary>
    /// <param name="path">In UTF-8, with a zero at its end.</param>
    /// <param name="status">What is known of it.</param>
    public static bool TryOf(byte* path, out LinuxStatus status) => Try(CurrentFolder, path, 0, out status);

    /// <summary>What was opened; only where it is available.</summary>
    public static bool TryOf(int descriptor, out LinuxStatus status)
    {
        byte nothing = 0;
        return Try(descriptor, &nothing, OfDescriptor, out status);
    }

    /// <summary>The same without the C library's function.</summary>
    internal static bool TryByNumber(string path, out LinuxStatus status)
    {
        fixed (byte* name = Encoding.UTF8.GetBytes(path + '\0'))
        {
            return TryByNumber(CurrentFolder, name, 0, out status);
        }
    }

    private static bool Try(int folder, byte* path, int flags, out LinuxStatus status) => s_hasFunction
        ? Status(folder, path, flags, TypeModeOwnerGroupTimeNumberSize, out status) == 0
        : TryByNumber(folder, path, flags, out status);

    private static bool TryByNumber(int folder, byte* path, int flags, out LinuxStatus status)
    {
        status = default;
        return s_number > 0 && Call(s_number, folder, path, flags, (nint)TypeModeOwnerGroupTimeNumberSize, out status) == 0;
    }

    [DllImport("libc", EntryPoint = "statx")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Status(int folder, byte* path, int flags, uint mask, out LinuxStatus status);

    [DllImport("libc", EntryPoint = "syscall")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint Call(nint number, nint folder, byte* path, nint flags, nint mask, out LinuxStatus status);

    [DllImport("libc", EntryPoint = "geteuid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern uint EffectiveUser();
}
#endif
