using System;
using MedIO.Dicom.Codecs.Jpeg;
using Xunit;

namespace MedIO.Tests.Dicom.Codecs;

/// <summary>The inverse DCT alone.</summary>
public unsafe class JpegTransformTests
{
    [Theory]
    [InlineData(8)]
    [InlineData(12)]
    public void Samples_are_those_of_the_formula_within_one(int precision)
    {
        var random = new Random(precision);
        var block = new int[64];
        for (int n = 0; n < 300; n++)
        {
            Array.Clear(block, 0, 64);
            for (int i = 0; i < n % 64; i++)
            {
                block[random.Next(64)] = random.Next(-200, 200);
            }

            block[0] = random.Next(-1000, 1000) << (precision - 8);
            var samples = new ushort[64];
            fixed (int* b = (int[])block.Clone())
            fixed (ushort* s = samples)
            {
                new InverseDct(precision).Apply(b, s, 8);
            }

            for (int i = 0; i < 64; i++)
            {
                double right = Math.Min(Math.Max(Formula(block, i % 8, i / 8) + (1 << (precision - 1)), 0), (1 << precision) - 1);
                Assert.InRange(samples[i], right - 1, right + 1);
            }
        }
    }

    [Theory]
    [InlineData(8, 2000)]
    [InlineData(12, 32767)]
    [InlineData(8, 200000)]
    public void Vectors_and_shortcuts_make_no_difference(int precision, int most)
    {
        var random = new Random(most);
        var transform = new InverseDct(precision);
        var block = new int[64];
        for (int n = 0; n < 2000; n++)
        {
            Array.Clear(block, 0, 64);
            for (int i = 0; i < n % 70; i++)
            {
                block[random.Next(64)] = random.Next(-most, most);
            }

            block[0] = random.Next(-most, most) / 64;
            var scalar = new ushort[8 * 11];
            var other = new ushort[8 * 11];
            fixed (ushort* s = scalar, o = other)
            {
                fixed (int* b = (int[])block.Clone())
                {
                    transform.ApplyScalar(b, s, 11);
                }

                fixed (int* b = (int[])block.Clone())
                {
                    transform.Apply(b, o, 11);
                }

                Assert.Equal(scalar, other);
                Array.Clear(block, 1, 63);
                Array.Clear(other, 0, other.Length);
                fixed (int* b = (int[])block.Clone())
                {
                    transform.ApplyScalar(b, s, 11);
                }

                transform.Flat(block[0], o, 11);
                Assert.Equal(scalar, other);
            }
        }
    }

    // ITU-T T.81 section A.3.3.
    private static double Formula(int[] block, int x, int y)
    {
        double sum = 0;
        for (int v = 0; v < 8; v++)
        {
            for (int u = 0; u < 8; u++)
            {
                double scale = (u == 0 ? Math.Sqrt(0.5) : 1) * (v == 0 ? Math.Sqrt(0.5) : 1) / 4;
                sum += scale * block[(v * 8) + u] * Math.Cos(((2 * x) + 1) * u * Math.PI / 16) * Math.Cos(((2 * y) + 1) * v * Math.PI / 16);
            }
        }

        return sum;
    }
}
