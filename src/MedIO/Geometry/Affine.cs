using System;
using System.Collections;
using System.Collections.Generic;
using System.ComponentModel;
using System.Linq;
using MedIO.Geometry;

namespace MedIO;

/// <summary>
/// Maps a voxel's index to its place in the world in mm: <c>world = M * index + origin</c>, as a 4x4 matrix, or for
/// two-dimensional images as the 3x3 matrix of their plane. It lists its rows; <c>affine[r, c]</c> is one number.
/// Sheared matrices are kept as they are, see <see cref="IsSheared"/>.
/// </summary>
/// <remarks>See nibabel's "Coordinate systems and affines" and the NIfTI-1 standard, section 3D image orientation.</remarks>
[TypeConverter(typeof(SmallVectorConverter<Affine>))]
public sealed partial class Affine : IReadOnlyList<Vector>, IEquatable<Affine>
{
    /// <summary>Cosines between axes above this are shear, below it the rounding of float32 headers.</summary>
    private const double ShearTolerance = 1e-5;

    // Always the whole 4x4, so that a two-dimensional image keeps its place in space.
    private readonly double[,] _m;

    /// <summary>Reads the numbers row by row, as <see cref="Parse"/> does.</summary>
    /// <param name="text">16 numbers, or 9, in the invariant culture.</param>
    /// <exception cref="FormatException">A part of the text is not a number.</exception>
    /// <exception cref="ArgumentException">The numbers are not those of an affine.</exception>
    public Affine(string text)
        : this(Matrix.Parse(text))
    {
    }

    /// <summary>Makes an affine of a matrix.</summary>
    /// <param name="matrix">4x4, or 3x3 for two dimensions; the last row is 0 ... 0 1.</param>
    /// <exception cref="ArgumentException">The matrix has another size, another last row, or a number that is not finite.</exception>
    public Affine(Matrix matrix)
        : this((matrix ?? throw new ArgumentNullException(nameof(matrix))).ToArray())
    {
    }

    /// <summary>Makes an affine of a matrix.</summary>
    /// <param name="matrix">4x4, or 3x3 for two dimensions; the last row is 0 ... 0 1.</param>
    /// <exception cref="ArgumentException">The matrix has another size, another last row, or a number that is not finite.</exception>
    public Affine(double[,] matrix)
    {
        if (matrix is null)
        {
            throw new ArgumentNullException(nameof(matrix));
        }

        int n = matrix.GetLength(0);
        if (n is not (3 or 4) || matrix.GetLength(1) != n)
        {
            throw new ArgumentException($"An affine is 4x4, or 3x3 for two dimensions, not {n}x{matrix.GetLength(1)}.", nameof(matrix));
        }

        Dimension = n - 1;
        _m = Eye();
        for (int r = 0; r < Dimension; r++)
        {
            for (int c = 0; c < Dimension; c++)
            {
                _m[r, c] = Finite(matrix[r, c], nameof(matrix));
            }

            _m[r, 3] = Finite(matrix[r, Dimension], nameof(matrix));
        }

        for (int c = 0; c < n; c++)
        {
            if (matrix[n - 1, c] != (c == n - 1 ? 1 : 0))
            {
                throw new ArgumentException("The last row of an affine is 0 ... 0 1.", nameof(matrix));
            }
        }
    }

    /// <summary>Makes an affine of its numbers, row by row.</summary>
    /// <param name="values">16 numbers, or 9 for two dimensions; the last row is 0 ... 0 1.</param>
    /// <exception cref="ArgumentException">There are more or fewer numbers, another last row, or a number that is not finite.</exception>
    public Affine(double[] values)
        : this(new Matrix(values))
    {
    }

    /// <summary>Makes an affine of its parts.</summary>
    /// <param name="direction">Columns are the axes' directions in the world, each of length 1.</param>
    /// <param name="spacing">Distance of voxels along each axis, mm.</param>
    /// <param name="origin">Place of the first voxel's centre, mm.</param>
    /// <exception cref="ArgumentException">The parts are not all of two or all of three dimensions, or not finite.</exception>
    public Affine(Matrix direction, Vector spacing, Vector origin)
        : this(Compose(direction, spacing, origin))
    {
    }

    private Affine(double[,] whole, int dimension)
    {
        _m = whole;
        Dimension = dimension;
    }

    /// <summary>3, or 2 where the affine is the 3x3 one of a plane.</summary>
    public int Dimension { get; }

    /// <summary>The number of rows: 4, or 3 for two dimensions.</summary>
    public int Count => Dimension + 1;

    /// <summary>The number of rows, as arrays call it.</summary>
    public int Length => Dimension + 1;

    /// <summary>Distance of voxels along each axis in mm, positive. Setting it scales the axes and keeps directions and origin.</summary>
    /// <exception cref="ArgumentException">Set to other than one positive number an axis.</exception>
    public Vector Spacing
    {
        get => new(Enumerable.Range(0, Dimension).Select(ColumnLength).ToArray());
        set
        {
            Check(value, nameof(value));
            if (value.Any(v => v <= 0))
            {
                throw new ArgumentException($"A spacing is positive, not {value}.", nameof(value));
            }

            for (int c = 0; c < Dimension; c++)
            {
                double length = ColumnLength(c);
                if (length == 0)
                {
                    throw new InvalidOperationException($"Axis {c} has no direction that could be scaled.");
                }

                for (int r = 0; r < 3; r++)
                {
                    _m[r, c] *= value[c] / length;
                }
            }
        }
    }

    /// <summary>Place of the first voxel's centre in the world, mm.</summary>
    /// <exception cref="ArgumentException">Set to other than one finite number an axis.</exception>
    public Vector Origin
    {
        get => new(Enumerable.Range(0, Dimension).Select(r => _m[r, 3]).ToArray());
        set
        {
            Check(value, nameof(value));
            for (int r = 0; r < Dimension; r++)
            {
                _m[r, 3] = value[r];
            }
        }
    }

    /// <summary>
    /// The axes' directions in the world as columns of length 1; orthogonal unless <see cref="IsSheared"/>. Setting it
    /// keeps spacing and origin.
    /// </summary>
    /// <exception cref="ArgumentException">Set to a matrix of another size or with numbers that are not finite.</exception>
    public Matrix Direction
    {
        get
        {
            var values = new double[Dimension, Dimension];
            for (int c = 0; c < Dimension; c++)
            {
                double length = ColumnLength(c);
                for (int r = 0; r < Dimension; r++)
                {
                    values[r, c] = length == 0 ? 0 : _m[r, c] / length;
                }
            }

            return new Matrix(values);
        }

        set
        {
            double[,] composed = Compose(value, Spacing, Origin);
            for (int r = 0; r < Dimension; r++)
            {
                for (int c = 0; c < Dimension; c++)
                {
                    _m[r, c] = composed[r, c];
                }
            }
        }
    }

    /// <summary>Whether two axes are not at right angles, as a tilted gantry or a registration makes them.</summary>
    public bool IsSheared
    {
        get
        {
            for (int a = 0; a < Dimension; a++)
            {
                for (int b = a + 1; b < Dimension; b++)
                {
                    double dot = (_m[0, a] * _m[0, b]) + (_m[1, a] * _m[1, b]) + (_m[2, a] * _m[2, b]);
                    if (Math.Abs(dot) > ShearTolerance * ColumnLength(a) * ColumnLength(b))
                    {
                        return true;
                    }
                }
            }

            return false;
        }
    }

    /// <summary>Whether the axes turn as the world's do, as DICOM demands of a series; a mirrored order of the axes does not.</summary>
    public bool IsRightHanded => Linear3.Determinant(_m) > 0;

    /// <summary>Whether all voxels would fall in one plane or line, so that a place has no index.</summary>
    public bool IsSingular
    {
        get
        {
            // Of the axes' directions, so that neither huge nor tiny spacings overflow.
            var directions = new double[3, 3];
            for (int c = 0; c < 3; c++)
            {
                double length = ColumnLength(c);
                if (length == 0 || double.IsInfinity(length))
                {
                    return true;
                }

                for (int r = 0; r < 3; r++)
                {
                    directions[r, c] = _m[r, c] / length;
                }
            }

            return Math.Abs(Linear3.Determinant(directions)) <= 1e-9;
        }
    }

    /// <summary>One row of the matrix.</summary>
    /// <param name="index">From 0.</param>
    public Vector this[int index] => new(Enumerable.Range(0, Count).Select(c => this[index, c]).ToArray());

    /// <summary>One number of the matrix; for two dimensions of the 3x3 one.</summary>
    /// <param name="row">From 0.</param>
    /// <param name="column">From 0.</param>
    public double this[int row, int column] => _m[Whole(row), Whole(column)];

    /// <summary>The affine of voxels of 1 mm at the world's origin, along its axes.</summary>
    /// <param name="dimension">2 or 3.</param>
    /// <returns>The affine.</returns>
    public static Affine Identity(int dimension = 3) => new(Eye(), dimension is 2 or 3 ? dimension : throw new ArgumentOutOfRangeException(nameof(dimension)));

    /// <summary>Reads the numbers row by row.</summary>
    /// <param name="text">16 numbers, or 9, in the invariant culture.</param>
    /// <returns>The affine.</returns>
    /// <exception cref="FormatException">A part of the text is not a number.</exception>
    public static Affine Parse(string text) => new(Matrix.Parse(text));

    /// <summary>A copy that can be changed without changing this one.</summary>
    /// <returns>The copy.</returns>
    public Affine Clone() => new((double[,])_m.Clone(), Dimension);

    /// <summary>The whole 4x4 affine, also of a two-dimensional image.</summary>
    /// <returns>A copy of three dimensions.</returns>
    public Affine To3D() => new((double[,])_m.Clone(), 3);

    /// <summary>The matrix as a two-dimensional array, rows first.</summary>
    /// <returns>4x4, or 3x3 for two dimensions.</returns>
    public double[,] ToArray() => ToMatrix().ToArray();

    /// <summary>The matrix.</summary>
    /// <returns>4x4, or 3x3 for two dimensions.</returns>
    public Matrix ToMatrix() => new(this.SelectMany(row => row).ToArray());

    /// <summary>The axes' directions as letters, see <see cref="AxisCodes"/>.</summary>
    /// <param name="system">The coordinate system this affine is in.</param>
    /// <returns>Three letters, or two for two dimensions.</returns>
    public string GetOrientation(CoordinateSystem system = CoordinateSystem.Itk) => AxisCodes.FromAffine(this, system, Dimension);

    /// <inheritdoc/>
    public IEnumerator<Vector> GetEnumerator() => Enumerable.Range(0, Count).Select(r => this[r]).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(Affine? other) => other is not null && Dimension == other.Dimension && _m.Cast<double>().SequenceEqual(other._m.Cast<double>());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Affine);

    /// <inheritdoc/>
    public override int GetHashCode() => Numbers.Hash(_m.Cast<double>());

    /// <summary>The rows with semicolons between.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => string.Join("; ", (IEnumerable<Vector>)this);

    private static double[,] Eye() => new double[,] { { 1, 0, 0, 0 }, { 0, 1, 0, 0 }, { 0, 0, 1, 0 }, { 0, 0, 0, 1 } };

    private static double Finite(double value, string name) => double.IsNaN(value) || double.IsInfinity(value)
        ? throw new ArgumentException("An affine has finite numbers only.", name)
        : value;

    private static double[,] Compose(Matrix direction, Vector spacing, Vector origin)
    {
        if (direction is null || spacing is null || origin is null)
        {
            throw new ArgumentNullException(direction is null ? nameof(direction) : spacing is null ? nameof(spacing) : nameof(origin));
        }

        int d = direction.Count;
        if (d is not (2 or 3) || spacing.Count != d || origin.Count != d)
        {
            throw new ArgumentException($"Direction, spacing and origin are all of two or all of three dimensions, not {d}, {spacing.Count} and {origin.Count}.", nameof(direction));
        }

        var m = new double[d + 1, d + 1];
        m[d, d] = 1;
        for (int r = 0; r < d; r++)
        {
            m[r, d] = Finite(origin[r], nameof(origin));
            for (int c = 0; c < d; c++)
            {
                m[r, c] = Finite(direction[r, c] * spacing[c], nameof(direction));
            }
        }

        return m;
    }

    private void Check(Vector vector, string name)
    {
        if (vector is null)
        {
            throw new ArgumentNullException(name);
        }

        if (vector.Count != Dimension)
        {
            throw new ArgumentException($"{Dimension} numbers are needed, one an axis, not {vector.Count}.", name);
        }

        foreach (double value in vector)
        {
            Finite(value, name);
        }
    }

    private double ColumnLength(int c) => Math.Sqrt((_m[0, c] * _m[0, c]) + (_m[1, c] * _m[1, c]) + (_m[2, c] * _m[2, c]));

    // The last row and column of the 3x3 view are the last ones of the whole.
    private int Whole(int i)
    {
        if (i < 0 || i > Dimension)
        {
            throw new ArgumentOutOfRangeException(nameof(i), $"The affine has {Count} rows and columns.");
        }

        return i == Dimension ? 3 : i;
    }
}
