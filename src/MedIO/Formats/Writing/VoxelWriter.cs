using System;
using System.IO;
using System.Threading.Tasks;
using MedIO.Formats.Reading;
using MedIO.IO;
using MedIO.IO.Compression;
using MedIO.Voxels;

namespace MedIO.Formats.Writing;

/// <summary>Writes an image's voxels to a stream.</summary>
internal static unsafe class VoxelWriter
{
    private const int Chunk = 1 << 20;

    /// <summary>What gzips into a file, with the level that was asked for; the file stays open.</summary>
    public static Stream Gzip(Stream file, SaveOptions options) =>
        new ParallelGzipWriter(file, options.CompressionLevel ?? DeflateSettings.DefaultLevel, leaveOpen: true, cancellation: options.CancellationToken);

    /// <summary>Writes all numbers in the order of the image.</summary>
    /// <param name="image">The image.</param>
    /// <param name="target">The stream.</param>
    /// <param name="options">Cancellation and progress.</param>
    /// <param name="bigEndian">Whether the high byte of each number comes first.</param>
    public static void Write(VoxelSource image, Stream target, SaveOptions options, bool bigEndian = false)
    {
        MedMeta meta = image.Metadata;
        long all = VoxelLayout.ByteCount(meta.Shape, meta.DataType, meta.Components);
        long done = 0;
        foreach (VoxelRun run in image.Runs())
        {
            done += Write(run, meta.DataType, target, options, bigEndian, done, all);
        }
    }

    /// <summary>Writes all numbers as they lie in memory, little endian.</summary>
    public static void Write(Array voxels, Stream target, SaveOptions options)
    {
        VoxelType type = VoxelTypes.FromClrType(voxels.GetType().GetElementType()!);
        Write(new VoxelRun(voxels, 0, voxels.LongLength), type, target, options, bigEndian: false, 0, voxels.LongLength * VoxelTypes.SizeOf(type));
    }

    private static long Write(VoxelRun run, VoxelType type, Stream target, SaveOptions options, bool bigEndian, long before, long all)
    {
        using var numbers = new PinnedArray(run.Numbers);
        byte* source = numbers.Pointer + (run.Start * numbers.ElementSize);
        long count = run.Count * numbers.ElementSize;
        bool swap = bigEndian == BitConverter.IsLittleEndian && VoxelTypes.SizeOf(type) > 1;
        options.CancellationToken.ThrowIfCancellationRequested();
        if (target is ParallelGzipWriter gzip && !swap)
        {
            for (long done = 0; done < count; done += 64L * Chunk)
            {
                long n = Math.Min(64L * Chunk, count - done);
                gzip.Write(source + done, n);
                Report(options, before + done + n, all);
            }

            return count;
        }

        if (swap)
        {
            WriteSwapped(source, count, type, target, options, before, all);
            return count;
        }

#if NET8_0_OR_GREATER
        for (long done = 0; done < count; done += Chunk)
        {
            int n = (int)Math.Min(Chunk, count - done);
            target.Write(new ReadOnlySpan<byte>(source + done, n));
            Report(options, before + done + n, all);
        }
#else
        var buffer = new byte[(int)Math.Min(Chunk, Math.Max(1, count))];
        for (long done = 0; done < count; done += buffer.Length)
        {
            int n = (int)Math.Min(buffer.Length, count - done);
            new ReadOnlySpan<byte>(source + done, n).CopyTo(buffer);
            target.Write(buffer, 0, n);
            Report(options, before + done + n, all);
        }
#endif

        return count;
    }

    // The next numbers are turned around while the last ones are written.
    private static void WriteSwapped(byte* source, long count, VoxelType type, Stream target, SaveOptions options, long before, long all)
    {
        int size = (int)Math.Min(Chunk, count);
        byte[] ready = new byte[size];
        byte[] other = count > size ? new byte[size] : ready;
        Turn(source, ready, size, type);
        Task? next = null;
        try
        {
            int n = size;
            for (long done = 0; done < count;)
            {
                byte* from = source + done + n;
                int following = (int)Math.Min(size, count - done - n);
                byte[] into = other;
                next = following > 0 ? Task.Run(() => Turn(from, into, following, type)) : null;
                target.Write(ready, 0, n);
                done += n;
                Report(options, before + done, all);
                next?.GetAwaiter().GetResult();
                (ready, other) = (other, ready);
                n = following;
            }
        }
        finally
        {
            // The numbers must not be let go under who reads them.
            ((IAsyncResult?)next)?.AsyncWaitHandle.WaitOne();
        }
    }

    private static void Turn(byte* source, byte[] target, int count, VoxelType type)
    {
        fixed (byte* bytes = target)
        {
            ByteOrder.Swap(source, bytes, count, type);
        }
    }

    private static void Report(SaveOptions options, long done, long all)
    {
        options.CancellationToken.ThrowIfCancellationRequested();
        options.Progress?.Report((double)done / all);
    }
}
