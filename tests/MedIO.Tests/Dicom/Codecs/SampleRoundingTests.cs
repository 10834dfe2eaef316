using System.Linq;
using MedIO.Dicom.Codecs.Jpeg2000;
using Xunit;

namespace MedIO.Tests.Dicom.Codecs;

/// <summary>Samples of JPEG 2000 become the same whole numbers wherever they stand in a row, and so on each processor.</summary>
public class SampleRoundingTests
{
    [Theory]
    [InlineData(0.5f, 0)]
    [InlineData(1.5f, 2)]
    [InlineData(-2.5f, -2)]
    [InlineData(-0.75f, -1)]
    [InlineData(1234.4999f, 1234)]
    [InlineData(3e9f, 1 << 30)]
    [InlineData(-3e9f, -(1 << 30))]
    [InlineData(float.PositiveInfinity, 1 << 30)]
    [InlineData(float.NegativeInfinity, -(1 << 30))]
    [InlineData(float.NaN, 1 << 30)]
    public unsafe void Each_place_of_a_row_rounds_alike(float sample, int expected)
    {
        for (int count = 1; count < 20; count++)
        {
            float[] row = Enumerable.Repeat(sample, count).ToArray();
            var rounded = new int[count];
            fixed (float* from = row)
            fixed (int* to = rounded)
            {
                SampleWriter.Round(from, to, count);
            }

            Assert.All(rounded, n => Assert.Equal(expected, n));
        }
    }
}
