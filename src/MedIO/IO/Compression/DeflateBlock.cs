using System;
using System.Buffers;
using System.IO;
using System.IO.Compression;
using System.Runtime.ExceptionServices;

namespace MedIO.IO.Compression;

/// <summary>A piece of the input of <see cref="ParallelGzipWriter"/>, which any thread may compress.</summary>
internal sealed unsafe class DeflateBlock
{
    /// <summary>
    /// Uncompressed size of all blocks but the last. Each costs an empty stored block of five bytes and loses the
    /// window
    /// before it, which together is less than a thousandth, and gains codes that fit it better.
    /// </summary>
    public const int Size = 1 << 18;

    // Where the input is: in a buffer of the writer's, or in its user's memory.
    private byte[]? _copy;
    private byte* _direct;

    public int Length { get; private set; }

    public uint Checksum { get; private set; }

    public ByteSink? Output { get; private set; }

    public ExceptionDispatchInfo? Failure { get; set; }

    /// <summary>Guarded by the writer's lock.</summary>
    public bool IsDone { get; set; }

    public bool IsFull => Length == Size;

    /// <summary>A block that is yet to be filled by <see cref="Append"/>.</summary>
    public static DeflateBlock Empty() => new() { _copy = ArrayPool<byte>.Shared.Rent(Size) };

    /// <summary>A full block of memory that stays there until the block is done.</summary>
    public static DeflateBlock Direct(byte* data) => new() { _direct = data, Length = Size };

    /// <summary>Copies as much as there is room for; returns how much.</summary>
    public int Append(byte* data, long count)
    {
        int part = (int)Math.Min(count, Size - Length);
        new ReadOnlySpan<byte>(data, part).CopyTo(_copy.AsSpan(Length));
        Length += part;
        return part;
    }

    /// <summary>Compresses the input, up to and including a sync flush.</summary>
    public void Compress(int level, CompressedFormat format)
    {
        Output = new ByteSink(Length + (Length >> 8) + 64);
        if (_copy != null)
        {
            fixed (byte* data = _copy)
            {
                Checksum = Sum(data, format);
            }
        }
        else
        {
            Checksum = Sum(_direct, format);
        }

        using DeflateStream encoder = DeflateEncoder.Create(Output, level);
        if (_copy != null)
        {
            encoder.Write(_copy, 0, Length);
        }
        else
        {
            WriteDirect(encoder);
        }

        encoder.Flush();
        Output.Close();
    }

    public void Release()
    {
        Output?.Release();
        byte[]? copy = _copy;
        _copy = null;
        if (copy != null)
        {
            ArrayPool<byte>.Shared.Return(copy);
        }
    }

    private uint Sum(byte* data, CompressedFormat format) => format switch
    {
        CompressedFormat.Gzip => Crc32.Update(0, data, Length),
        CompressedFormat.Zlib => Adler32.Update(Adler32.Empty, data, Length),
        _ => 0,
    };

    private void WriteDirect(Stream encoder)
    {
#if NET8_0_OR_GREATER
        encoder.Write(new ReadOnlySpan<byte>(_direct, Length));
#else
        using var data = new UnmanagedMemoryStream(_direct, Length);
        data.CopyTo(encoder);
#endif
    }
}
