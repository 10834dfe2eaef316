using System;
using System.Collections.Concurrent;
using System.IO;
using MedIO.Dicom.Codecs.Jpeg2000.Headers;
using MedIO.Formats;
using MedIO.Formats.Reading;

namespace MedIO.Dicom.Codecs.Jpeg2000;

/// <summary>
/// Decodes JPEG 2000 frames (ISO/IEC 15444-1, and 15444-15 for high throughput): all of part 1, into cells of up to 32 bits,
/// the samples of a pixel together. Luminance and chrominances become RGB if the code stream says that it transformed them.
/// </summary>
internal sealed class Jpeg2000Decoder : IFrameDecoder
{
    /// <summary>SOC, SIZ, COD, QCD, SOT and SOD at their shortest, and a packet.</summary>
    private const int LeastLength = 2 + 43 + 14 + 6 + 14 + 1;

    /// <summary>Flat images compress almost without limit, but none of gigabytes is in a few hundred bytes.</summary>
    private const int MostInflation = 1 << 20;

    /// <summary>Damaged tiles beyond these are not worth the time.</summary>
    private const int MostDamages = 256;

    // Each file of a series has a decoder of its own: they share what works for them.
    private static readonly ConcurrentBag<TileDecoder> Idle = new();

    private readonly FrameDescription _frame;

    public Jpeg2000Decoder(FrameDescription frame) => _frame = frame;

    /// <inheritdoc/>
    public long LeastBytes(long sampleBytes) => LeastLength + (sampleBytes / MostInflation);

    /// <inheritdoc/>
    public unsafe void Decode(ReadOnlySpan<byte> encoded, Span<byte> samples)
    {
        if (samples.Length < _frame.SampleBytes)
        {
            throw new ArgumentException("A frame needs more bytes.", nameof(samples));
        }

        ReadOnlySpan<byte> bytes = Jp2Boxes.CodeStream(encoded);
        CodeStream stream = CodeStream.Read(bytes, _frame);
        TileDecoder decoder = Idle.TryTake(out TileDecoder? idle) ? idle : new TileDecoder();
        try
        {
            fixed (byte* target = samples)
            {
                DecodeTiles(decoder, stream, bytes, target);
            }
        }
        finally
        {
            decoder.Release();
            if (!decoder.IsLarge && Idle.Count < Environment.ProcessorCount)
            {
                Idle.Add(decoder);
            }
        }
    }

    private unsafe void DecodeTiles(TileDecoder decoder, CodeStream stream, ReadOnlySpan<byte> bytes, byte* samples)
    {
        string? damage = stream.Damage;
        string? cut = null;
        int damages = 0;
        for (int tile = 0; tile < stream.FirstPart.Length && damages < MostDamages; tile++)
        {
            if (stream.FirstPart[tile] < 0)
            {
                if (cut is null && stream.Size.HasSamples(tile))
                {
                    cut = FormattableString.Invariant($"Its JPEG 2000 code stream ends before tile {tile + 1} of {stream.FirstPart.Length}.");
                }

                continue;
            }

            try
            {
                decoder.Decode(_frame, stream, tile, bytes, samples);
            }
            catch (InvalidDataException e)
            {
                damage ??= e.Message;
                damages++;
            }
            catch (EndOfStreamException e)
            {
                cut ??= e.Message;
                damages++;
            }
        }

        if (damage is not null)
        {
            throw new InvalidDataException(damage);
        }

        if (cut is not null)
        {
            throw new EndOfStreamException(cut);
        }
    }
}
