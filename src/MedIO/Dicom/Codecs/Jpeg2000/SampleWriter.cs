using System;
using System.Runtime.CompilerServices;
#if NET8_0_OR_GREATER
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
#endif
using MedIO.Dicom.Codecs.Jpeg2000.Headers;
using MedIO.IO;

namespace MedIO.Dicom.Codecs.Jpeg2000;

/// <summary>
/// Writes samples of a tile-component into the cells of the frame: rounds, shifts the level and clips (ISO/IEC 15444-1
/// section G.1.2), and repeats those of subsampled components.
/// </summary>
internal sealed unsafe class SampleWriter
{
    private readonly ScratchPlane _row = new();

    /// <summary>Gives memory back, until it writes again.</summary>
    public void Release() => _row.Release();

    /// <summary>Writes a component.</summary>
    /// <param name="frame">What the frame is.</param>
    /// <param name="size">The image.</param>
    /// <param name="number">The component.</param>
    /// <param name="component">Where it is.</param>
    /// <param name="plane">Its samples, which this may change.</param>
    /// <param name="samples">The frame.</param>
    public void Write(FrameDescription frame, ImageSize size, int number, in TileComponent component, int* plane, byte* samples)
    {
        ImageSize.ComponentSize format = size.Components[number];
        int stepX = size.IsFrameOfComponents ? 1 : format.StepX;
        int stepY = size.IsFrameOfComponents ? 1 : format.StepY;
        Range(component.X0, component.X1, size.X0, size.X1, format.StepX, stepX, out long x0, out long x1, out long originX);
        Range(component.Y0, component.Y1, size.Y0, size.Y1, format.StepY, stepY, out long y0, out long y1, out long originY);
        int width = component.Width;
        int count = (int)(x1 - x0);
        if (count <= 0 || width == 0 || component.Height == 0)
        {
            // Coarse components have no samples in some tiles; those of another tile are repeated there.
            return;
        }

        int shift = format.IsSigned ? 0 : 1 << (format.Precision - 1);
        int least = format.IsSigned ? -(1 << (format.Precision - 1)) : 0;
        int most = least + (int)((1L << format.Precision) - 1);
        fixed (int* repeated = _row.Take(count))
        {
            long last = -1;
            for (long y = y0; y < y1; y++)
            {
                long from = Math.Max(0, (y / stepY) - component.Y0);
                int* row = plane + (from * width);
                if (from != last)
                {
                    if (!component.Style.IsReversible)
                    {
                        Round((float*)row, row, width);
                    }

                    last = from;
                }

                if (stepX > 1)
                {
                    for (int i = 0; i < count; i++)
                    {
                        repeated[i] = row[Math.Max(0, ((x0 + i) / stepX) - component.X0)];
                    }

                    row = repeated;
                }

                long cell = ((((y - originY) * frame.Columns) + (x0 - originX)) * frame.Components) + number;
                Store(frame, row, count, shift, least, most, samples + (cell * frame.CellBytes));
            }
        }
    }

    // Which columns or rows of the frame a tile's samples fill. Those before the image's first sample get that one.
    private static void Range(long first, long end, long image0, long image1, int componentStep, int step, out long from, out long to, out long origin)
    {
        long firstOfAll = (image0 + componentStep - 1) / componentStep;
        origin = step == componentStep ? image0 : firstOfAll;
        from = first == firstOfAll ? origin : first * step;
        to = step == componentStep ? Math.Min(end * step, image1) : end;
    }

    private static void Store(FrameDescription frame, int* row, int count, int shift, int least, int most, byte* to)
    {
        switch (frame.CellBytes)
        {
            case 1:
                StoreBytes(row, count, shift, least, most, to, frame.Components);
                break;
            case 2:
                StoreWords(row, count, shift, least, most, (short*)to, frame.Components);
                break;
            case 4:
                StoreLongs(row, count, shift, least, most, (int*)to, frame.Components);
                break;
            default:
                for (int i = 0; i < count; i++)
                {
                    ((long*)to)[(long)i * frame.Components] = Clip(row[i], shift, least, most);
                }

                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Clip(int value, int shift, int least, int most) => Math.Min(most, Math.Max(least, unchecked(value + shift)));

    [MethodImpl(Jit.Optimize)]
    private static void StoreBytes(int* row, int count, int shift, int least, int most, byte* to, int step)
    {
        for (int i = 0; i < count; i++, to += step)
        {
            *to = unchecked((byte)Clip(row[i], shift, least, most));
        }
    }

    [MethodImpl(Jit.Optimize)]
    private static void StoreWords(int* row, int count, int shift, int least, int most, short* to, int step)
    {
        for (int i = 0; i < count; i++, to += step)
        {
            *to = unchecked((short)Clip(row[i], shift, least, most));
        }
    }

    [MethodImpl(Jit.Optimize)]
    private static void StoreLongs(int* row, int count, int shift, int least, int most, int* to, int step)
    {
        for (int i = 0; i < count; i++, to += step)
        {
            *to = Clip(row[i], shift, least, most);
        }
    }

    /// <summary>
    /// To the nearest whole number, halves to the even one; may be done in place. What is beyond these bounds is clipped in any case.
    /// </summary>
    [MethodImpl(Jit.Optimize)]
    internal static void Round(float* from, int* to, int count)
    {
        const float Bound = 1 << 30;
        const double Magic = 6755399441055744.0;
        int i = 0;
#if NET8_0_OR_GREATER
        if (Sse2.IsSupported)
        {
            Vector128<float> most = Vector128.Create(Bound);
            for (; i <= count - 4; i += 4)
            {
                Vector128<float> value = Sse.Max(Sse.Min(Vector128.Load(from + i), most), -most);
                Sse2.ConvertToVector128Int32(value).Store(to + i);
            }
        }
#endif
        for (; i < count; i++)
        {
            // What is no number is the greatest, as for vectors. The number's own bits are the lowest of the sum's.
            double value = from[i] < Bound ? Math.Max(-Bound, from[i]) : Bound;
            to[i] = unchecked((int)BitConverter.DoubleToInt64Bits(value + Magic));
        }
    }
}
