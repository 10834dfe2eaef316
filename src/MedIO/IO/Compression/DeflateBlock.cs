using System;
using System.Buffers;
using System.IO;
using System.Runtime.ExceptionServices;

namespace MedIO.IO.Compression;

/// <summary>
/// A piece of the input of <see cref="ParallelGzipWriter"/>, which any thread may compress. Matches reach back into the
/// piece before it, whose last bytes it has, too.
/// </summary>
internal sealed unsafe class DeflateBlock
{
    /// <summary>
    /// Uncompressed size of all blocks but the last. Each costs an empty stored block of five bytes and what it takes
    /// to
    /// look through the end of the one before it.
    /// </summary>
    public const int Size = 1 << 18;

    // Where the input is, behind the bytes before it: in a buffer of the writer's, or in its user's memory.
    private readonly int _before;
    private byte[]? _copy;
    private byte* _direct;
    private byte[]? _output;
    private int _outputLength;

    private DeflateBlock(int before) => _before = before;

    public int Length { get; private set; }

    public uint Checksum { get; private set; }

    public ExceptionDispatchInfo? Failure { get; set; }

    /// <summary>Guarded by the writer's lock.</summary>
    public bool IsDone { get; set; }

    public bool IsFull => Length == Size;

    /// <summary>A block that is yet to be filled by <see cref="Append"/>, and what comes before it.</summary>
    public static DeflateBlock Empty(ReadOnlySpan<byte> before)
    {
        byte[] copy = ArrayPool<byte>.Shared.Rent(DeflateAlphabet.WindowSize + Size);
        before.CopyTo(copy);
        return new DeflateBlock(before.Length) { _copy = copy };
    }

    /// <summary>
    /// A full block of memory that stays there until the block is done, as do <paramref name="before"/> bytes in front
    /// of
    /// it.
    /// </summary>
    public static DeflateBlock Direct(byte* data, int before) => new(before) { _direct = data, Length = Size };

    /// <summary>Copies as much as there is room for; returns how much.</summary>
    public int Append(byte* data, long count)
    {
        int part = (int)Math.Min(count, Size - Length);
        new ReadOnlySpan<byte>(data, part).CopyTo(_copy.AsSpan(_before + Length));
        Length += part;
        return part;
    }

    /// <summary>Copies the end of a full block that was filled by <see cref="Append"/>.</summary>
    public void CopyEnd(Span<byte> destination) =>
        _copy.AsSpan(_before + Length - destination.Length, destination.Length).CopyTo(destination);

    /// <summary>Compresses the input to blocks that end on a byte boundary.</summary>
    public void Compress(int level, CompressedFormat format)
    {
        _output = ArrayPool<byte>.Shared.Rent(Deflater.MaxOutput(Length));
        if (_copy != null)
        {
            fixed (byte* copy = _copy)
            {
                Compress(copy + _before, level, format);
            }
        }
        else
        {
            Compress(_direct, level, format);
        }
    }

    public void WriteTo(Stream destination) => destination.Write(_output!, 0, _outputLength);

    public void Release()
    {
        Return(ref _output);
        Return(ref _copy);
    }

    private static void Return(ref byte[]? array)
    {
        byte[]? rented = array;
        array = null;
        if (rented != null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private void Compress(byte* data, int level, CompressedFormat format)
    {
        Checksum = format switch
        {
            CompressedFormat.Gzip => Crc32.Update(0, data, Length),
            CompressedFormat.Zlib => Adler32.Update(Adler32.Empty, data, Length),
            _ => 0,
        };
        fixed (byte* output = _output)
        {
            _outputLength = Deflater.OfThread.Compress(data, _before, Length, level, output);
        }
    }
}
