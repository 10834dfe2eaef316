using System;
using System.Runtime.CompilerServices;
using MedIO.IO;

namespace MedIO.Dicom.Codecs.Jpeg;

/// <summary>
/// Gives the lines of a component with as many samples as the image has columns. Halved chrominances of a DCT frame are
/// interpolated linearly between the centres of samples, as decoders in common use do; all else is repeated.
/// </summary>
internal sealed unsafe class Upsampler
{
    private readonly FrameComponent _component;
    private readonly FrameHeader _frame;
    private readonly Filter _filter;

    public Upsampler(FrameComponent component, FrameHeader frame)
    {
        _component = component;
        _frame = frame;
        bool isWide = component.H == frame.MaxH;
        bool isHigh = component.V == frame.MaxV;
        bool isSmooth = !frame.IsLossless && component.Width > 2 && 2 * component.H == frame.MaxH;
        _filter = isWide && isHigh ? Filter.None
            : isSmooth && isHigh ? Filter.Line
            : isSmooth && 2 * component.V == frame.MaxV ? Filter.Plane
            : Filter.Repeat;
    }

    private enum Filter
    {
        None,
        Line,
        Plane,
        Repeat,
    }

    /// <summary>Samples that a line needs room for.</summary>
    public static int LineLength(FrameHeader frame) => frame.Columns + 2;

    /// <summary>Gives a line.</summary>
    /// <param name="planes">The planes of all components.</param>
    /// <param name="y">The line of the image.</param>
    /// <param name="line">Room for a line.</param>
    /// <returns>Where the line is: in its plane or in <paramref name="line"/>.</returns>
    public ushort* Line(ushort* planes, int y, ushort* line)
    {
        switch (_filter)
        {
            case Filter.None:
                return Row(planes, y);
            case Filter.Line:
                Widen(Row(planes, y), line, _component.Width);
                return line;
            case Filter.Plane:
                int near = y >> 1;
                int far = (y & 1) == 0 ? Math.Max(near - 1, 0) : Math.Min(near + 1, _component.Height - 1);
                Widen(Row(planes, near), Row(planes, far), line, _component.Width);
                return line;
            default:
                Repeat(Row(planes, y * _component.V / _frame.MaxV), line);
                return line;
        }
    }

    private ushort* Row(ushort* planes, int row) => planes + _component.PlaneOffset + ((long)row * _component.Stride);

    // Three quarters of the nearer sample and one of the further; halves are rounded up and down by turns.
    [MethodImpl(Jit.Optimize)]
    private static void Widen(ushort* from, ushort* to, int width)
    {
        to[0] = from[0];
        to[1] = (ushort)(((3 * from[0]) + from[1] + 2) >> 2);
        for (int x = 1; x < width - 1; x++)
        {
            int middle = 3 * from[x];
            to[2 * x] = (ushort)((middle + from[x - 1] + 1) >> 2);
            to[(2 * x) + 1] = (ushort)((middle + from[x + 1] + 2) >> 2);
        }

        int last = width - 1;
        to[2 * last] = (ushort)(((3 * from[last]) + from[last - 1] + 1) >> 2);
        to[(2 * last) + 1] = from[last];
    }

    [MethodImpl(Jit.Optimize)]
    private static void Widen(ushort* near, ushort* far, ushort* to, int width)
    {
        int before;
        int here = (3 * near[0]) + far[0];
        int after = (3 * near[1]) + far[1];
        to[0] = (ushort)(((4 * here) + 8) >> 4);
        to[1] = (ushort)(((3 * here) + after + 7) >> 4);
        for (int x = 1; x < width - 1; x++)
        {
            before = here;
            here = after;
            after = (3 * near[x + 1]) + far[x + 1];
            to[2 * x] = (ushort)(((3 * here) + before + 8) >> 4);
            to[(2 * x) + 1] = (ushort)(((3 * here) + after + 7) >> 4);
        }

        to[2 * (width - 1)] = (ushort)(((3 * after) + here + 8) >> 4);
        to[(2 * width) - 1] = (ushort)(((4 * after) + 7) >> 4);
    }

    [MethodImpl(Jit.Optimize)]
    private void Repeat(ushort* from, ushort* to)
    {
        int h = _component.H;
        int most = _frame.MaxH;
        int columns = _frame.Columns;
        for (int x = 0, rest = 0; x < columns; x++)
        {
            to[x] = *from;
            rest += h;
            if (rest >= most)
            {
                rest -= most;
                from++;
            }
        }
    }
}
