using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace MedIO.Bench;

/// <summary>Opens a file, reads its first bytes and closes it, with no other call of the system: the least that looking into a file takes.</summary>
internal static unsafe class FileStart
{
    public static void Read(string path, Span<byte> bytes)
    {
        if (OperatingSystem.IsWindows())
        {
            using SafeFileHandle file = File.OpenHandle(path);
            RandomAccess.Read(file, bytes, 0);
            return;
        }

        byte* name = stackalloc byte[Encoding.UTF8.GetMaxByteCount(path.Length) + 1];
        name[Encoding.UTF8.GetBytes(path, new Span<byte>(name, Encoding.UTF8.GetMaxByteCount(path.Length)))] = 0;
        int descriptor = Open(name, 0);
        if (descriptor < 0)
        {
            throw new IOException($"{path}: cannot be opened.");
        }

        fixed (byte* b = bytes)
        {
            _ = Read(descriptor, b, (nuint)bytes.Length);
        }

        _ = Close(descriptor);
    }

    [DllImport("libc", EntryPoint = "open")]
    private static extern int Open(byte* path, int flags);

    [DllImport("libc", EntryPoint = "read")]
    private static extern nint Read(int descriptor, byte* bytes, nuint count);

    [DllImport("libc", EntryPoint = "close")]
    private static extern int Close(int descriptor);
}
