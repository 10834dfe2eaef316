using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using MedIO.Voxels;
using Xunit;

namespace MedIO.Tests.Voxels;

public class VoxelRescaleTests
{
    public static IEnumerable<object[]> Cases =>
        from source in new[] { VoxelType.Int16, VoxelType.UInt16, VoxelType.UInt8, VoxelType.Int32 }
        from target in new[] { VoxelType.Int16, VoxelType.UInt16, VoxelType.Int32, VoxelType.UInt32, VoxelType.Float32, VoxelType.Int8, VoxelType.Float64 }
        from scale in new[] { (1.0, -1024.0), (1.0, 0.0), (-1.0, 0.0), (3.0, 7.0), (0.0, 5.0), (0.0123, -4.5), (1e-30, 0), (65536.0, 0), (1e300, 0), (1.0, 1e12) }
        select new object[] { source, target, scale.Item1, scale.Item2 };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Slope_and_intercept_are_what_plain_arithmetic_says(VoxelType from, VoxelType to, double slope, double intercept)
    {
        if (from == to && slope == 1 && intercept == 0)
        {
            return;
        }

        // Quiet stretches, and others where values fall off the ends, at the lengths around those of the processor's lanes.
        var random = new Random(1);
        foreach (int count in new[] { 1, 7, 16, 33, 50000 })
        {
            Array source = Array.CreateInstance(VoxelTypes.ToClrType(from), count);
            for (int i = 0; i < count; i++)
            {
                double value = from switch
                {
                    VoxelType.Int16 => i > 40000 ? random.Next(short.MinValue, short.MaxValue + 1) : random.Next(1100, 2000),
                    VoxelType.UInt16 => i > 40000 ? random.Next(ushort.MaxValue + 1) : random.Next(1100, 2000),
                    VoxelType.UInt8 => random.Next(256),
                    _ => i > 40000 ? random.Next(int.MinValue, int.MaxValue) : random.Next(-100, 100),
                };
                source.SetValue(Convert.ChangeType(value, VoxelTypes.ToClrType(from), CultureInfo.InvariantCulture), i);
            }

            Array target = Array.CreateInstance(VoxelTypes.ToClrType(to), count);
            var report = new CastReport();
            using (var s = new PinnedArray(source))
            using (var t = new PinnedArray(target))
            {
                unsafe
                {
                    VoxelCast.Convert(s.Pointer, new Scaling(from, to, slope, intercept), t.Pointer, count, report);
                }
            }

            long clipped = 0;
            for (int i = 0; i < count; i++)
            {
                double value = (Convert.ToDouble(source.GetValue(i), CultureInfo.InvariantCulture) * slope) + intercept;
                double wanted = Wanted(value, to, ref clipped);
                Assert.Equal(wanted, Convert.ToDouble(target.GetValue(i), CultureInfo.InvariantCulture));
            }

            Assert.Equal(clipped, report.Clipped);
        }
    }

    private static double Wanted(double value, VoxelType to, ref long clipped)
    {
        (double low, double high) = to switch
        {
            VoxelType.Int8 => (sbyte.MinValue, sbyte.MaxValue),
            VoxelType.Int16 => (short.MinValue, short.MaxValue),
            VoxelType.UInt16 => (ushort.MinValue, ushort.MaxValue),
            VoxelType.Int32 => (int.MinValue, int.MaxValue),
            VoxelType.UInt32 => (uint.MinValue, (double)uint.MaxValue),
            VoxelType.Float32 => (float.MinValue, float.MaxValue),
            _ => (double.MinValue, double.MaxValue),
        };
        bool isFloat = to is VoxelType.Float32 or VoxelType.Float64;
        value = isFloat ? value : Math.Round(value, MidpointRounding.ToEven);
        if (isFloat && double.IsInfinity(value))
        {
            return value;
        }

        if (value < low || value > high)
        {
            clipped++;
            return value < low ? low : high;
        }

        return to == VoxelType.Float32 ? (float)value : value;
    }
}
