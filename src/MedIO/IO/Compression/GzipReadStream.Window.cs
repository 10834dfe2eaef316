using System;
using System.Buffers;

namespace MedIO.IO.Compression;

/// <content>
/// Where output goes: into the window, from which small reads are served, or directly into the reader's memory.
/// </content>
internal sealed unsafe partial class GzipReadStream
{
    private const int WindowBufferSize = 1 << 17;
    private const int FirstAhead = 512;
    private const int MaxAhead = 1 << 16;

    /// <summary>Directly decoded output is summed up in pieces of this size, while they are in the cache.</summary>
    private const int ChecksumPiece = 1 << 17;

    private byte[]? _window;
    private int _windowNext;
    private int _windowEnd;

    /// <summary>How many of the bytes before the window's end are the current member's.</summary>
    private int _historyLength;

    /// <summary>How many bytes are decoded at once into the window; grows, since often only a header is read.</summary>
    private int _ahead = FirstAhead;
    private InflateStatus _failure;

    private int WindowAvailable => _windowEnd - _windowNext;

    private bool EnsureWindow(long wanted)
    {
        if (WindowAvailable > 0)
        {
            return true;
        }

        ThrowIfDisposed();
        while (EnterMember())
        {
            FillWindow(wanted);
            if (WindowAvailable > 0)
            {
                return true;
            }
        }

        return false;
    }

    private void CopyFromWindow(byte* destination, int count)
    {
        _window.AsSpan(_windowNext, count).CopyTo(new Span<byte>(destination, count));
        _windowNext += count;
    }

    /// <summary>
    /// Decodes about as many bytes as are wanted, or somewhat more, into the window, which must be read out.
    /// </summary>
    private void FillWindow(long wanted)
    {
        ThrowIfFailed(_failure);
        MakeRoom();
        int ahead = (int)Math.Min(Math.Max(wanted, _ahead), MaxAhead);
        _ahead = Math.Min(2 * _ahead, MaxAhead);
        fixed (byte* window = _window)
        {
            var output = new InflateOutput
            {
                Start = window + _windowEnd - _historyLength,
                Next = window + _windowEnd,
                Enough = window + Math.Min(_windowEnd + ahead, WindowBufferSize),
                End = window + WindowBufferSize,
                MuchWanted = ahead >= Inflater.Much,
            };
            InflateStatus status = Decode(ref output);
            int produced = (int)(output.Next - window) - _windowEnd;
            _windowEnd += produced;
            _historyLength += produced;
            if (status.IsFailure())
            {
                // What came before the damage can still be read.
                _failure = status;
                if (produced == 0)
                {
                    ThrowIfFailed(status);
                }
            }
        }
    }

    private void MakeRoom()
    {
        _window ??= ArrayPool<byte>.Shared.Rent(WindowBufferSize);
        if (_windowEnd <= WindowBufferSize - MaxAhead)
        {
            return;
        }

        int kept = Math.Min(_historyLength, DeflateAlphabet.WindowSize);
        Buffer.BlockCopy(_window, _windowEnd - kept, _window, 0, kept);
        _historyLength = kept;
        _windowEnd = kept;
        _windowNext = kept;
    }

    /// <summary>Decodes up to <paramref name="count"/> bytes; less only if the data ends.</summary>
    private long ReadDirectly(byte* destination, long count)
    {
        byte* end = destination + count;
        byte* next = destination;
        while (next < end && EnterMember())
        {
            ThrowIfFailed(_failure);
            fixed (byte* window = _window)
            {
                var output = new InflateOutput
                {
                    Start = next,
                    Next = next,
                    End = end,
                    MuchWanted = true,
                    HistoryEnd = window + _windowEnd,
                    HistoryLength = Math.Min(_historyLength, DeflateAlphabet.WindowSize),
                };
                while (_place == Place.Member && output.Next < end)
                {
                    output.Enough = end - output.Next > ChecksumPiece ? output.Next + ChecksumPiece : end;
                    _failure = Decode(ref output);
                    ThrowIfFailed(_failure);
                }

                next = output.Next;
                KeepHistory(output.Start, output.Next - output.Start);
            }
        }

        return next - destination;
    }

    /// <summary>Keeps the end of what was decoded directly, since its owner may change it before reading on.</summary>
    private void KeepHistory(byte* decoded, long count)
    {
        int fromDecoded = (int)Math.Min(count, DeflateAlphabet.WindowSize);
        int fromBefore = Math.Min(_historyLength, DeflateAlphabet.WindowSize - fromDecoded);
        _window ??= ArrayPool<byte>.Shared.Rent(WindowBufferSize);
        Buffer.BlockCopy(_window, _windowEnd - fromBefore, _window, 0, fromBefore);
        new Span<byte>(decoded + count - fromDecoded, fromDecoded).CopyTo(_window.AsSpan(fromBefore));
        _historyLength = fromBefore + fromDecoded;
        _windowEnd = _historyLength;
        _windowNext = _historyLength;
    }

    private void ReleaseBuffers()
    {
        _windowNext = _windowEnd = _historyLength = 0;
        _input.Release();
        Inflater.Return(_inflater);
        byte[]? window = _window;
        _window = null;
        if (window != null)
        {
            ArrayPool<byte>.Shared.Return(window);
        }
    }
}
