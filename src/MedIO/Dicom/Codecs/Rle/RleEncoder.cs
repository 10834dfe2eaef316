using System;
using System.Buffers;
using System.Buffers.Binary;

namespace MedIO.Dicom.Codecs.Rle;

/// <summary>
/// Encodes frames as RLE Lossless (PS3.5 annex G): a segment for each byte of each sample, the high bytes first, rows one by
/// one, each segment of even length.
/// </summary>
internal static class RleEncoder
{
    private const int HeaderLength = 64;
    private const int MostSegments = 15;
    private const int MostOfRun = 128;

    /// <summary>Encodes a frame.</summary>
    /// <param name="samples">Its samples, little endian, those of a pixel together.</param>
    /// <param name="rows">Pixels of a column.</param>
    /// <param name="columns">Pixels of a row.</param>
    /// <param name="samplesPerPixel">Samples of a pixel.</param>
    /// <param name="cellBytes">Bytes of a sample.</param>
    /// <returns>The frame's one fragment, without the item's header; its length is even.</returns>
    /// <exception cref="ArgumentException">The samples are not as many as the pixels need, or pixels have more than 15 bytes.</exception>
    public static byte[] Encode(ReadOnlySpan<byte> samples, int rows, int columns, int samplesPerPixel, int cellBytes)
    {
        int segments = samplesPerPixel * cellBytes;
        long rowBytes = (long)columns * segments;
        if (segments is < 1 or > MostSegments || samples.Length != rowBytes * rows)
        {
            throw new ArgumentException("RLE frames have 1 to 15 bytes a pixel, and as many samples as rows and columns need.", nameof(samples));
        }

        // At worst nothing repeats: then each row of a segment has a byte more for every 128, and each segment may be padded.
        long most = HeaderLength + ((((columns + MostOfRun - 1) / MostOfRun) + (long)columns) * rows * segments) + segments;
        byte[] target = ArrayPool<byte>.Shared.Rent(checked((int)most));
        byte[] row = ArrayPool<byte>.Shared.Rent(columns);
        try
        {
            target.AsSpan(0, HeaderLength).Clear();
            BinaryPrimitives.WriteUInt32LittleEndian(target, (uint)segments);
            int end = HeaderLength;
            for (int segment = 0; segment < segments; segment++)
            {
                BinaryPrimitives.WriteUInt32LittleEndian(target.AsSpan(4 + (4 * segment)), (uint)end);
                int from = (segment / cellBytes * cellBytes) + cellBytes - 1 - (segment % cellBytes);
                for (int y = 0; y < rows; y++)
                {
                    Gather(samples.Slice((int)(y * rowBytes), (int)rowBytes), from, segments, row.AsSpan(0, columns));
                    end += Pack(row.AsSpan(0, columns), target.AsSpan(end));
                }

                if ((end & 1) != 0)
                {
                    target[end++] = 0;
                }
            }

            return target.AsSpan(0, end).ToArray();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(target);
            ArrayPool<byte>.Shared.Return(row);
        }
    }

    private static void Gather(ReadOnlySpan<byte> samples, int from, int step, Span<byte> row)
    {
        for (int i = 0; i < row.Length; i++, from += step)
        {
            row[i] = samples[from];
        }
    }

    // Runs of three or more are worth a code of their own, of two where no literal is open.
    private static int Pack(ReadOnlySpan<byte> row, Span<byte> target)
    {
        int literal = 0;
        int done = 0;
        for (int at = 0; at < row.Length;)
        {
            int run = 1;
            while (run < MostOfRun && at + run < row.Length && row[at + run] == row[at])
            {
                run++;
            }

            if (run >= 3 || (run == 2 && literal == at))
            {
                done += Literals(row.Slice(literal, at - literal), target.Slice(done));
                target[done++] = (byte)(1 - run);
                target[done++] = row[at];
                literal = at + run;
            }

            at += run;
        }

        return done + Literals(row.Slice(literal), target.Slice(done));
    }

    private static int Literals(ReadOnlySpan<byte> bytes, Span<byte> target)
    {
        int done = 0;
        for (; bytes.Length > 0; bytes = bytes.Slice(Math.Min(MostOfRun, bytes.Length)))
        {
            int n = Math.Min(MostOfRun, bytes.Length);
            target[done++] = (byte)(n - 1);
            bytes.Slice(0, n).CopyTo(target.Slice(done));
            done += n;
        }

        return done;
    }
}
