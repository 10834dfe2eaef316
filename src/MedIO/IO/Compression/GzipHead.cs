using System;
using System.IO;

namespace MedIO.IO.Compression;

/// <summary>Inflates the beginning of gzip data of which the first bytes are in memory.</summary>
internal static unsafe class GzipHead
{
    /// <summary>
    /// Fills <paramref name="output"/> as far as <paramref name="compressed"/>, which may be cut off anywhere,
    /// allows, and
    /// returns the number of bytes written. No checksum is verified.
    /// </summary>
    public static int Read(ReadOnlySpan<byte> compressed, Span<byte> output)
    {
        if (compressed.IsEmpty || output.IsEmpty)
        {
            return 0;
        }

        Inflater inflater = Inflater.Rent();
        try
        {
            fixed (byte* source = compressed)
            fixed (byte* target = output)
            {
                return Read(inflater, source, source + compressed.Length, target, target + output.Length);
            }
        }
        finally
        {
            Inflater.Return(inflater);
        }
    }

    private static int Read(Inflater inflater, byte* source, byte* sourceEnd, byte* target, byte* targetEnd)
    {
        var output = new InflateOutput
        {
            Next = target,
            Enough = targetEnd,
            End = targetEnd,
            MuchWanted = targetEnd - target >= Inflater.Much,
        };
        for (bool first = true; ; first = false)
        {
            if (!TryReadHeader(ref source, sourceEnd, first))
            {
                break;
            }

            inflater.Reset();
            output.Start = output.Next;
            InflateStatus status = inflater.Inflate(ref source, sourceEnd, true, ref output);
            if (status != InflateStatus.StreamEnd)
            {
                if (status.IsFailure() && status != InflateStatus.Truncated)
                {
                    throw new InvalidDataException(status.Describe());
                }

                break;
            }

            source += Math.Min(8, sourceEnd - source);
        }

        return (int)(output.Next - target);
    }

    private static bool TryReadHeader(ref byte* source, byte* sourceEnd, bool first)
    {
        if (sourceEnd - source < 2)
        {
            return false;
        }

        if (source[0] != CompressedHeader.GzipId1 || source[1] != CompressedHeader.GzipId2)
        {
            return first ? throw new InvalidDataException("The data does not begin with a gzip header.") : false;
        }

        var bytes = new Bytes { Next = source + 2, End = sourceEnd };
        try
        {
            CompressedHeader.ReadGzipRest(ref bytes);
        }
        catch (EndOfStreamException)
        {
            return false;
        }

        source = bytes.Next;
        return true;
    }

    private struct Bytes : IByteSource
    {
        public byte* Next;
        public byte* End;

        public int ReadByte() => Next < End ? *Next++ : -1;
    }
}
