using System;
using System.Collections;
using System.Collections.Generic;
using System.ComponentModel;
using System.Linq;
using MedIO.Geometry;

namespace MedIO;

/// <summary>
/// A few numbers, one an axis, such as a spacing or an origin in mm; prints as <c>0.98 0.98 1.5</c> in every culture.
/// It does not change once made.
/// </summary>
[TypeConverter(typeof(SmallVectorConverter<Vector>))]
public sealed class Vector : IReadOnlyList<double>, IEquatable<Vector>
{
    private readonly double[] _values;

    /// <summary>Makes a vector.</summary>
    /// <param name="values">The numbers, in the order of the axes.</param>
    public Vector(params double[] values) => _values = (double[])(values ?? throw new ArgumentNullException(nameof(values))).Clone();

    /// <summary>How many numbers there are.</summary>
    public int Count => _values.Length;

    /// <summary>How many numbers there are, as arrays call it.</summary>
    public int Length => _values.Length;

    /// <summary>One of the numbers.</summary>
    /// <param name="index">From 0; negative ones count from the last.</param>
    public double this[int index] => _values[index < 0 ? index + _values.Length : index];

    /// <summary>The numbers as a vector, so that C# callers can pass an array.</summary>
    /// <param name="values">The numbers.</param>
    public static implicit operator Vector(double[] values) => new(values);

    /// <summary>Makes a vector of an array; the named form of the conversion.</summary>
    /// <param name="values">The numbers.</param>
    /// <returns>The vector.</returns>
    public static Vector FromArray(double[] values) => new(values);

    /// <summary>Reads <c>0.98 0.98 1.5</c>, also with commas between.</summary>
    /// <param name="text">The text, in the invariant culture.</param>
    /// <returns>The vector.</returns>
    /// <exception cref="FormatException">A part of the text is not a number.</exception>
    public static Vector Parse(string text) => new(Numbers.Parse(text ?? throw new ArgumentNullException(nameof(text))));

    /// <summary>The numbers as a new array.</summary>
    /// <returns>The array.</returns>
    public double[] ToArray() => (double[])_values.Clone();

    /// <inheritdoc/>
    public IEnumerator<double> GetEnumerator() => ((IEnumerable<double>)_values).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _values.GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(Vector? other) => other is not null && _values.SequenceEqual(other._values);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Vector);

    /// <inheritdoc/>
    public override int GetHashCode() => Numbers.Hash(_values);

    /// <summary>The numbers with a space between, with the seven digits that a 32-bit float is good for.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => string.Join(" ", _values.Select(Numbers.Format));
}
