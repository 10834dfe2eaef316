using System;
using System.IO;
using MedIO.IO.Compression;
using MedIO.Voxels;

namespace MedIO.Formats;

/// <summary>Writes an image's voxels to a stream, little endian.</summary>
internal static unsafe class VoxelWriter
{
    private const int Chunk = 1 << 20;

    /// <summary>Writes all numbers as they lie in memory.</summary>
    public static void Write(Array voxels, Stream target, SaveOptions options)
    {
        using var source = new PinnedArray(voxels);
        if (target is ParallelGzipWriter gzip)
        {
            options.CancellationToken.ThrowIfCancellationRequested();
            for (long done = 0; done < source.ByteCount; done += 64L * Chunk)
            {
                gzip.Write(source.Pointer + done, Math.Min(64L * Chunk, source.ByteCount - done));
                Report(options, done, source.ByteCount);
            }

            return;
        }

        var buffer = new byte[(int)Math.Min(Chunk, Math.Max(1, source.ByteCount))];
        for (long done = 0; done < source.ByteCount; done += buffer.Length)
        {
            int n = (int)Math.Min(buffer.Length, source.ByteCount - done);
#if NET8_0_OR_GREATER
            target.Write(new ReadOnlySpan<byte>(source.Pointer + done, n));
#else
            new ReadOnlySpan<byte>(source.Pointer + done, n).CopyTo(buffer);
            target.Write(buffer, 0, n);
#endif
            Report(options, done, source.ByteCount);
        }
    }

    private static void Report(SaveOptions options, long done, long all)
    {
        options.CancellationToken.ThrowIfCancellationRequested();
        options.Progress?.Report((double)done / all);
    }
}
