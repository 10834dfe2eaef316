using System;
using System.Collections;
using System.Collections.Generic;
using System.ComponentModel;
using System.Globalization;
using System.Linq;
using MedIO.Geometry;

namespace MedIO;

/// <summary>The number of voxels along each axis, first axis fastest; prints as <c>256x256x128</c>. Components are not an axis.</summary>
[TypeConverter(typeof(SmallVectorConverter<Shape>))]
public sealed class Shape : IReadOnlyList<int>, IEquatable<Shape>
{
    private readonly int[] _sizes;

    /// <summary>Makes a shape of 1 to 7 axes.</summary>
    /// <param name="sizes">Voxels along each axis, 1 or more.</param>
    /// <exception cref="ArgumentException">There are no or more than 7 axes, or a size is not positive.</exception>
    public Shape(params int[] sizes)
    {
        if (sizes is null)
        {
            throw new ArgumentNullException(nameof(sizes));
        }

        if (sizes.Length is 0 or > 7)
        {
            throw new ArgumentException($"An image has 1 to 7 axes, not {sizes.Length}.", nameof(sizes));
        }

        if (sizes.Any(n => n <= 0))
        {
            throw new ArgumentException($"Each axis has 1 voxel or more, not {string.Join("x", sizes)}.", nameof(sizes));
        }

        _sizes = (int[])sizes.Clone();
    }

    /// <summary>The number of axes.</summary>
    public int Count => _sizes.Length;

    /// <summary>The number of axes, as arrays call it.</summary>
    public int Length => _sizes.Length;

    /// <summary>The number of voxels in all; saturates at <see cref="long.MaxValue"/>.</summary>
    public long VoxelCount
    {
        get
        {
            long count = 1;
            foreach (int n in _sizes)
            {
                count = count > long.MaxValue / n ? long.MaxValue : count * n;
            }

            return count;
        }
    }

    /// <summary>The number of voxels along an axis.</summary>
    /// <param name="index">The axis, from 0; negative ones count from the last.</param>
    public int this[int index] => _sizes[index < 0 ? index + _sizes.Length : index];

    /// <summary>Reads <c>256x256x128</c>, also with spaces or commas.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The shape.</returns>
    /// <exception cref="FormatException">The text is not a list of whole numbers.</exception>
    public static Shape Parse(string text)
    {
        double[] values = Numbers.Parse(text ?? throw new ArgumentNullException(nameof(text)));
        if (values.Any(v => v != Math.Floor(v) || v > int.MaxValue || v < 1))
        {
            throw new FormatException($"'{text}' is not a shape such as 256x256x128.");
        }

        return new Shape(values.Select(v => (int)v).ToArray());
    }

    /// <summary>The sizes as a new array.</summary>
    /// <returns>The array.</returns>
    public int[] ToArray() => (int[])_sizes.Clone();

    /// <inheritdoc/>
    public IEnumerator<int> GetEnumerator() => ((IEnumerable<int>)_sizes).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _sizes.GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(Shape? other) => other is not null && _sizes.SequenceEqual(other._sizes);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Shape);

    /// <inheritdoc/>
    public override int GetHashCode() => Numbers.Hash(_sizes);

    /// <summary>The sizes with an <c>x</c> between, such as <c>256x256x128</c>.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => string.Join("x", _sizes.Select(n => n.ToString(CultureInfo.InvariantCulture)));
}
