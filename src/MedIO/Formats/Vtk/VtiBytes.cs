using System;
using System.Buffers;
using System.Buffers.Text;
using System.IO;
using MedIO.IO;

namespace MedIO.Formats.Vtk;

/// <summary>The bytes of an array in a .vti file, as they are or as base64; serves many threads.</summary>
internal sealed class VtiBytes
{
    private const int Step = 1 << 16;

    private readonly long _start;
    private readonly bool _isBase64;

    // Of base64 that is broken into lines a place is not known without what comes before.
    private volatile byte[]? _whole;
    private volatile bool _isUnbroken;

    /// <param name="start">Where they begin in the file.</param>
    /// <param name="isBase64">Whether they are base64.</param>
    public VtiBytes(long start, bool isBase64)
    {
        _start = start;
        _isBase64 = isBase64;
    }

    /// <summary>Where they begin in the file.</summary>
    public long Start => _start;

    /// <summary>Reads bytes.</summary>
    /// <param name="file">The file, open.</param>
    /// <param name="offset">Where they begin, decoded.</param>
    /// <param name="target">Filled entirely.</param>
    /// <exception cref="EndOfStreamException">The file, or the base64, ends before.</exception>
    /// <exception cref="InvalidDataException">They are no base64.</exception>
    public void Read(FileBytes file, long offset, Span<byte> target)
    {
        if (!_isBase64)
        {
            if (file.Read(_start + offset, target) < target.Length)
            {
                throw new EndOfStreamException("the file ends within it.");
            }

            return;
        }

        if (_whole is null && !_isUnbroken)
        {
            if (IsBroken(file))
            {
                _whole = Unfold(file, offset + target.Length);
            }

            _isUnbroken = true;
        }

        for (int done = 0; done < target.Length && _whole is null; done += Step / 4 * 3)
        {
            if (!TryRead(file, offset + done, target.Slice(done, Math.Min(Step / 4 * 3, target.Length - done))))
            {
                _whole = Unfold(file, offset + target.Length);
            }
        }

        if (_whole is { } whole)
        {
            if (whole.Length < offset + target.Length)
            {
                throw new EndOfStreamException("its base64 ends too early.");
            }

            whole.AsSpan((int)offset, target.Length).CopyTo(target);
        }
    }

    /// <summary>The place behind so many letters of base64, whatever white space is between them.</summary>
    /// <exception cref="EndOfStreamException">The file ends before.</exception>
    public long Behind(FileBytes file, long letters)
    {
        var buffer = new byte[Step];
        for (long at = _start; ; at += buffer.Length)
        {
            int n = file.Read(at, buffer);
            for (int i = 0; i < n; i++)
            {
                letters -= IsBlank(buffer[i]) ? 0 : 1;
                if (letters == 0)
                {
                    return at + i + 1;
                }
            }

            if (n < buffer.Length)
            {
                throw new EndOfStreamException("its base64 ends too early.");
            }
        }
    }

    // Whether letters follow white space: lines are far shorter than what is looked at.
    private bool IsBroken(FileBytes file)
    {
        var buffer = new byte[Step];
        int n = file.Read(_start, buffer);
        bool blank = false;
        for (int i = 0; i < n && buffer[i] is not ((byte)'<' or (byte)'='); i++)
        {
            if (blank && !IsBlank(buffer[i]))
            {
                return true;
            }

            blank |= IsBlank(buffer[i]);
        }

        return false;
    }

    private static bool IsBlank(byte letter) => letter is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t';

    // Four letters are three bytes; false where they are not together.
    private bool TryRead(FileBytes file, long offset, Span<byte> target)
    {
        long group = offset / 3;
        int skip = (int)(offset - (3 * group));
        int groups = (skip + target.Length + 2) / 3;
        byte[] letters = ArrayPool<byte>.Shared.Rent(groups * 4);
        byte[] bytes = ArrayPool<byte>.Shared.Rent(groups * 3);
        try
        {
            int got = file.Read(_start + (4 * group), letters.AsSpan(0, groups * 4));
            for (int i = 0; i < got; i++)
            {
                if (IsBlank(letters[i]))
                {
                    return false;
                }
            }

            Base64.DecodeFromUtf8(letters.AsSpan(0, got / 4 * 4), bytes, out _, out int written);
            if (written < skip + target.Length)
            {
                throw written < groups * 3 && got == groups * 4
                    ? new InvalidDataException("its base64 is damaged, or ends too early.")
                    : new EndOfStreamException("its base64 ends too early.");
            }

            bytes.AsSpan(skip, target.Length).CopyTo(target);
            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(letters);
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    // All base64 from the beginning on without its white space, up to what is no part of it.
    private byte[] Unfold(FileBytes file, long least)
    {
        using var letters = new MemoryStream();
        var buffer = new byte[Step];
        for (long at = _start; ; at += buffer.Length)
        {
            int n = file.Read(at, buffer);
            for (int i = 0; i < n; i++)
            {
                byte c = buffer[i];
                if (c is (byte)'<' or (byte)'=')
                {
                    // Up to two of these fill the last group.
                    for (int fill = 0; c == '=' && fill < 2 && letters.Length % 4 != 0; fill++)
                    {
                        letters.WriteByte(c);
                    }

                    return Decode(letters, least);
                }

                if (!IsBlank(c))
                {
                    letters.WriteByte(c);
                }
            }

            if (n < buffer.Length)
            {
                return Decode(letters, least);
            }
        }
    }

    private static byte[] Decode(MemoryStream letters, long least)
    {
        var bytes = new byte[letters.Length / 4 * 3];
        Base64.DecodeFromUtf8(letters.GetBuffer().AsSpan(0, (int)(letters.Length / 4 * 4)), bytes, out _, out int written);
        Array.Resize(ref bytes, written);
        return bytes.Length >= least ? bytes : throw new EndOfStreamException("its base64 ends too early.");
    }
}
