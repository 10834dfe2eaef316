using System;
using System.Collections.Generic;
using System.Runtime.ExceptionServices;
using System.Threading;

namespace MedIO.IO.Compression;

/// <content>
/// Blocks on their way: the caller hands them out and collects them in order; while it would wait it compresses, too,
/// so
/// that it gets on even where the thread pool has no thread to spare.
/// </content>
internal sealed unsafe partial class ParallelGzipWriter
{
    /// <summary>An empty last block with fixed codes (RFC 1951, section 3.2.6).</summary>
    private static readonly byte[] s_lastBlock = [3, 0];

    private readonly int _threads;
    private readonly object _lock = new();

    /// <summary>Blocks handed out and not yet written, in order; the caller's thread only.</summary>
    private readonly Queue<DeflateBlock> _due = new();

    // Guarded by the lock: blocks that no thread has taken yet, and how many pool threads are at work.
    private readonly Queue<DeflateBlock> _untaken = new();
    private int _helpers;

    private DeflateBlock? _filling;

    /// <summary>What came before the next block; null for the first.</summary>
    private byte[]? _before;

    /// <summary>
    /// Bounds the memory in use, and yet leaves no thread without work while the oldest block is waited for.
    /// </summary>
    private int MaxDue => 2 * _threads + 2;

    private void WriteBlocks(byte* data, long count)
    {
        bool direct = count >= WorthDirect;
        byte* start = data;
        byte* directEnd = null;
        while (count > 0)
        {
            bool hasBefore = data - start >= DeflateAlphabet.WindowSize || (_length == 0 && data == start);
            if (direct && _filling == null && count >= DeflateBlock.Size && hasBefore)
            {
                HandOut(DeflateBlock.Direct(data, (int)Math.Min(data - start, DeflateAlphabet.WindowSize)));
                data += DeflateBlock.Size;
                count -= DeflateBlock.Size;
                directEnd = data;
                continue;
            }

            if (directEnd != null)
            {
                KeepEnd(directEnd);
                directEnd = null;
            }

            _filling ??= DeflateBlock.Empty(_before);
            int part = _filling.Append(data, count);
            data += part;
            count -= part;
            if (_filling.IsFull)
            {
                HandOutFilling();
            }
        }

        if (directEnd != null)
        {
            KeepEnd(directEnd);
        }

        while (direct && _due.Count > 0)
        {
            CollectOldest();
        }
    }

    private void EndBlocks()
    {
        if (_filling != null)
        {
            HandOutFilling();
        }

        while (_due.Count > 0)
        {
            CollectOldest();
        }

        Begin();
        _destination.Write(s_lastBlock, 0, s_lastBlock.Length);
    }

    private void HandOutFilling()
    {
        DeflateBlock block = _filling!;
        _filling = null;
        if (block.IsFull)
        {
            block.CopyEnd(_before ??= new byte[DeflateAlphabet.WindowSize]);
        }

        HandOut(block);
    }

    private void KeepEnd(byte* end)
    {
        _before ??= new byte[DeflateAlphabet.WindowSize];
        new ReadOnlySpan<byte>(end - _before.Length, _before.Length).CopyTo(_before);
    }

    private void HandOut(DeflateBlock block)
    {
        _due.Enqueue(block);
        bool callHelper;
        lock (_lock)
        {
            _untaken.Enqueue(block);
            callHelper = _helpers < _threads - 1;
            if (callHelper)
            {
                _helpers++;
            }
        }

        if (callHelper)
        {
            ThreadPool.QueueUserWorkItem(static writer => ((ParallelGzipWriter)writer!).Help(), this);
        }

        while (_due.Count >= MaxDue)
        {
            CollectOldest();
        }
    }

    /// <summary>What a pool thread does: compresses blocks while there are any.</summary>
    private void Help()
    {
        for (;;)
        {
            DeflateBlock block;
            lock (_lock)
            {
                if (_untaken.Count == 0)
                {
                    _helpers--;
                    return;
                }

                block = _untaken.Dequeue();
            }

            Compress(block);
        }
    }

    private void Compress(DeflateBlock block)
    {
        try
        {
            _cancellation.ThrowIfCancellationRequested();
            block.Compress(_level, _format);
        }
        catch (Exception e)
        {
            // It is the caller's, who gets it when this block's turn comes.
            block.Failure = ExceptionDispatchInfo.Capture(e);
        }

        lock (_lock)
        {
            block.IsDone = true;
            Monitor.PulseAll(_lock);
        }
    }

    /// <summary>Writes the oldest block as soon as it is done.</summary>
    private void CollectOldest()
    {
        DeflateBlock block = _due.Peek();
        AwaitOrWork(block);
        _due.Dequeue();
        try
        {
            block.Failure?.Throw();
            _cancellation.ThrowIfCancellationRequested();
            Begin();
            block.WriteTo(_destination);
            _checksum = _format switch
            {
                CompressedFormat.Gzip => Crc32.Combine(_checksum, block.Checksum, block.Length),
                CompressedFormat.Zlib => Adler32.Combine(_checksum, block.Checksum, block.Length),
                _ => 0,
            };
        }
        finally
        {
            block.Release();
        }
    }

    private void AwaitOrWork(DeflateBlock block)
    {
        for (;;)
        {
            DeflateBlock other;
            lock (_lock)
            {
                while (!block.IsDone && _untaken.Count == 0)
                {
                    Monitor.Wait(_lock);
                }

                if (block.IsDone)
                {
                    return;
                }

                other = _untaken.Dequeue();
            }

            Compress(other);
        }
    }

    /// <summary>Takes back what nobody has begun and awaits the rest, whose input may be the caller's memory.</summary>
    private void DropBlocks()
    {
        lock (_lock)
        {
            while (_untaken.Count > 0)
            {
                _untaken.Dequeue().IsDone = true;
            }
        }

        while (_due.Count > 0)
        {
            DeflateBlock block = _due.Dequeue();
            AwaitOrWork(block);
            block.Release();
        }

        _filling?.Release();
        _filling = null;
    }
}
