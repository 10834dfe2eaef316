using System;
using System.Threading;
using MedIO.Voxels;

namespace MedIO.Dicom.Writing;

/// <summary>
/// How an image's voxels are stored in pixel data: as they are where the SOP class has a place for their type, else as
/// numbers of 16 (or 8) bits with a rescale, <c>value = stored * Slope + Intercept</c> (PS3.3 section C.11.1). Slope and
/// intercept are those that a reader gets from their DS values, so that a value read back is within half a step of the
/// one written, and whole numbers that lie close enough together come back exactly.
/// </summary>
internal sealed class StoredPixels
{
    private const int Block = 2048;

    // A slope below this and its inverse would leave the range of normal doubles.
    private const double LeastSlope = 1e-300;

    private StoredPixels(VoxelType from, VoxelType storedType, int components, double slope = 1, double intercept = 0)
    {
        From = from;
        StoredType = storedType;
        Components = components;
        Slope = slope;
        Intercept = intercept;
    }

    /// <summary>The image's type.</summary>
    public VoxelType From { get; }

    /// <summary>The type in the file: an integer of 8 or 16 bits.</summary>
    public VoxelType StoredType { get; }

    /// <summary>SamplesPerPixel: 1, or 3 for RGB.</summary>
    public int Components { get; }

    /// <summary>RescaleSlope, as it is read back.</summary>
    public double Slope { get; }

    /// <summary>RescaleIntercept, as it is read back.</summary>
    public double Intercept { get; }

    /// <summary>Whether values differ from what is stored.</summary>
    public bool IsScaled => Slope != 1 || Intercept != 0;

    /// <summary>Whether every value comes back as it was.</summary>
    public bool IsExact { get; private init; }

    /// <summary>PixelRepresentation 1.</summary>
    public bool IsSigned => StoredType is VoxelType.Int8 or VoxelType.Int16;

    /// <summary>Whether the stored bytes are those of the image.</summary>
    public bool IsCopy => !IsScaled && From == StoredType && BitConverter.IsLittleEndian;

    /// <summary>Chooses how an image is stored.</summary>
    /// <exception cref="MedIOException"><see cref="MedIOError.CannotRepresent"/>.</exception>
    public static StoredPixels Choose(MedImage image, StorageRules rules, CancellationToken cancellation)
    {
        VoxelType type = image.DataType;
        if (image.Components == 3 && type == VoxelType.UInt8)
        {
            return new StoredPixels(type, type, 3) { IsExact = true };
        }

        if (image.Components != 1 || VoxelTypes.IsComplex(type))
        {
            throw new MedIOException(
                MedIOError.CannotRepresent,
                $"It has {image.Components} x {type} a voxel; DICOM holds one number a voxel, or RGB as 3 x UInt8. Write components one by one{(image.Components == 3 ? ", or cast the image to UInt8" : VoxelTypes.IsComplex(type) ? ", real and imaginary parts apart" : string.Empty)}.");
        }

        if (AsItIs(type, rules) is { } stored)
        {
            return new StoredPixels(type, stored, 1) { IsExact = true };
        }

        // In unsigned numbers instead: moved by half the range.
        if (rules.Intercept && (type == VoxelType.Int8 || (type == VoxelType.Int16 && rules.Words)))
        {
            VoxelType unsigned = type == VoxelType.Int8 && rules.Bytes ? VoxelType.UInt8 : VoxelType.UInt16;
            return new StoredPixels(type, unsigned, 1, 1, type == VoxelType.Int8 ? sbyte.MinValue : short.MinValue) { IsExact = true };
        }

        ValueRange range = ValueRange.Of(image.Voxels, cancellation);
        if (!range.IsFinite || double.IsInfinity(range.Greatest - range.Least))
        {
            throw range.IsFinite ? TooFarApart() : new MedIOException(
                MedIOError.CannotRepresent,
                "It has values that are no finite numbers (NaN or infinity), which DICOM pixel data cannot hold. Replace them first, or save the image in a format of floating-point numbers.");
        }

        return Scaled(type, range, rules);
    }

    /// <summary>Makes the stored numbers of a run of voxels.</summary>
    /// <param name="voxels">The image's voxels.</param>
    /// <param name="start">The first number.</param>
    /// <param name="count">How many numbers.</param>
    /// <param name="target">Room for them, little endian.</param>
    public unsafe void Store(PinnedArray voxels, long start, int count, byte* target)
    {
        byte* source = voxels.Pointer + (start * voxels.ElementSize);
        if (!IsScaled)
        {
            int bytes = count * VoxelTypes.SizeOf(StoredType);
            if (From == StoredType)
            {
                Buffer.MemoryCopy(source, target, bytes, bytes);
            }
            else
            {
                // Every value fits.
                VoxelCast.Convert(source, new Scaling(From, StoredType), target, count, new CastReport());
            }

            return;
        }

        double* values = stackalloc double[Block];
        (double least, double greatest) = RangeOf(StoredType);
        for (int done = 0; done < count; done += Block)
        {
            int n = Math.Min(Block, count - done);
            VoxelLoad.Reals(From, source + ((long)done * voxels.ElementSize), values, null, n, false, null);
            for (int i = 0; i < n; i++)
            {
                double number = Math.Round((values[i] - Intercept) / Slope);
                values[i] = number < least ? least : number > greatest ? greatest : number;
            }

            Put(values, n, target + ((long)done * VoxelTypes.SizeOf(StoredType)));
        }
    }

    private static VoxelType? AsItIs(VoxelType type, StorageRules rules) => type switch
    {
        VoxelType.UInt8 => rules.Bytes ? type : VoxelType.UInt16,
        VoxelType.Int8 => !rules.Signed ? null : rules.Bytes ? type : VoxelType.Int16,
        VoxelType.UInt16 => rules.Words ? type : null,
        VoxelType.Int16 => rules.Words && rules.Signed ? type : null,
        _ => null,
    };

    private static StoredPixels Scaled(VoxelType from, ValueRange range, StorageRules rules)
    {
        VoxelType unsigned = rules.Words ? VoxelType.UInt16 : VoxelType.UInt8;
        if (range.IsWhole)
        {
            if (Fits(range, VoxelType.Int16) && rules.Words && rules.Signed && range.Least < 0)
            {
                return new StoredPixels(from, VoxelType.Int16, 1) { IsExact = true };
            }

            if (Fits(range, unsigned))
            {
                return new StoredPixels(from, unsigned, 1) { IsExact = true };
            }
        }

        double steps = RangeOf(unsigned).Greatest;
        double intercept = rules.Intercept ? AtMost(range.Least) : 0;
        if (rules.Intercept && range.IsWhole && range.Greatest - intercept <= steps)
        {
            return new StoredPixels(from, unsigned, 1, 1, intercept) { IsExact = true };
        }

        if (rules.Intercept || range.Least >= 0)
        {
            return Finite(new StoredPixels(from, unsigned, 1, SlopeOf((range.Greatest / steps) - (intercept / steps)), intercept), steps);
        }

        double most = Math.Max(-range.Least, range.Greatest);
        return Finite(new StoredPixels(from, VoxelType.Int16, 1, SlopeOf(most / short.MaxValue)), short.MaxValue);
    }

    // A slope is rounded up: what the greatest numbers of all are read as may be beyond them.
    private static StoredPixels Finite(StoredPixels stored, double greatest) =>
        double.IsInfinity((greatest * stored.Slope) + stored.Intercept) ? throw TooFarApart() : stored;

    private static MedIOException TooFarApart() =>
        new(MedIOError.CannotRepresent, "Its values lie further apart than a DICOM rescale can say. Scale them to a smaller range.");

    // As DS says it, and not so small that the greatest value has no number.
    private static double SlopeOf(double slope)
    {
        if (slope <= 0)
        {
            return 1;
        }

        double rounded = DecimalString.Round(Math.Max(slope, LeastSlope));
        for (double more = 1e-15; rounded < slope; more *= 4)
        {
            rounded = DecimalString.Round(slope * (1 + more));
        }

        return rounded;
    }

    // As DS says it, and no greater than the value.
    private static double AtMost(double value)
    {
        double rounded = DecimalString.Round(value);
        for (double less = 1e-16; rounded > value; less *= 4)
        {
            rounded = DecimalString.Round(value - (Math.Abs(value) * less));
        }

        return rounded;
    }

    private static bool Fits(ValueRange range, VoxelType type) => range.Least >= RangeOf(type).Least && range.Greatest <= RangeOf(type).Greatest;

    private static (double Least, double Greatest) RangeOf(VoxelType type) => type switch
    {
        VoxelType.UInt8 => (byte.MinValue, byte.MaxValue),
        VoxelType.Int8 => (sbyte.MinValue, sbyte.MaxValue),
        VoxelType.UInt16 => (ushort.MinValue, ushort.MaxValue),
        _ => (short.MinValue, short.MaxValue),
    };

    private unsafe void Put(double* values, int n, byte* target)
    {
        switch (StoredType)
        {
            case VoxelType.UInt8:
                for (int i = 0; i < n; i++)
                {
                    target[i] = (byte)values[i];
                }

                break;
            case VoxelType.UInt16:
                for (int i = 0; i < n; i++)
                {
                    ((ushort*)target)[i] = (ushort)values[i];
                }

                break;
            default:
                for (int i = 0; i < n; i++)
                {
                    ((short*)target)[i] = (short)values[i];
                }

                break;
        }
    }
}
