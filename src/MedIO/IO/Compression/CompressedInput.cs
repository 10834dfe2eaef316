using System;
using System.Buffers;
using System.IO;

namespace MedIO.IO.Compression;

/// <summary>
/// Buffers the compressed bytes of a stream: few at first, in case only a header is wanted, then many at once.
/// </summary>
internal sealed class CompressedInput : IByteSource
{
    /// <summary>What the second and later reads ask for.</summary>
    private const int FullSize = 1 << 17;

    private readonly Stream _stream;
    private readonly int _firstSize;

    public CompressedInput(Stream stream, int firstSize)
    {
        _stream = stream;
        _firstSize = Math.Max(firstSize, 2 * Inflater.MaxHeaderBytes);
        Buffer = Array.Empty<byte>();
    }

    public byte[] Buffer { get; private set; }

    /// <summary>Index of the first byte not used yet.</summary>
    public int Next { get; set; }

    /// <summary>Index behind the last byte that is there.</summary>
    public int End { get; private set; }

    /// <summary>No more bytes than those in the buffer will come.</summary>
    public bool IsLast { get; private set; }

    public int ReadByte()
    {
        while (Next == End)
        {
            if (IsLast)
            {
                return -1;
            }

            Fill();
        }

        return Buffer[Next++];
    }

    /// <summary>Keeps the bytes not used yet and adds some, or finds that there are no more.</summary>
    public void Fill()
    {
        int left = End - Next;
        byte[] old = Buffer;
        if (old.Length < FullSize)
        {
            Buffer = ArrayPool<byte>.Shared.Rent(old.Length == 0 ? _firstSize : FullSize);
        }

        System.Buffer.BlockCopy(old, Next, Buffer, 0, left);
        if (old.Length != 0 && old != Buffer)
        {
            ArrayPool<byte>.Shared.Return(old);
        }

        Next = 0;
        End = left;
        int wanted = (old.Length == 0 ? _firstSize : Buffer.Length) - left;
        int read = _stream.Read(Buffer, left, wanted);
        End += read;
        IsLast = read == 0;
    }

    public void Release()
    {
        byte[] buffer = Buffer;
        Buffer = Array.Empty<byte>();
        Next = 0;
        End = 0;
        IsLast = true;
        if (buffer.Length != 0)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
