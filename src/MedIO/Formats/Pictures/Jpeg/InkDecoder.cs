using System;
using System.Buffers;
using MedIO.Dicom.Codecs;
using MedIO.Formats.Reading;

namespace MedIO.Formats.Pictures.Jpeg;

/// <summary>
/// Makes RGB of a picture in four inks. Adobe's are stored inverted, and where its segment says so, the first three as luminance
/// and chrominances (ISO/IEC 10918-6 section 6.5.3).
/// </summary>
internal sealed unsafe class InkDecoder : IFrameDecoder
{
    private const int LuminanceAndBlack = 2;

    private readonly IFrameDecoder _decoder;
    private readonly FrameDescription _frame;
    private readonly int? _transform;

    /// <param name="decoder">Decodes the four components.</param>
    /// <param name="frame">What it decodes.</param>
    /// <param name="transform">What Adobe's segment says; null where there is none.</param>
    public InkDecoder(IFrameDecoder decoder, FrameDescription frame, int? transform)
    {
        _decoder = decoder;
        _frame = frame;
        _transform = transform;
    }

    /// <inheritdoc/>
    public long LeastBytes(long sampleBytes) => _decoder.LeastBytes(sampleBytes / 3 * 4);

    /// <inheritdoc/>
    public void Decode(ReadOnlySpan<byte> encoded, Span<byte> samples)
    {
        int count = checked((int)_frame.SampleBytes);
        byte[] inks = ArrayPool<byte>.Shared.Rent(count);
        try
        {
            Array.Clear(inks, 0, count);
            try
            {
                _decoder.Decode(encoded, inks.AsSpan(0, count));
            }
            finally
            {
                fixed (byte* from = inks, to = samples)
                {
                    Convert(from, to);
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(inks);
        }
    }

    private void Convert(byte* inks, byte* target)
    {
        bool wide = _frame.CellBytes == 2;
        int most = (1 << _frame.BitsStored) - 1;
        long pixels = (long)_frame.Columns * _frame.Rows;
        int* light = stackalloc int[4];
        for (long i = 0; i < pixels; i++)
        {
            for (int c = 0; c < 4; c++)
            {
                light[c] = wide ? ((ushort*)inks)[(4 * i) + c] : inks[(4 * i) + c];
            }

            if (_transform == LuminanceAndBlack)
            {
                ToRgb(light, most);
            }

            for (int c = 0; c < 4 && _transform is null; c++)
            {
                light[c] = most - light[c];
            }

            for (int c = 0; c < 3; c++)
            {
                // What one ink lets through, of what black lets through.
                int value = (int)((((long)light[c] * light[3]) + (most / 2)) / most);
                if (wide)
                {
                    ((ushort*)target)[(3 * i) + c] = (ushort)value;
                }
                else
                {
                    target[(3 * i) + c] = (byte)value;
                }
            }
        }
    }

    // ITU-T T.871 section 7.
    private static void ToRgb(int* c, int most)
    {
        int centre = (most + 1) / 2;
        double y = c[0];
        double cb = c[1] - centre;
        double cr = c[2] - centre;
        c[0] = Clip(y + (1.402 * cr), most);
        c[1] = Clip(y - (0.344136 * cb) - (0.714136 * cr), most);
        c[2] = Clip(y + (1.772 * cb), most);
    }

    private static int Clip(double value, int most) => value <= 0 ? 0 : value >= most ? most : (int)(value + 0.5);
}
