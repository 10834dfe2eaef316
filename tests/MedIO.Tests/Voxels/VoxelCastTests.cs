using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using MedIO.Voxels;
using Xunit;

namespace MedIO.Tests.Voxels;

public class VoxelCastTests
{
    private static readonly Dictionary<VoxelType, (BigInteger Low, BigInteger High)> Ranges = new()
    {
        [VoxelType.UInt8] = (0, 255),
        [VoxelType.Int8] = (-128, 127),
        [VoxelType.UInt16] = (0, 65535),
        [VoxelType.Int16] = (-32768, 32767),
        [VoxelType.UInt32] = (0, uint.MaxValue),
        [VoxelType.Int32] = (int.MinValue, int.MaxValue),
        [VoxelType.UInt64] = (0, ulong.MaxValue),
        [VoxelType.Int64] = (long.MinValue, long.MaxValue),
    };

    public static IEnumerable<object[]> Pairs =>
        from source in VoxelTypes.All
        from target in VoxelTypes.All
        select new object[] { source, target };

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Every_type_becomes_every_type_as_plain_arithmetic_says(VoxelType from, VoxelType to)
    {
        Array voxels = Edges(from);
        var report = new CastReport();
        Array cast = VoxelCast.Convert(voxels, to, report);
        if (from == to)
        {
            Assert.Same(voxels, cast);
            Assert.True(report.IsLossless);
            return;
        }

        var expected = new Loss();
        for (int i = 0; i < voxels.Length; i++)
        {
            object wanted = Slow(voxels.GetValue(i)!, to, expected);
            Assert.True(wanted.Equals(cast.GetValue(i)), $"{voxels.GetValue(i)} became {cast.GetValue(i)}, not {wanted}");
        }

        Assert.Equal($"{expected.Clipped} {expected.Rounded} {expected.NotANumber} {expected.Imaginary}", $"{report.Clipped} {report.Rounded} {report.NotANumber} {report.ImaginaryDropped}");
        Assert.Equal(expected.Clipped + expected.Rounded + expected.NotANumber + expected.Imaginary == 0, report.IsLossless);
    }

    [Theory]
    [InlineData(VoxelType.Int16, VoxelType.Float32)]
    [InlineData(VoxelType.Int64, VoxelType.UInt8)]
    [InlineData(VoxelType.Float64, VoxelType.Int16)]
    [InlineData(VoxelType.Complex64, VoxelType.Float32)]
    public void Many_voxels_on_all_cores_become_what_few_become(VoxelType from, VoxelType to)
    {
        const int Count = (3 << 18) + 17;
        Array voxels = SampleVoxels.Make(from, Count);
        var report = new CastReport();
        Array cast = VoxelCast.Convert(voxels, to, report);
        var sum = new CastReport();
        for (int begin = 0; begin < Count; begin += 100_000)
        {
            int n = Math.Min(100_000, Count - begin);
            var part = Array.CreateInstance(voxels.GetType().GetElementType()!, n);
            Array.Copy(voxels, begin, part, 0, n);
            Array expected = VoxelCast.Convert(part, to, sum);
            var actual = Array.CreateInstance(expected.GetType().GetElementType()!, n);
            Array.Copy(cast, begin, actual, 0, n);
            Assert.Equal(SampleVoxels.Bytes(expected), SampleVoxels.Bytes(actual));
        }

        Assert.Equal(sum.Describe(from, to), report.Describe(from, to));
    }

    [Fact]
    public unsafe void Slope_and_intercept_are_applied_before_rounding()
    {
        short[] stored = { -3, 0, 1, 2, 32767 };
        var scaled = new float[5];
        var bytes = new byte[5];
        var report = new CastReport();
        fixed (short* s = stored)
        fixed (float* t = scaled)
        fixed (byte* b = bytes)
        {
            VoxelCast.Convert((byte*)s, new Scaling(VoxelType.Int16, VoxelType.Float32, 0.5, -1), (byte*)t, 5, report);
            Assert.True(report.IsLossless);
            VoxelCast.Convert((byte*)s, new Scaling(VoxelType.Int16, VoxelType.UInt8, 0.5, -1), b, 5, report);
        }

        Assert.Equal(new[] { -2.5f, -1, -0.5f, 0, 16382.5f }, scaled);
        Assert.Equal(new byte[] { 0, 0, 0, 0, 255 }, bytes);
        Assert.Equal(3, report.Clipped);
        Assert.Equal(1, report.Rounded);
    }

    [Fact]
    public void An_image_says_what_its_cast_lost()
    {
        var image = new MedImage(new[] { 1.5, 300, double.NaN, -1, 7 });
        MedImage cast = image.Cast(VoxelType.UInt8, out CastReport report);
        Assert.Equal(new byte[] { 2, 255, 0, 0, 7 }, cast.Voxels);
        Assert.Equal(VoxelType.UInt8, cast.DataType);
        Assert.Equal(VoxelType.Float64, image.DataType);
        Assert.Equal("Float64 to UInt8: 2 values clipped to the range of UInt8; 1 value rounded; 1 value not a number, set to 0.", report.Describe(VoxelType.Float64, VoxelType.UInt8));
        Assert.Same(image, image.Cast(VoxelType.Float64));
    }

    private static Array Edges(VoxelType type)
    {
        if (VoxelTypes.IsInteger(type))
        {
            (BigInteger low, BigInteger high) = Ranges[type];
            var candidates = new List<BigInteger> { 0, 1, -1, low, high, low + 1, high - 1 };
            foreach ((BigInteger l, BigInteger h) in Ranges.Values)
            {
                candidates.AddRange(new[] { l, l - 1, l + 1, h, h - 1, h + 1 });
            }

            foreach (int bits in new[] { 24, 25, 53, 54, 60, 62, 63 })
            {
                BigInteger power = BigInteger.One << bits;
                candidates.AddRange(new[] { power, power + 1, power + 3, power - 1, -power, -power - 1, power + 33, power + (power >> 20) + 1 });
            }

            BigInteger[] fit = candidates.Where(v => v >= low && v <= high).Distinct().ToArray();
            var result = Array.CreateInstance(VoxelTypes.ToClrType(type), fit.Length);
            for (int i = 0; i < fit.Length; i++)
            {
                result.SetValue(FromBig(fit[i], type), i);
            }

            return result;
        }

        var reals = new List<double> { 0, -0.0, 0.5, -0.5, 1.5, -1.5, 2.5, 0.49999999999999994, 254.5, 255.4, 255.5, -128.5, 127.5, 65535.5, 1e10, -1e10, 1e19, -1e19, 1e30, 3.5e38, -3.5e38, 1e300, 1e-300, double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.MaxValue, float.MaxValue, 9007199254740993.0, 9223372036854775808.0, -9223372036854775808.0, 18446744073709551616.0, 9223372036854774784.0, 18446744073709549568.0 };
        foreach ((BigInteger l, BigInteger h) in Ranges.Values)
        {
            reals.AddRange(new[] { (double)l, (double)h, (double)l - 1, (double)h + 1, (double)h + 0.25 });
        }

        return type switch
        {
            VoxelType.Float32 => (Array)reals.Select(v => (float)v).ToArray(),
            VoxelType.Float64 => reals.ToArray(),
            VoxelType.Complex64 => reals.SelectMany(v => new[] { new Complex64((float)v, 0), new Complex64((float)v, 2), new Complex64(1, (float)v) }).ToArray(),
            _ => reals.SelectMany(v => new[] { new Complex(v, 0), new Complex(v, 2), new Complex(1, v) }).ToArray(),
        };
    }

    private static object Slow(object value, VoxelType to, Loss loss)
    {
        switch (value)
        {
            case Complex complex:
                return SlowReal(complex.Real, complex.Imaginary, to, loss);
            case Complex64 complex:
                return SlowReal(complex.Real, complex.Imaginary, to, loss);
            case float real:
                return SlowReal(real, 0, to, loss);
            case double real:
                return SlowReal(real, 0, to, loss);
        }

        BigInteger whole = BigInteger.Parse(Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)!, System.Globalization.CultureInfo.InvariantCulture);
        if (VoxelTypes.IsInteger(to))
        {
            return Clip(whole, to, loss);
        }

        if (to is VoxelType.Float32 or VoxelType.Complex64)
        {
            float single = value is ulong u ? u : Convert.ToSingle(value, System.Globalization.CultureInfo.InvariantCulture);
            loss.Rounded += new BigInteger((double)single) == whole ? 0 : 1;
            return to == VoxelType.Float32 ? (object)single : new Complex64(single, 0);
        }

        double wide = value is ulong v ? v : Convert.ToDouble(value, System.Globalization.CultureInfo.InvariantCulture);
        loss.Rounded += new BigInteger(wide) == whole ? 0 : 1;
        return to == VoxelType.Float64 ? (object)wide : new Complex(wide, 0);
    }

    private static object SlowReal(double real, double imaginary, VoxelType to, Loss loss)
    {
        if (!VoxelTypes.IsComplex(to) && imaginary != 0)
        {
            loss.Imaginary++;
        }

        switch (to)
        {
            case VoxelType.Float64:
                return real;
            case VoxelType.Complex128:
                return new Complex(real, imaginary);
            case VoxelType.Float32:
                return Single(real, loss);
            case VoxelType.Complex64:
                return new Complex64(Single(real, loss), Single(imaginary, loss));
        }

        if (double.IsNaN(real))
        {
            loss.NotANumber++;
            return FromBig(0, to);
        }

        (BigInteger low, BigInteger high) = Ranges[to];
        if (double.IsInfinity(real))
        {
            loss.Clipped++;
            return FromBig(real > 0 ? high : low, to);
        }

        double even = Math.Round(real, MidpointRounding.ToEven);
        long before = loss.Clipped;
        object result = Clip(new BigInteger(even), to, loss);
        loss.Rounded += loss.Clipped == before && even != real ? 1 : 0;
        return result;
    }

    private static float Single(double value, Loss loss)
    {
        float single = (float)value;
        if (!float.IsInfinity(single) || double.IsInfinity(value))
        {
            return single;
        }

        loss.Clipped++;
        return value > 0 ? float.MaxValue : float.MinValue;
    }

    private static object Clip(BigInteger value, VoxelType to, Loss loss)
    {
        (BigInteger low, BigInteger high) = Ranges[to];
        loss.Clipped += value < low || value > high ? 1 : 0;
        return FromBig(BigInteger.Max(low, BigInteger.Min(high, value)), to);
    }

    private static object FromBig(BigInteger value, VoxelType type) => type switch
    {
        VoxelType.UInt8 => (object)(byte)value,
        VoxelType.Int8 => (sbyte)value,
        VoxelType.UInt16 => (ushort)value,
        VoxelType.Int16 => (short)value,
        VoxelType.UInt32 => (uint)value,
        VoxelType.Int32 => (int)value,
        VoxelType.UInt64 => (ulong)value,
        _ => (long)value,
    };

    private sealed class Loss
    {
        public long Clipped { get; set; }

        public long Rounded { get; set; }

        public long NotANumber { get; set; }

        public long Imaginary { get; set; }
    }
}
