using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text;

namespace MedIO.Faults;

/// <summary>
/// A share, as one of a server that may fail: the files of a folder, read-only, mounted by Linux's own protocol for file
/// systems of programs. When its process is killed, the share is gone while files of it are open.
/// </summary>
internal static class FuseServer
{
    private const int NoEntry = 2;
    private const int InputOutputError = 5;
    private const int NotImplemented = 38;
    private const int HeaderBytes = 40;
    private const int ReplyBytes = 16;

    /// <summary>Serves until it is killed.</summary>
    /// <param name="place">Where it is mounted.</param>
    /// <param name="what">The folder that is served, and after a bar how many reads succeed.</param>
    public static void Run(string place, string what)
    {
        string[] words = what.Split('|');
        FileInfo[] files = new DirectoryInfo(words[0]).GetFiles().OrderBy(f => f.Name, StringComparer.Ordinal).ToArray();
        int reads = int.Parse(words[1], System.Globalization.CultureInfo.InvariantCulture);
        int device = Open("/dev/fuse", 2);
        if (device < 0 || Mount("none", place, "fuse", 7, $"fd={device},rootmode=40000,user_id=0,group_id=0") != 0)
        {
            throw new IOException($"The share cannot be mounted: error {Marshal.GetLastPInvokeError()}.");
        }

        Console.Out.WriteLine("ready");
        Console.Out.Flush();
        var request = new byte[1 << 18];
        while (true)
        {
            nint got = Read(device, request, request.Length);
            if (got < HeaderBytes)
            {
                return;
            }

            Reply(device, request.AsSpan(0, (int)got), files, ref reads);
        }
    }

    private static void Reply(int device, ReadOnlySpan<byte> request, FileInfo[] files, ref int reads)
    {
        int operation = BinaryPrimitives.ReadInt32LittleEndian(request[4..]);
        long node = BinaryPrimitives.ReadInt64LittleEndian(request[16..]);
        ReadOnlySpan<byte> body = request[HeaderBytes..];
        var reply = new List<byte>(new byte[ReplyBytes]);
        int error = 0;
        switch (operation)
        {
            case 2 or 36 or 42:
                // What the kernel forgets, it wants no answer to.
                return;
            case 1:
                string name = Encoding.UTF8.GetString(body[..body.IndexOf((byte)0)]);
                int index = Array.FindIndex(files, f => f.Name == name);
                error = index < 0 ? NoEntry : 0;
                Put(reply, (long)index + 2, 0L, 0L, 0L, 0, 0);
                PutAttributes(reply, index + 2, index < 0 ? null : files[index]);
                break;
            case 3:
                Put(reply, 0L, 0, 0);
                PutAttributes(reply, node, node == 1 ? null : files[node - 2]);
                break;
            case 14 or 27:
                // Past the cache.
                Put(reply, node, 1, 0);
                break;
            case 15 when reads-- <= 0:
                error = InputOutputError;
                break;
            case 15:
                using (FileStream stream = files[node - 2].OpenRead())
                {
                    stream.Position = BinaryPrimitives.ReadInt64LittleEndian(body[8..]);
                    var bytes = new byte[BinaryPrimitives.ReadInt32LittleEndian(body[16..])];
                    reply.AddRange(bytes.Take(stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)));
                }

                break;
            case 28:
                PutEntries(reply, files, (int)BinaryPrimitives.ReadInt64LittleEndian(body[8..]), BinaryPrimitives.ReadInt32LittleEndian(body[16..]));
                break;
            case 17:
                reply.AddRange(new byte[80]);
                break;
            case 18 or 25 or 29:
                break;
            case 26:
                Put(reply, 7, 31, 0, 0, (9 << 16) | 12, 1 << 17, 1);
                reply.AddRange(new byte[36]);
                break;
            default:
                error = NotImplemented;
                break;
        }

        byte[] all = error == 0 ? reply.ToArray() : new byte[ReplyBytes];
        BinaryPrimitives.WriteInt32LittleEndian(all, all.Length);
        BinaryPrimitives.WriteInt32LittleEndian(all.AsSpan(4), -error);
        request.Slice(8, 8).CopyTo(all.AsSpan(8));
        Write(device, all, all.Length);
    }

    private static void PutAttributes(List<byte> reply, long node, FileInfo? file)
    {
        long length = file?.Length ?? 0;
        Put(reply, node, length, (length + 511) / 512, 0L, 0L, 0L, 0, 0, 0);

        // A folder or a file, that all may read.
        Put(reply, file is null ? 0x416d : 0x8124, 1, 0, 0, 0, 4096, 0);
    }

    private static void PutEntries(List<byte> reply, FileInfo[] files, int from, int most)
    {
        for (int i = from; i < files.Length; i++)
        {
            byte[] name = Encoding.UTF8.GetBytes(files[i].Name);
            int padded = (24 + name.Length + 7) / 8 * 8;
            if (reply.Count - ReplyBytes + padded > most)
            {
                return;
            }

            Put(reply, (long)i + 2, (long)i + 1, name.Length, 8);
            reply.AddRange(name);
            reply.AddRange(new byte[padded - 24 - name.Length]);
        }
    }

    private static void Put(List<byte> reply, params object[] numbers)
    {
        foreach (object number in numbers)
        {
            reply.AddRange(number is long value ? BitConverter.GetBytes(value) : BitConverter.GetBytes((int)number));
        }
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "mount", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Mount(
        [MarshalAs(UnmanagedType.LPUTF8Str)] string source, [MarshalAs(UnmanagedType.LPUTF8Str)] string target, [MarshalAs(UnmanagedType.LPUTF8Str)] string type, nuint flags, [MarshalAs(UnmanagedType.LPUTF8Str)] string data);

    [DllImport("libc", EntryPoint = "read", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint Read(int file, byte[] buffer, nint count);

    [DllImport("libc", EntryPoint = "write", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint Write(int file, byte[] buffer, nint count);
}
