using System;
using System.Runtime.CompilerServices;
using MedIO.IO;

namespace MedIO.Dicom.Pixels;

/// <summary>Luminance and chrominances to red, green and blue (PS3.3 section C.7.6.3.1.2, ITU-R BT.601).</summary>
internal sealed unsafe class YbrToRgb
{
    private const int Shift = 16;
    private const int Half = 1 << (Shift - 1);

    private readonly double _black;
    private readonly double _centre;
    private readonly double _most;
    private readonly double _luminance;
    private readonly double _chrominance;

    /// <param name="bits">Bits of a sample.</param>
    /// <param name="partial">Whether black is 16 and white 235 of 255, as in video.</param>
    public YbrToRgb(int bits, bool partial)
    {
        double unit = Math.Pow(2, bits - 8);
        _centre = 128 * unit;
        _most = Math.Pow(2, bits) - 1;
        _black = partial ? 16 * unit : 0;
        _luminance = partial ? 255.0 / 219 : 1;
        _chrominance = partial ? 255.0 / 224 : 1;
    }

    /// <summary>The usual case, in whole numbers: 8 bits in full range.</summary>
    [MethodImpl(Jit.Optimize)]
    public static void Full8(byte* ybr, byte* rgb, int pixels)
    {
        for (int i = 0; i < pixels; i++, ybr += 3, rgb += 3)
        {
            int y = ybr[0];
            int cb = ybr[1] - 128;
            int cr = ybr[2] - 128;
            rgb[0] = Clip(y + (((91881 * cr) + Half) >> Shift));
            rgb[1] = Clip(y + (((-22554 * cb) - (46802 * cr) + Half) >> Shift));
            rgb[2] = Clip(y + (((116130 * cb) + Half) >> Shift));
        }
    }

    [MethodImpl(Jit.Optimize)]
    public void Convert8(byte* ybr, byte* rgb, int pixels)
    {
        for (int i = 0; i < pixels; i++, ybr += 3, rgb += 3)
        {
            rgb[0] = (byte)Red(ybr[0], ybr[2]);
            rgb[1] = (byte)Green(ybr[0], ybr[1], ybr[2]);
            rgb[2] = (byte)Blue(ybr[0], ybr[1]);
        }
    }

    [MethodImpl(Jit.Optimize)]
    public void Convert16(ushort* ybr, ushort* rgb, int pixels)
    {
        for (int i = 0; i < pixels; i++, ybr += 3, rgb += 3)
        {
            rgb[0] = (ushort)Red(ybr[0], ybr[2]);
            rgb[1] = (ushort)Green(ybr[0], ybr[1], ybr[2]);
            rgb[2] = (ushort)Blue(ybr[0], ybr[1]);
        }
    }

    private static byte Clip(int value) => (byte)(value < 0 ? 0 : value > 255 ? 255 : value);

    private double Red(double y, double cr) => Round(Luminance(y) + (1.402 * Chrominance(cr)));

    private double Green(double y, double cb, double cr) => Round(Luminance(y) - (0.344136286 * Chrominance(cb)) - (0.714136286 * Chrominance(cr)));

    private double Blue(double y, double cb) => Round(Luminance(y) + (1.772 * Chrominance(cb)));

    private double Luminance(double y) => (y - _black) * _luminance;

    private double Chrominance(double c) => (c - _centre) * _chrominance;

    private double Round(double value) => Math.Max(0, Math.Min(_most, Math.Floor(value + 0.5)));
}
