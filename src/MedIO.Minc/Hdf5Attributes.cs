using System;
using System.Collections.Generic;
using System.Linq;
using PureHDF;

namespace MedIO.Minc;

/// <summary>Attributes of HDF5 objects as the texts and numbers that MINC knows.</summary>
internal static class Hdf5Attributes
{
    // What any attribute of MINC has, and far more.
    private const ulong MostNumbers = 1 << 20;

    /// <summary>All attributes that are text or numbers.</summary>
    public static Dictionary<string, object> Read(IH5Object item)
    {
        var values = new Dictionary<string, object>(StringComparer.Ordinal);
        foreach (IH5Attribute attribute in item.Attributes())
        {
            if (Value(attribute) is { } value)
            {
                values[attribute.Name] = value;
            }
        }

        return values;
    }

    /// <summary>Numbers of a small variable, such as image-max; null where it has none.</summary>
    public static double[]? Numbers(IH5Dataset variable) =>
        Count(variable.Space) <= MostNumbers ? Numbers(variable.Type, Reader(variable)) : null;

    private static object? Value(IH5Attribute attribute)
    {
        if (Count(attribute.Space) > MostNumbers)
        {
            return null;
        }

        return attribute.Type.Class switch
        {
            H5DataTypeClass.String or H5DataTypeClass.VariableLength => Text(attribute),
            _ => Numbers(attribute.Type, Reader(attribute)),
        };
    }

    private static string? Text(IH5Attribute attribute) => attribute.Space.Dimensions.Length == 0
        ? attribute.Read<string>()?.TrimEnd('\0')
        : string.Join("\n", attribute.Read<string[]>().Select(s => s?.TrimEnd('\0')));

    private static ulong Count(IH5Dataspace space) => space.Dimensions.Aggregate(1UL, (n, d) => d != 0 && n > ulong.MaxValue / d ? ulong.MaxValue : n * d);

    private static double[]? Numbers(IH5DataType type, IReader reader) => type.Class switch
    {
        H5DataTypeClass.FloatingPoint when type.Size == 8 => reader.Read<double>(),
        H5DataTypeClass.FloatingPoint when type.Size == 4 => Array.ConvertAll(reader.Read<float>(), v => (double)v),
        H5DataTypeClass.FixedPoint => (type.Size, type.FixedPoint.IsSigned) switch
        {
            (1, true) => Array.ConvertAll(reader.Read<sbyte>(), v => (double)v),
            (1, false) => Array.ConvertAll(reader.Read<byte>(), v => (double)v),
            (2, true) => Array.ConvertAll(reader.Read<short>(), v => (double)v),
            (2, false) => Array.ConvertAll(reader.Read<ushort>(), v => (double)v),
            (4, true) => Array.ConvertAll(reader.Read<int>(), v => (double)v),
            (4, false) => Array.ConvertAll(reader.Read<uint>(), v => (double)v),
            (8, true) => Array.ConvertAll(reader.Read<long>(), v => (double)v),
            (8, false) => Array.ConvertAll(reader.Read<ulong>(), v => (double)v),
            _ => null,
        },
        _ => null,
    };

    private static AttributeReader Reader(IH5Attribute attribute) => new(attribute);

    private static VariableReader Reader(IH5Dataset variable) => new(variable);

    private interface IReader
    {
        T[] Read<T>();
    }

    private sealed class AttributeReader(IH5Attribute attribute) : IReader
    {
        public T[] Read<T>() => attribute.Read<T[]>();
    }

    private sealed class VariableReader(IH5Dataset variable) : IReader
    {
        public T[] Read<T>() => variable.Read<T[]>();
    }
}
