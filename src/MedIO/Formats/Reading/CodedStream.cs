using System;
using System.IO;
using MedIO.Formats.Libraries;
using MedIO.IO;
using MedIO.IO.Compression;

namespace MedIO.Formats.Reading;

/// <summary>The bytes that a segment's coding makes of its file, one after another, to be read into memory of any kind.</summary>
internal static unsafe class CodedStream
{
    private const int BufferBytes = 1 << 17;

    private static readonly Lazy<IStreamDecoder> Bzip2 = new(() => LibraryFolder.Formats.Create<IStreamDecoder>("MedIO.Bzip2", "MedIO.Bzip2.Bzip2Decoder"));

    /// <summary>Opens the stream that a segment lies in, at its begin.</summary>
    /// <exception cref="MedIOException"><see cref="MedIOError.LibraryNotAvailable"/>.</exception>
    public static Stream Open(FileBytes file, VoxelSegment segment)
    {
        Stream stored = file.OpenStream(segment.FileOffset);
        return segment.Coding switch
        {
            VoxelCoding.Zlib => new GzipReadStream(stored, CompressedFormat.Zlib),
            VoxelCoding.Deflate => new GzipReadStream(stored, CompressedFormat.Raw),
            VoxelCoding.Bzip2 => Bzip2.Value.Open(stored),
            VoxelCoding.Hex => new HexReadStream(stored),
            _ => new GzipReadStream(stored, CompressedFormat.Gzip),
        };
    }

    /// <summary>Reads up to so many bytes; returns how many there were, at least one unless there are no more.</summary>
    public static long ReadSome(this Stream stream, byte* target, long count)
    {
        if (stream is GzipReadStream gzip)
        {
            return gzip.Read(target, count);
        }

        byte[] buffer = System.Buffers.ArrayPool<byte>.Shared.Rent(BufferBytes);
        int n = stream.Read(buffer, 0, (int)Math.Min(buffer.Length, count));
        buffer.AsSpan(0, n).CopyTo(new Span<byte>(target, n));
        System.Buffers.ArrayPool<byte>.Shared.Return(buffer);
        return n;
    }

    /// <summary>Drops up to so many bytes; returns how many there were.</summary>
    public static long SkipSome(this Stream stream, long count)
    {
        if (stream is GzipReadStream gzip)
        {
            return gzip.Skip(count);
        }

        byte[] buffer = System.Buffers.ArrayPool<byte>.Shared.Rent(BufferBytes);
        long left = count;
        for (int n = 1; n > 0 && left > 0; left -= n)
        {
            n = stream.Read(buffer, 0, (int)Math.Min(buffer.Length, left));
        }

        System.Buffers.ArrayPool<byte>.Shared.Return(buffer);
        return count - left;
    }

    /// <summary>Reads on to the end, if it comes within so many bytes, so that checksums are verified.</summary>
    public static void Finish(this Stream stream, long allowance)
    {
        if (stream is GzipReadStream gzip)
        {
            gzip.Finish(allowance);
        }
        else
        {
            stream.SkipSome(allowance);
        }
    }
}
