using System;

namespace MedIO.Dicom.Pixels;

/// <summary>
/// The values that pixels can have once they are rescaled, by what headers say alone, and the smallest type that holds
/// them: an integer type where every value is whole.
/// </summary>
internal sealed class RescaledRange
{
    private static readonly (VoxelType Type, double Low, double High)[] Integers =
    {
        (VoxelType.UInt8, byte.MinValue, byte.MaxValue),
        (VoxelType.Int8, sbyte.MinValue, sbyte.MaxValue),
        (VoxelType.Int16, short.MinValue, short.MaxValue),
        (VoxelType.UInt16, ushort.MinValue, ushort.MaxValue),
        (VoxelType.Int32, int.MinValue, int.MaxValue),
        (VoxelType.UInt32, uint.MinValue, uint.MaxValue),
    };

    /// <summary>Whole numbers beyond this are not all doubles.</summary>
    private const double MostExact = 1L << 53;

    private VoxelType _stored;
    private int _bits;
    private bool _scaled;
    private bool _whole = true;
    private bool _fine;

    /// <summary>
    /// As many steps from zero, Float32 rounds values by no more than 1/64 of a step. Beyond it, as with an intercept far
    /// from all that a slope spans, neighbours would become equal.
    /// </summary>
    private const double MostSteps = 1 << 18;

    private const double LeastNormalSingle = 1.17549435e-38;

    /// <summary>The lowest value.</summary>
    public double Low { get; private set; } = double.PositiveInfinity;

    /// <summary>The highest value.</summary>
    public double High { get; private set; } = double.NegativeInfinity;

    /// <summary>The type of all that was added.</summary>
    public VoxelType Type
    {
        get
        {
            if (!_scaled)
            {
                return _stored;
            }

            if (_whole && VoxelTypes.IsInteger(_stored) && Math.Max(-Low, High) <= MostExact)
            {
                foreach ((VoxelType type, double low, double high) in Integers)
                {
                    if (type == _stored && Low >= low && High <= high)
                    {
                        return _stored;
                    }
                }

                foreach ((VoxelType type, double low, double high) in Integers)
                {
                    // 8-bit types only for what is stored in 8 bits: a small range today is a larger one in the next file.
                    if (VoxelTypes.SizeOf(type) > 1 && Low >= low && High <= high)
                    {
                        return type;
                    }
                }

                return VoxelType.Int64;
            }

            return _stored == VoxelType.Float32 || (_bits <= 16 && !_fine) ? VoxelType.Float32 : VoxelType.Float64;
        }
    }

    /// <summary>Adds the pixels of a file, or of a frame.</summary>
    public void Add(PixelFormat format, double slope, double intercept)
    {
        double one = (format.MinStored * slope) + intercept;
        double other = (format.MaxStored * slope) + intercept;
        Low = Math.Min(Low, Math.Min(one, other));
        High = Math.Max(High, Math.Max(one, other));
        _stored = format.StoredType;
        _bits = Math.Max(_bits, VoxelTypes.IsInteger(format.StoredType) ? format.BitsStored : 64);
        _scaled |= slope != 1 || intercept != 0;
        _fine |= IsFine(Math.Abs(slope), Math.Max(Math.Abs(one), Math.Abs(other)));
        _whole &= slope == Math.Floor(slope) && intercept == Math.Floor(intercept);
    }

    private static bool IsFine(double step, double most) => step > 0 && (most > step * MostSteps || step < LeastNormalSingle || most > float.MaxValue);
}
