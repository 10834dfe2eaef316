using System;
using System.Buffers;
using System.Buffers.Binary;
using System.IO;
using MedIO.Formats.Reading;
using MedIO.IO.Compression;

namespace MedIO.Formats.Pictures.Png;

/// <summary>Makes samples of a PNG file: gathers its IDAT chunks, inflates them, takes the filters back.</summary>
internal sealed unsafe class PngDecoder : IFrameDecoder
{
    private readonly PngHeader _header;
    private readonly PngPass[] _passes;
    private readonly long _filteredBytes;

    public PngDecoder(PngHeader header)
    {
        _header = header;
        _passes = PngPass.Of(header);
        foreach (PngPass pass in _passes)
        {
            _filteredBytes += pass.Rows * (1 + header.RowBytes(pass.Columns));
        }
    }

    /// <inheritdoc/>
    public long LeastBytes(long sampleBytes) => _filteredBytes / DataCheck.MostInflation;

    /// <inheritdoc/>
    public void Decode(ReadOnlySpan<byte> encoded, Span<byte> samples)
    {
        if (_filteredBytes > int.MaxValue - 64)
        {
            throw new InvalidDataException("It has more bytes than can be inflated at once.");
        }

        byte[] gathered = ArrayPool<byte>.Shared.Rent(encoded.Length);
        byte[] filtered = ArrayPool<byte>.Shared.Rent((int)_filteredBytes);
        try
        {
            int count = Gather(encoded, gathered, out Exception? damage);
            int done = ZlibData.Inflate(gathered.AsSpan(0, count), filtered.AsSpan(0, (int)_filteredBytes), out Exception? broken);
            fixed (byte* rows = filtered, target = samples)
            {
                var image = new PngSamples(_header);
                byte* row = rows;
                foreach (PngPass pass in _passes)
                {
                    broken = pass.Decode(_header, image, ref row, rows + done, target) ?? broken;
                }
            }

            // What was there is shown; whether that is enough is for the caller to say. A chunk that is damaged says more than what came of it.
            if ((damage ?? broken) is { } error)
            {
                throw error;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(filtered);
            ArrayPool<byte>.Shared.Return(gathered);
        }
    }

    // The data of all IDAT chunks as one run, up to the first that is damaged.
    private static int Gather(ReadOnlySpan<byte> file, Span<byte> target, out Exception? damage)
    {
        int count = 0;
        damage = null;
        for (int at = PngChunk.Signature.Length; ;)
        {
            if (file.Length - at < PngChunk.Overhead)
            {
                damage = count == 0 || file.Length - at > 0 ? new EndOfStreamException("The file ends within its pixels.") : null;
                return count;
            }

            (uint length, uint type) = PngChunk.Head(file.Slice(at));
            int left = file.Length - at - PngChunk.Overhead;
            if (type == PngChunk.Data)
            {
                ReadOnlySpan<byte> data = file.Slice(at + PngChunk.HeadLength, (int)Math.Min(length, left));
                data.CopyTo(target.Slice(count));
                count += data.Length;
                if (length <= left && Crc32.Update(0, file.Slice(at + 4, data.Length + 4)) != BinaryPrimitives.ReadUInt32BigEndian(file.Slice(at + PngChunk.HeadLength + data.Length)))
                {
                    damage = new InvalidDataException("The checksum of a chunk of pixels does not match.");
                    return count;
                }
            }
            else if (count > 0)
            {
                // The chunks of pixels follow one another (section 5.6).
                return count;
            }

            if (length > left)
            {
                damage = new EndOfStreamException("The file ends within its pixels.");
                return count;
            }

            at += PngChunk.Overhead + (int)length;
        }
    }
}
