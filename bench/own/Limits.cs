using System;
using System.Globalization;
using System.IO;
using System.Threading.Tasks;
using Microsoft.Win32.SafeHandles;

namespace MedIO.Bench;

/// <summary>What the machine itself takes for the bytes of a job: no program can do it faster.</summary>
internal static class Limits
{
    private const int Chunk = 1 << 20;

    public static Job Make(string data, string name, string[] arguments)
    {
        string path = Path.Combine(data, arguments[0]);
        string[] files = Directory.Exists(path) ? Directory.GetFiles(path, "*", SearchOption.AllDirectories) : [path];
        switch (name)
        {
            // FILE THREADS array|new|over [PARTS]: from the page cache into an array of the runtime's, memory that the system has just
            // given, or memory in use; of PARTS equal parts the middle one.
            case "limit-copy":
                return Copy(path, Number(arguments[1]), arguments[2], arguments.Length > 3 ? Number(arguments[3]) : 1);
            // FOLDER THREADS: the whole files.
            case "limit-files":
                return new Job(() => ReadFiles(files, Number(arguments[1]))) { IsUnmanaged = true };
            // FOLDER THREADS: their first 4 KiB.
            case "limit-open":
                return new Job(() => ReadStarts(files, Number(arguments[1]))) { IsUnmanaged = true };
            // FILE THREADS array|new|over: from memory to memory.
            case "limit-memcpy":
                return CopyMemory(new FileInfo(path).Length, Number(arguments[1]), arguments[2]);
            // FILE BYTES copy|none: on one core.
            case "limit-inflate":
                return Inflate(path, long.Parse(arguments[1], CultureInfo.InvariantCulture), arguments[2] == "copy");
            // FILE LEVEL: on one core.
            case "limit-deflate":
                return Deflate(path, Number(arguments[1]));
            // FOLDER THREADS: as many files of the size of its own.
            case "limit-create":
                return Create(Path.Combine(data, "out", $"limit-{Environment.ProcessId}"), files.Length, (int)new FileInfo(files[0]).Length, Number(arguments[1]));
            default:
                throw new ArgumentException($"There is no job '{name}'.");
        }
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static ParallelOptions On(int threads) => new() { MaxDegreeOfParallelism = threads };

    private static Job Copy(string path, int threads, string into, int parts)
    {
        long whole = new FileInfo(path).Length;
        long length = Math.Max(1, whole / parts);
        long first = (whole - length) / 2;
        Memory? used = into == "over" ? new Memory(length) : null;
        return new Job(() =>
        {
            Memory memory = used ?? new Memory(length, into == "array");
            using SafeFileHandle file = File.OpenHandle(path);
            InChunks(length, threads, (offset, count) => ReadAll(file, memory.Part(offset, count), first + offset));
            return used is null ? memory : null;
        })
        {
            IsUnmanaged = into != "array",
        };
    }

    private static Job CopyMemory(long length, int threads, string into)
    {
        var source = new Memory(length);
        source.Part(0, checked((int)length)).Fill(1);
        Memory? used = into == "over" ? new Memory(length) : null;
        return new Job(() =>
        {
            Memory memory = used ?? new Memory(length, into == "array");
            InChunks(length, threads, (offset, count) => source.Part(offset, count).CopyTo(memory.Part(offset, count)));
            return used is null ? memory : null;
        })
        {
            IsUnmanaged = into != "array",
        };
    }

    private static object? ReadFiles(string[] paths, int threads)
    {
        Parallel.For(0, paths.Length, On(threads), i =>
        {
            using SafeFileHandle file = File.OpenHandle(paths[i]);
            int length = checked((int)RandomAccess.GetLength(file));
            if (length > 0)
            {
                using var memory = new Memory(length);
                ReadAll(file, memory.Part(0, length), 0);
            }
        });
        return null;
    }

    private static object? ReadStarts(string[] paths, int threads)
    {
        Parallel.For(0, paths.Length, On(threads), i =>
        {
            Span<byte> start = stackalloc byte[4096];
            FileStart.Read(paths[i], start);
        });
        return null;
    }

    private static Job Inflate(string path, long length, bool copied)
    {
        // The whole of a gzip file; of a MetaImage, what stands behind its header.
        bool gzip = path.EndsWith(".gz", StringComparison.Ordinal);
        long start = gzip ? 0 : File.ReadAllBytes(path).AsSpan().IndexOf("LOCAL\n"u8) + 6;
        Memory? used = copied ? new Memory(length) : null;
        return new Job(() =>
        {
            Memory memory = used ?? new Memory(length);
            using SafeFileHandle file = File.OpenHandle(path);
            using var packed = new Memory(RandomAccess.GetLength(file) - start);
            ReadAll(file, packed.Part(0, checked((int)packed.Length)), start);
            LibDeflate.Inflate(packed, memory, gzip);
            if (!copied)
            {
                return memory;
            }

            var copy = new Memory(length);
            InChunks(length, 1, (offset, count) => memory.Part(offset, count).CopyTo(copy.Part(offset, count)));
            return copy;
        })
        {
            IsUnmanaged = true,
        };
    }

    private static Job Deflate(string path, int level)
    {
        using SafeFileHandle file = File.OpenHandle(path);
        var voxels = new Memory(RandomAccess.GetLength(file));
        ReadAll(file, voxels.Part(0, checked((int)voxels.Length)), 0);
        var packed = new Memory(voxels.Length);
        return new Job(() =>
        {
            LibDeflate.Deflate(voxels, packed, level);
            return null;
        })
        {
            IsUnmanaged = true,
        };
    }

    private static Job Create(string folder, int count, int size, int threads)
    {
        var bytes = new byte[size];
        return new Job(() =>
        {
            Directory.CreateDirectory(folder);
            Parallel.For(0, count, On(threads), i =>
            {
                using SafeFileHandle file = File.OpenHandle(Path.Combine(folder, $"{i}"), FileMode.CreateNew, FileAccess.Write);
                RandomAccess.Write(file, bytes, 0);
            });
            return null;
        })
        {
            IsUnmanaged = true,
            Output = folder,
            Before = () =>
            {
                if (Directory.Exists(folder))
                {
                    Directory.Delete(folder, true);
                }
            },
        };
    }

    private static void InChunks(long length, int threads, Action<long, int> work)
    {
        int chunks = (int)((length + Chunk - 1) / Chunk);
        if (threads == 1)
        {
            for (int i = 0; i < chunks; i++)
            {
                Do(i);
            }

            return;
        }

        Parallel.For(0, chunks, On(threads), Do);

        void Do(int i) => work((long)i * Chunk, (int)Math.Min(Chunk, length - ((long)i * Chunk)));
    }

    private static void ReadAll(SafeFileHandle file, Span<byte> bytes, long offset)
    {
        while (bytes.Length > 0)
        {
            int count = RandomAccess.Read(file, bytes, offset);
            if (count == 0)
            {
                throw new EndOfStreamException();
            }

            bytes = bytes[count..];
            offset += count;
        }
    }
}
