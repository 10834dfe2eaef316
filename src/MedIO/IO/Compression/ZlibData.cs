using System;
using System.Buffers.Binary;
using System.IO;

namespace MedIO.IO.Compression;

/// <summary>A zlib stream (RFC 1950) that is in memory as a whole, and whose length inflated is known.</summary>
internal static unsafe class ZlibData
{
    /// <summary>Inflates a stream, as far as it goes.</summary>
    /// <param name="encoded">The stream; what follows it does not matter.</param>
    /// <param name="target">Gets what is in it.</param>
    /// <param name="damage">What is wrong with it; null where it is whole.</param>
    /// <returns>Bytes that could be inflated. What the stream has beyond the target is passed over.</returns>
    public static int Inflate(ReadOnlySpan<byte> encoded, Span<byte> target, out Exception? damage)
    {
        damage = null;
        if (encoded.Length < 2 || (encoded[0] & 15) != CompressedHeader.MethodDeflate || ((encoded[0] << 8) + encoded[1]) % 31 != 0 || (encoded[1] & 32) != 0)
        {
            damage = encoded.Length < 2 ? new EndOfStreamException("The compressed data end before they begin.") : new InvalidDataException("The compressed data do not begin as they should.");
            return 0;
        }

        Inflater inflater = Inflater.Rent();
        try
        {
            fixed (byte* input = encoded, start = target)
            {
                byte* next = input + 2;
                byte* end = input + encoded.Length;
                var output = new InflateOutput { Start = start, Next = start, Enough = start + target.Length, End = start + target.Length, MuchWanted = target.Length > 1 << 15 };
                InflateStatus status = inflater.Inflate(ref next, end, true, ref output);
                int done = (int)(output.Next - start);
                if (status == InflateStatus.OutputFull)
                {
                    // To the last block's end, so that the checksum stands next.
                    byte rest;
                    output = new InflateOutput { Start = &rest, Next = &rest, Enough = &rest + 1, End = &rest + 1, HistoryEnd = start + done, HistoryLength = done };
                    status = inflater.Inflate(ref next, end, true, ref output);
                }

                damage = done < target.Length ? Shortage(status)
                    : status == InflateStatus.StreamEnd && end - next >= 4 && BinaryPrimitives.ReadUInt32BigEndian(new ReadOnlySpan<byte>(next, 4)) != Adler32.Update(Adler32.Empty, start, done)
                    ? new InvalidDataException("The checksum of the compressed data does not match.")
                    : null;
                return done;
            }
        }
        finally
        {
            Inflater.Return(inflater);
        }
    }

    private static Exception Shortage(InflateStatus status) => status switch
    {
        InflateStatus.StreamEnd => new InvalidDataException("The compressed data hold fewer pixels than the header says."),
        InflateStatus.Truncated => new EndOfStreamException("The compressed data are cut off."),
        _ => new InvalidDataException(status.Describe()),
    };
}
