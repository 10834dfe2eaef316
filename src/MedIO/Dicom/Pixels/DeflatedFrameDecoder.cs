using System;
using System.Buffers;
using System.IO;
using MedIO.Formats;
using MedIO.Formats.Reading;
using MedIO.IO.Compression;

namespace MedIO.Dicom.Pixels;

/// <summary>Inflates frames that were deflated one by one (Deflated Image Frame Compression, PS3.5 section A.4.13); a byte of padding may follow.</summary>
internal sealed unsafe class DeflatedFrameDecoder : IFrameDecoder
{
    private readonly NativeDecoder _native;
    private readonly long _length;

    /// <param name="native">Makes samples of the bytes that were deflated.</param>
    /// <param name="length">How many they are.</param>
    public DeflatedFrameDecoder(NativeDecoder native, long length)
    {
        _native = native;
        _length = length;
    }

    /// <inheritdoc/>
    public long LeastBytes(long sampleBytes) => _length / DataCheck.MostInflation;

    /// <inheritdoc/>
    public void Decode(ReadOnlySpan<byte> encoded, Span<byte> samples)
    {
        if (_length > int.MaxValue)
        {
            throw new InvalidDataException("A frame has more bytes than can be inflated at once.");
        }

        byte[] buffer = ArrayPool<byte>.Shared.Rent((int)_length);
        try
        {
            Span<byte> frame = buffer.AsSpan(0, (int)_length);

            InflateStatus status = Inflate(encoded, frame, out int done);
            if (done == frame.Length)
            {
                _native.Decode(frame, samples);
                return;
            }

            try
            {
                _native.Decode(frame.Slice(0, done), samples);
            }
            catch (EndOfStreamException) when (status.IsFailure() && status != InflateStatus.Truncated)
            {
                throw new InvalidDataException(status.Describe());
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static InflateStatus Inflate(ReadOnlySpan<byte> encoded, Span<byte> frame, out int done)
    {
        Inflater inflater = Inflater.Rent();
        try
        {
            fixed (byte* input = encoded, target = frame)
            {
                byte* next = input;
                var output = new InflateOutput
                {
                    Start = target,
                    Next = target,
                    Enough = target + frame.Length,
                    End = target + frame.Length,
                    MuchWanted = frame.Length > 1 << 15,
                };
                InflateStatus status = inflater.Inflate(ref next, input + encoded.Length, true, ref output);
                done = (int)(output.Next - target);
                return status;
            }
        }
        finally
        {
            Inflater.Return(inflater);
        }
    }
}
