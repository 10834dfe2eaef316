using System;
using System.Collections.Generic;

namespace MedIO.Dicom.Series;

/// <summary>
/// Puts together what is the same but for rounding: each goes to the first group whose first member it is the same as, or begins
/// one. That is what asking all groups would give; only those near it are asked, so that any number of groups costs no more each.
/// </summary>
/// <typeparam name="T">What is put together.</typeparam>
internal sealed class NearGroups<T>
{
    // Sides of the cells that points are kept in: so long that few points are near two, so short that few groups share one.
    private const double Side = 8;

    // What rounding in computing a point may add to a distance.
    private const double Reach = 1.01;

    private readonly Func<T, double[]?> _pointOf;
    private readonly Func<T, T, bool> _isSame;
    private readonly List<List<T>> _groups = new();
    private readonly Dictionary<ulong, List<int>> _cells = new();

    /// <summary>No groups yet.</summary>
    /// <param name="pointOf">Numbers of a member that differ by 1 at most from those of each that is the same. Null for one that is the same as no other.</param>
    /// <param name="isSame">Whether a group's first member, which comes first, and another are the same.</param>
    public NearGroups(Func<T, double[]?> pointOf, Func<T, T, bool> isSame)
    {
        _pointOf = pointOf;
        _isSame = isSame;
    }

    /// <summary>The groups, in the order of their first members.</summary>
    public List<List<T>> Groups => _groups;

    /// <summary>Puts one into its group.</summary>
    public void Add(T member)
    {
        double[]? point = _pointOf(member);
        int group = point is null ? _groups.Count : First(member, point);
        if (group == _groups.Count)
        {
            _groups.Add(new List<T>(1));
            if (point is not null)
            {
                Keep(point, group);
            }
        }

        _groups[group].Add(member);
    }

    private int First(T member, double[] point) => First(member, point, 0, 0, _groups.Count);

    // The first group in the cells that the point's surroundings touch, from one coordinate on; what is known so far where it is no earlier.
    private int First(T member, double[] point, int coordinate, ulong cell, int known)
    {
        if (coordinate < point.Length)
        {
            double low = Number(point[coordinate] - Reach);
            double high = Number(point[coordinate] + Reach);
            known = First(member, point, coordinate + 1, With(cell, low), known);
            return low.Equals(high) ? known : First(member, point, coordinate + 1, With(cell, high), known);
        }

        if (_cells.TryGetValue(cell, out List<int>? groups))
        {
            foreach (int group in groups)
            {
                if (group >= known)
                {
                    break;
                }

                if (_isSame(_groups[group][0], member))
                {
                    return group;
                }
            }
        }

        return known;
    }

    private void Keep(double[] point, int group)
    {
        ulong cell = 0;
        foreach (double x in point)
        {
            cell = With(cell, Number(x));
        }

        if (!_cells.TryGetValue(cell, out List<int>? groups))
        {
            _cells.Add(cell, groups = new List<int>(1));
        }

        groups.Add(group);
    }

    // Zeros, the commonest numbers, are in the middle of a cell.
    private static double Number(double x) => Math.Floor((x / Side) + 0.5);

    // Cells that happen to get the same number share their groups, which are asked for being the same anyway.
    private static ulong With(ulong cell, double number)
    {
        unchecked
        {
            // One of all that are no number, and one of both zeros.
            double one = double.IsNaN(number) ? double.NaN : number + 0.0;
            ulong mixed = (cell ^ (ulong)BitConverter.DoubleToInt64Bits(one)) * 0x9E3779B97F4A7C15;
            return mixed ^ (mixed >> 32);
        }
    }
}
