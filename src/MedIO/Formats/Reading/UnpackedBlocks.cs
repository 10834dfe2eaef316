using System;
using System.Collections.Generic;

namespace MedIO.Formats.Reading;

/// <summary>
/// The last blocks of a file that were unpacked, for readers whose runs do not end where blocks do. For many threads: those that want
/// the same block wait for the first of them.
/// </summary>
internal sealed class UnpackedBlocks
{
    private readonly int _most = Environment.ProcessorCount + 1;
    private readonly Dictionary<long, Lazy<byte[]>> _blocks = new();
    private readonly Queue<long> _order = new();

    /// <summary>A block.</summary>
    /// <param name="key">Its number.</param>
    /// <param name="unpack">Makes it where it is not there, or not any more. Where it fails, it fails for all.</param>
    public byte[] Find(long key, Func<byte[]> unpack)
    {
        Lazy<byte[]>? found;
        lock (_blocks)
        {
            if (!_blocks.TryGetValue(key, out found))
            {
                found = new Lazy<byte[]>(unpack);
                _blocks[key] = found;
                _order.Enqueue(key);
                if (_order.Count > _most)
                {
                    _blocks.Remove(_order.Dequeue());
                }
            }
        }

        return found.Value;
    }
}
