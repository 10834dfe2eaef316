using System;
using System.Collections.Generic;
using System.Linq;

namespace MedIO.Geometry;

/// <summary>
/// The letters that say along which way of the body each axis of an image runs: R or L, A or P, S or I. See
/// <see cref="CoordinateSystem"/> for what a letter says.
/// </summary>
public static class AxisCodes
{
    // Cosines, and sums of three, that differ by less are equal but for rounding.
    private const double Rounding = 1e-9;

    // Index by world axis; first the letter of the positive direction in RAS+.
    private static readonly string[] Letters = { "RL", "AP", "SI" };

    private static readonly int[][] Permutations =
    {
        new[] { 0, 1, 2 }, new[] { 0, 2, 1 }, new[] { 1, 0, 2 }, new[] { 1, 2, 0 }, new[] { 2, 0, 1 }, new[] { 2, 1, 0 },
    };

    /// <summary>All 48 codes of three letters, in alphabetical order; they are the same in both coordinate systems.</summary>
    public static IReadOnlyList<string> All { get; } =
        Permutations.SelectMany(p => Enumerable.Range(0, 8).Select(f =>
            new string(Enumerable.Range(0, 3).Select(i => Letters[p[i]][(f >> i) & 1]).ToArray()))).OrderBy(c => c, StringComparer.Ordinal).ToArray();

    /// <summary>The letters of an affine's axes: each axis gets the world axis it is closest to, no two the same.</summary>
    /// <param name="affine">The affine.</param>
    /// <param name="system">The coordinate system that the affine is in and the letters are wanted in.</param>
    /// <param name="count">How many axes to name, 1 to 3.</param>
    /// <returns>One letter an axis.</returns>
    /// <exception cref="ArgumentException">The affine is singular.</exception>
    /// <remarks>
    /// The closest axes are those of the signed permutation matrix that is nearest to the orthogonal part of the
    /// affine, so that shear does not turn them. Oblique axes at exactly 45 degrees are told apart by their direction
    /// in the world alone: however an image is reoriented, its axes keep their names.
    /// </remarks>
    public static string FromAffine(Affine affine, CoordinateSystem system, int count = 3)
    {
        if (affine is null)
        {
            throw new ArgumentNullException(nameof(affine));
        }

        if (affine.IsSingular)
        {
            throw new ArgumentException("The affine is singular: its axes do not span the space and have no orientation.", nameof(affine));
        }

        double[,] r = Linear3.NearestOrthogonal(affine.Whole());
        int[] world = Closest(r);
        bool ras = Resolve(system) == CoordinateSystem.Nib;
        var code = new char[count];
        for (int axis = 0; axis < count; axis++)
        {
            // In LPS+ with from-letters, x+ comes from R; in RAS+ with to-letters, x+ goes to R: z alone differs.
            bool positive = r[world[axis], axis] > 0;
            bool first = world[axis] == 2 && !ras ? !positive : positive;
            code[axis] = Letters[world[axis]][first ? 0 : 1];
        }

        return new string(code);
    }

    /// <summary>Every letter turned into its opposite: <c>RAS</c> becomes <c>LPI</c>.</summary>
    /// <param name="code">A code in either coordinate system.</param>
    /// <returns>The code in the other one.</returns>
    /// <exception cref="MedIOException"><see cref="MedIOError.InvalidOrientation"/>.</exception>
    public static string Invert(string code)
    {
        if (code is null)
        {
            throw new ArgumentNullException(nameof(code));
        }

        return new string(Parse(code).Select(letter =>
        {
            string pair = Letters[WorldAxis(letter)];
            return pair[0] == letter ? pair[1] : pair[0];
        }).ToArray());
    }

    /// <summary>Reads a code, in either case, and checks that it names each way of the body at most once.</summary>
    /// <param name="code">Such as <c>RAS</c>, or <c>RA</c> for two dimensions.</param>
    /// <param name="count">How many letters are needed; 0 for any.</param>
    /// <returns>The code in upper case.</returns>
    /// <exception cref="MedIOException"><see cref="MedIOError.InvalidOrientation"/>.</exception>
    public static string Parse(string code, int count = 0)
    {
        string upper = (code ?? string.Empty).Trim().ToUpperInvariant();
        bool letters = upper.Length is >= 1 and <= 3 && upper.All(c => "RLAPSI".IndexOf(c) >= 0);
        if (!letters || upper.Select(WorldAxis).Distinct().Count() != upper.Length || (count != 0 && upper.Length != count))
        {
            string example = count == 2 ? "RA" : "RAS";
            string many = count == 0 ? "one letter an axis" : $"{count} letters";
            throw new MedIOException(
                MedIOError.InvalidOrientation,
                $"'{code}' is not an orientation: give {many}, one out of each of R/L, A/P and S/I, such as {example}.");
        }

        return upper;
    }

    /// <summary>Of three letters those along which an image of fewer axes lies, so that a folder of volumes and pictures can be turned alike: <c>LPI</c> is <c>LP</c> for <c>RA</c>.</summary>
    internal static string InPlane(string code, string own)
    {
        string upper = Parse(code);
        return upper.Length == 3 && own.Length < 3 ? new string(upper.Where(letter => own.Any(o => WorldAxis(o) == WorldAxis(letter))).ToArray()) : upper;
    }

    /// <summary>The world axis of a letter: 0 for R and L, 1 for A and P, 2 for S and I.</summary>
    internal static int WorldAxis(char letter) => Array.FindIndex(Letters, pair => pair.IndexOf(letter) >= 0);

    internal static CoordinateSystem Resolve(CoordinateSystem system) => system == CoordinateSystem.Native
        ? throw new ArgumentException("Native is no coordinate system but leaves the choice to a format; give Itk or Nib.", nameof(system))
        : system;

    // Every step looks at all candidates at once, so that it makes no difference in which order an image has its axes.
    private static int[] Closest(double[,] r)
    {
        Span<double> sums = stackalloc double[Permutations.Length];
        for (int i = 0; i < sums.Length; i++)
        {
            int[] candidate = Permutations[i];
            sums[i] = Math.Abs(r[candidate[0], 0]) + Math.Abs(r[candidate[1], 1]) + Math.Abs(r[candidate[2], 2]);
        }

        int left = Greatest(sums, (1 << sums.Length) - 1);

        // A tie is decided by what does not change when axes are swapped or flipped: which line in the world is named x, then which y.
        for (int world = 0; world < 2; world++)
        {
            for (int row = 0; row < 3 && (left & (left - 1)) != 0; row++)
            {
                for (int i = 0; i < sums.Length; i++)
                {
                    int axis = Array.IndexOf(Permutations[i], world);
                    sums[i] = r[world, axis] < 0 ? -r[row, axis] : r[row, axis];
                }

                left = Greatest(sums, left);
            }
        }

        int best = 0;
        while (best < Permutations.Length - 1 && (left & (1 << best)) == 0)
        {
            best++;
        }

        return Permutations[best];
    }

    // Of the candidates that are left, a bit each, those whose number is the greatest, or differs from it by rounding.
    private static int Greatest(ReadOnlySpan<double> numbers, int left)
    {
        double most = double.NegativeInfinity;
        for (int i = 0; i < numbers.Length; i++)
        {
            most = (left & (1 << i)) != 0 ? Math.Max(most, numbers[i]) : most;
        }

        int greatest = 0;
        for (int i = 0; i < numbers.Length; i++)
        {
            greatest |= (left & (1 << i)) != 0 && numbers[i] >= most - Rounding ? 1 << i : 0;
        }

        return greatest;
    }
}
