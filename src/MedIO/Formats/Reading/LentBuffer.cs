using System;
using System.Buffers;

namespace MedIO.Formats.Reading;

/// <summary>Memory that is lent by the pool, for as long as its owner works, and grows as needed.</summary>
internal sealed class LentBuffer : IDisposable
{
    private byte[] _bytes = Array.Empty<byte>();
    private int _count;

    /// <summary>What was taken last.</summary>
    public Span<byte> Bytes => _bytes.AsSpan(0, _count);

    /// <summary>So many bytes, of undefined content.</summary>
    public Span<byte> Take(int count)
    {
        if (_bytes.Length < count)
        {
            Dispose();
            _bytes = ArrayPool<byte>.Shared.Rent(count);
        }

        _count = count;
        return Bytes;
    }

    /// <summary>So many bytes at the beginning of an array, of undefined content.</summary>
    public byte[] TakeArray(int count)
    {
        _ = Take(count);
        return _bytes;
    }

    public void Dispose()
    {
        byte[] bytes = _bytes;
        _bytes = Array.Empty<byte>();
        _count = 0;
        if (bytes.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }
}
