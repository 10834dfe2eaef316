using System;
using System.Collections.Generic;
using System.Linq;
using MedIO.Formats.Headers;

namespace MedIO.Formats.Nrrd;

/// <summary>Where the voxels lie: by the space's directions and origin, or by the spacings and the ends of the axes where there is no space.</summary>
/// <remarks>
/// Definition, sections 4 and 6. As in ITK, what a header does not say of left and posterior is taken as LPS+, and distances as
/// mm. Other than in ITK, of LAS the second axis is turned, not the first, and the spaces with time are turned as those without.
/// </remarks>
internal sealed class NrrdGeometry
{
    private static readonly string[] Millimetres = { string.Empty, "mm", "millimeter", "millimeters", "millimetre", "millimetres", "???", "none" };

    private readonly NrrdHeader _header;
    private readonly NrrdSpace _space;
    private readonly NrrdAxes _axes;
    private readonly int[] _sizes;
    private readonly List<string> _warnings;
    private readonly double[] _spacings;
    private readonly double[] _mins;
    private readonly double[] _maxs;

    /// <param name="header">The header.</param>
    /// <param name="space">Its space.</param>
    /// <param name="axes">What its axes are.</param>
    /// <param name="sizes">Their sizes.</param>
    /// <param name="warnings">Told what is assumed.</param>
    /// <exception cref="MedIOException">A list of numbers is none.</exception>
    public NrrdGeometry(NrrdHeader header, NrrdSpace space, NrrdAxes axes, int[] sizes, List<string> warnings)
    {
        _header = header;
        _space = space;
        _axes = axes;
        _sizes = sizes;
        _warnings = warnings;
        _spacings = Numbers(NrrdFields.Spacings);
        _mins = Numbers(NrrdFields.AxisMins);
        _maxs = Numbers(NrrdFields.AxisMaxs);
    }

    /// <summary>The coordinate system that the affine is in.</summary>
    public CoordinateSystem System => _space.Name?.System ?? CoordinateSystem.Itk;

    /// <summary>The affine of the image's axes in space.</summary>
    /// <exception cref="MedIOException"><see cref="MedIOError.InvalidAffine"/>, unless a default is allowed.</exception>
    public Affine Read(ReadOptions options)
    {
        var whole = new double[4, 4];
        for (int i = 0; i < 4; i++)
        {
            whole[i, i] = 1;
        }

        if (_space.HasDirections)
        {
            FromDirections(whole);
        }
        else
        {
            FromSpacings(whole);
        }

        for (int i = 0; i < 4; i++)
        {
            whole[1, i] *= _space.Name?.SignOfY ?? 1;
        }

        WarnOfSpace();
        string fields = _space.HasDirections ? "space directions and space origin" : "spacings and the ends of the axes";
        return GeometryCheck.Usable(whole, _header.Path, fields, options, _warnings);
    }

    /// <summary>The distance of volumes along the fourth axis, in seconds; null where the header does not say, or the axis is none of time.</summary>
    public double? TimeStep()
    {
        if (_axes.Further.Count == 0 || _axes.IsList(_axes.Further[0]))
        {
            return null;
        }

        int axis = _axes.Further[0];
        double step = Math.Abs(Spacing(axis));
        string? unit = _header.Quoted(NrrdFields.Units, _sizes.Length)?[axis];
        if (_space.IsBeyond(axis))
        {
            step = _space.Directions[axis]!.Select(Math.Abs).Max();
            int dimension = _space.Directions[axis]!.ToList().FindIndex(c => Math.Abs(c) == step);
            unit = _header.Quoted(NrrdFields.SpaceUnits, _space.Dimension)?[Math.Max(0, dimension)];
            if (unit is { Length: 0 })
            {
                // Written here, of an axis of which nobody knows how far its steps are apart.
                return null;
            }
        }

        double factor = unit?.Trim().ToLowerInvariant() switch
        {
            "ms" or "msec" or "millisecond" or "milliseconds" => 1e-3,
            "us" or "usec" or "microsecond" or "microseconds" => 1e-6,
            _ => 1,
        };
        return step is > 0 and < GeometryCheck.Largest ? step * factor : null;
    }

    /// <summary>The measurement frame's vectors in the coordinate system of the affine; null where there is none, or none of three dimensions.</summary>
    public IReadOnlyList<double[]>? MeasurementFrame()
    {
        double[]?[]? frame = _header.Vectors(NrrdFields.MeasurementFrame, _space.Dimension, _space.Dimension);
        if (frame is null || _space.Dimension < 3 || frame.Take(3).Any(v => v is null))
        {
            return null;
        }

        return frame.Take(3).Select(v => new[] { v![0], v[1] * (_space.Name?.SignOfY ?? 1), v[2] }).ToArray();
    }

    private double[] Numbers(string name) => _header.Numbers(name, _sizes.Length) ?? Enumerable.Repeat(double.NaN, _sizes.Length).ToArray();

    private void FromDirections(double[,] whole)
    {
        int world = Math.Min(3, _space.Dimension);
        var columns = new double[]?[3];
        for (int i = 0; i < _axes.Spatial.Count; i++)
        {
            double[]? direction = _axes.Spatial[i] < _space.Directions.Count ? _space.Directions[_axes.Spatial[i]] : null;
            columns[i] = direction is null ? null : Enumerable.Range(0, 3).Select(r => r < world ? direction[r] : 0).ToArray();

            // A shear of space and time has no place in an affine: the check for numbers finds these.
            if (direction is not null && direction.Skip(3).Any(c => c != 0))
            {
                columns[i]![0] = double.NaN;
                _warnings.Add("Its space directions mix space with time.");
            }
        }

        if (_axes.Spatial.Count < world)
        {
            _warnings.Add("The header places fewer axes in its space than that has dimensions; one of a voxel of 1 mm is added for each that is missing.");
        }

        Complete(columns, world);
        double[] origin = _space.Origin ?? new double[_space.Dimension];
        for (int r = 0; r < 3; r++)
        {
            for (int c = 0; c < 3; c++)
            {
                whole[r, c] = columns[c]![r];
            }

            whole[r, 3] = r < world ? origin[r] : 0;
        }

        if (_space.Origin is null)
        {
            _warnings.Add("The header has no space origin; the first voxel is taken to be at 0.");
        }

        if (origin.Skip(3).Any(o => o != 0))
        {
            _warnings.Add("The origin along the axes beyond the third is not kept.");
        }

        if (_axes.Spatial.Any(i => !double.IsNaN(_spacings[i])))
        {
            _warnings.Add("The header has spacings for axes whose space directions say how far their voxels are apart; these count.");
        }
    }

    // Axes that the header does not have, at right angles to those that it has.
    private static void Complete(double[]?[] columns, int world)
    {
        for (int i = 0; i < 3; i++)
        {
            if (columns[i] is not null)
            {
                continue;
            }

            double[] normal = i == 2 && world == 3 ? Cross(columns[0]!, columns[1]!)
                : i == 1 && world == 3 ? Cross(columns[0]!, Math.Abs(columns[0]![0]) < Length(columns[0]!) / 2 ? new double[] { 1, 0, 0 } : new double[] { 0, 0, -1 })
                : i == 1 && world == 2 ? new[] { -columns[0]![1], columns[0]![0], 0 }
                : Enumerable.Range(0, 3).Select(r => r == i ? 1.0 : 0).ToArray();
            double length = Length(normal);
            columns[i] = normal.Select(c => (c / length) + 0.0).ToArray();
        }
    }

    private static double Length(double[] v) => Math.Sqrt((v[0] * v[0]) + (v[1] * v[1]) + (v[2] * v[2]));

    private static double[] Cross(double[] a, double[] b) => new[] { (a[1] * b[2]) - (a[2] * b[1]), (a[2] * b[0]) - (a[0] * b[2]), (a[0] * b[1]) - (a[1] * b[0]) };

    private void FromSpacings(double[,] whole)
    {
        bool origin = _space.Origin is null && _axes.Spatial.All(i => !double.IsNaN(_mins[i]) && !double.IsNaN(Spacing(i)));
        for (int i = 0; i < _axes.Spatial.Count; i++)
        {
            int axis = _axes.Spatial[i];
            double spacing = Spacing(axis);
            whole[i, i] = double.IsNaN(spacing) ? 1 : spacing;
            whole[i, 3] = origin ? _mins[axis] + (IsNode(axis) ? 0 : spacing / 2) : _space.Origin is { } o && i < Math.Min(3, _space.Dimension) ? o[i] : 0;
        }

        bool unknown = _axes.Spatial.Any(i => double.IsNaN(Spacing(i)));
        _warnings.Add(unknown
            ? "The header has no space directions, and no spacings for all axes; as in ITK voxels are taken to lie along the axes of LPS+, 1 mm apart where nothing is said."
            : "The header has no space directions; as in ITK the axes are taken to lie along those of LPS+.");
    }

    // NaN where the header says nothing. Samples at the nodes of an axis reach from its one end to the other, others fill it.
    private double Spacing(int axis)
    {
        int steps = _sizes[axis] - (IsNode(axis) ? 1 : 0);
        return !double.IsNaN(_spacings[axis]) ? _spacings[axis] : steps > 0 ? (_maxs[axis] - _mins[axis]) / steps : double.NaN;
    }

    private bool IsNode(int axis) => string.Equals(_header.Words(NrrdFields.Centerings, _sizes.Length)?[axis], "node", StringComparison.OrdinalIgnoreCase);

    private void WarnOfSpace()
    {
        if (_space.Text is not null && _space.Name!.System is null)
        {
            _warnings.Add($"The space {_space.Text} does not say where left and posterior are; as in ITK it is taken as LPS+.");
        }
        else if (_space.Text is null && _space is { Dimension: 3, HasDirections: true })
        {
            // ITK writes images of other than three dimensions without a name, in LPS+.
            _warnings.Add("The header does not name the space of its directions; as in ITK it is taken as LPS+.");
        }

        string[] units = (_space.HasDirections
            ? _header.Quoted(NrrdFields.SpaceUnits, _space.Dimension)?.Take(3)
            : _header.Quoted(NrrdFields.Units, _sizes.Length)?.Where((u, i) => _axes.Spatial.Contains(i)))?.ToArray() ?? Array.Empty<string>();
        if (units.FirstOrDefault(u => !Millimetres.Contains(u.Trim().ToLowerInvariant())) is { } other)
        {
            _warnings.Add($"The header says that distances are in {HeaderText.Shorten(other)}; as in ITK they are taken as mm.");
        }
    }
}
