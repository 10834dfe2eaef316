using System;
using System.Collections;
using System.Collections.Generic;
using System.ComponentModel;
using System.Linq;
using MedIO.Geometry;

namespace MedIO;

/// <summary>
/// A small square matrix, such as a direction; a list of its rows, printed as <c>1 0 0; 0 1 0; 0 0 1</c>.
/// It does not change once made.
/// </summary>
[TypeConverter(typeof(SmallVectorConverter<Matrix>))]
public sealed class Matrix : IReadOnlyList<Vector>, IEquatable<Matrix>
{
    private readonly Vector[] _rows;

    /// <summary>Makes a matrix of a two-dimensional array.</summary>
    /// <param name="values">Rows, then columns.</param>
    /// <exception cref="ArgumentException">The array is not square.</exception>
    public Matrix(double[,] values)
    {
        if (values is null)
        {
            throw new ArgumentNullException(nameof(values));
        }

        int n = values.GetLength(0);
        if (values.GetLength(1) != n)
        {
            throw new ArgumentException("The matrix is not square.", nameof(values));
        }

        _rows = Enumerable.Range(0, n).Select(r => new Vector(Enumerable.Range(0, n).Select(c => values[r, c]).ToArray())).ToArray();
    }

    /// <summary>Makes a matrix of its numbers, row by row.</summary>
    /// <param name="values">4, 9 or 16 numbers, row by row.</param>
    /// <exception cref="ArgumentException">The count is not a square.</exception>
    public Matrix(params double[] values)
    {
        if (values is null)
        {
            throw new ArgumentNullException(nameof(values));
        }

        int n = (int)Math.Round(Math.Sqrt(values.Length));
        if (n == 0 || n * n != values.Length)
        {
            throw new ArgumentException($"{values.Length} numbers do not make a square matrix.", nameof(values));
        }

        _rows = Enumerable.Range(0, n).Select(r => new Vector(values.Skip(r * n).Take(n).ToArray())).ToArray();
    }

    /// <summary>The number of rows.</summary>
    public int Count => _rows.Length;

    /// <summary>The number of rows, as arrays call it.</summary>
    public int Length => _rows.Length;

    /// <summary>One row.</summary>
    /// <param name="index">From 0.</param>
    public Vector this[int index] => _rows[index];

    /// <summary>One number.</summary>
    /// <param name="row">From 0.</param>
    /// <param name="column">From 0.</param>
    public double this[int row, int column] => _rows[row][column];

    /// <summary>Reads the numbers row by row, such as <c>1 0 0; 0 1 0; 0 0 1</c>.</summary>
    /// <param name="text">The text, in the invariant culture.</param>
    /// <returns>The matrix.</returns>
    /// <exception cref="FormatException">A part of the text is not a number.</exception>
    public static Matrix Parse(string text) => new(Numbers.Parse(text ?? throw new ArgumentNullException(nameof(text))));

    /// <summary>The matrix with ones on its diagonal.</summary>
    /// <param name="size">The number of rows.</param>
    /// <returns>The matrix.</returns>
    public static Matrix Identity(int size)
    {
        var values = new double[size, size];
        for (int i = 0; i < size; i++)
        {
            values[i, i] = 1;
        }

        return new Matrix(values);
    }

    /// <summary>The numbers as a two-dimensional array, rows first.</summary>
    /// <returns>The array.</returns>
    public double[,] ToArray()
    {
        var values = new double[Count, Count];
        for (int r = 0; r < Count; r++)
        {
            for (int c = 0; c < Count; c++)
            {
                values[r, c] = this[r, c];
            }
        }

        return values;
    }

    /// <inheritdoc/>
    public IEnumerator<Vector> GetEnumerator() => ((IEnumerable<Vector>)_rows).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _rows.GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(Matrix? other) => other is not null && _rows.SequenceEqual(other._rows);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Matrix);

    /// <inheritdoc/>
    public override int GetHashCode() => Numbers.Hash(_rows.SelectMany(r => r));

    /// <summary>The rows with semicolons between.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => string.Join("; ", (IEnumerable<Vector>)_rows);
}
