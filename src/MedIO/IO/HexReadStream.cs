using System;
using System.IO;

namespace MedIO.IO;

/// <summary>Makes bytes of their hexadecimal digits, two each, high one first; white space may be anywhere.</summary>
internal sealed class HexReadStream : ForwardStream
{
    private readonly Stream _text;
    private readonly byte[] _buffer = new byte[1 << 16];
    private int _next;
    private int _end;

    /// <param name="text">The digits.</param>
    public HexReadStream(Stream text) => _text = text;

    /// <exception cref="FormatException">There is something else than digits and white space.</exception>
    public override int Read(byte[] buffer, int offset, int count)
    {
        int done = 0;
        while (done < count && Digit() is var high and >= 0)
        {
            int low = Digit();
            if (low < 0)
            {
                // Half a byte is none.
                break;
            }

            buffer[offset + done++] = (byte)((high << 4) | low);
        }

        return done;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _text.Dispose();
        }

        base.Dispose(disposing);
    }

    // The next digit's value; -1 at the end.
    private int Digit()
    {
        for (;;)
        {
            if (_next == _end)
            {
                _next = 0;
                _end = _text.Read(_buffer, 0, _buffer.Length);
                if (_end == 0)
                {
                    return -1;
                }
            }

            byte c = _buffer[_next++];
            switch (c)
            {
                case >= (byte)'0' and <= (byte)'9': return c - '0';
                case >= (byte)'a' and <= (byte)'f': return c - 'a' + 10;
                case >= (byte)'A' and <= (byte)'F': return c - 'A' + 10;
                case (byte)' ' or (>= 9 and <= 13): break;
                default: throw new FormatException(FormattableString.Invariant($"The byte 0x{c:x2} is neither a hexadecimal digit nor white space."));
            }
        }
    }
}
