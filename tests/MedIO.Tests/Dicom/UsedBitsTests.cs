using System;
using MedIO.Dicom.Pixels;
using Xunit;

namespace MedIO.Tests.Dicom;

/// <summary>Which bits samples use, beside looking at them one by one.</summary>
public class UsedBitsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(8)]
    public void All_samples_count_wherever_they_are(int cellBytes)
    {
        var random = new Random(cellBytes);
        int top = (8 * cellBytes) - 1;
        for (int count = 0; count < 150; count++)
        {
            var samples = new byte[(count * cellBytes) + random.Next(cellBytes)];
            for (int i = 0; i < count; i++)
            {
                // One bit in a few of them, so that a sample that is passed over shows.
                ulong cell = random.Next(8) == 0 ? 1UL << random.Next(top + 1) : 0;
                cell = random.Next(8) == 0 ? ~cell : cell;
                for (int b = 0; b < cellBytes; b++)
                {
                    samples[(i * cellBytes) + b] = (byte)(cell >> (8 * b));
                }
            }

            ulong all = 0;
            ulong positive = 0;
            ulong negative = 0;
            for (int i = 0; i < count; i++)
            {
                ulong cell = 0;
                ulong inverse = 0;
                for (int b = 0; b < cellBytes; b++)
                {
                    cell |= (ulong)samples[(i * cellBytes) + b] << (8 * b);
                    inverse |= (ulong)(byte)~samples[(i * cellBytes) + b] << (8 * b);
                }

                bool isNegative = (cell >> top & 1) != 0;
                all |= cell;
                positive |= isNegative ? 0 : cell;
                negative |= isNegative ? inverse : 0;
            }

            Assert.Equal(new UsedBits(all, positive, negative), UsedBits.Of(samples, cellBytes));
        }
    }
}
