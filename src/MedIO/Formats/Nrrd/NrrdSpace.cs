using System;
using System.Collections.Generic;
using System.Linq;
using MedIO.Formats.Headers;

namespace MedIO.Formats.Nrrd;

/// <summary>The space that a header names, and what it says in it of each axis: section 4 of the definition.</summary>
internal sealed class NrrdSpace
{
    // Without hyphens and blanks.
    private static readonly Dictionary<string, NrrdSpaceName> Names = MakeNames();

    private NrrdSpace(string? text, NrrdSpaceName? name, int dimension)
    {
        Text = text;
        Name = name;
        Dimension = dimension;
    }

    /// <summary>The name in the header; null where there is none.</summary>
    public string? Text { get; }

    /// <summary>What the name means; null where there is none.</summary>
    public NrrdSpaceName? Name { get; }

    /// <summary>The space's dimensions; 0 where there is no space.</summary>
    public int Dimension { get; }

    /// <summary>The step along each axis; null for an axis that is not in the space.</summary>
    public IReadOnlyList<double[]?> Directions { get; private init; } = Array.Empty<double[]?>();

    /// <summary>The place of the first voxel; null where it is not said.</summary>
    public double[]? Origin { get; private init; }

    /// <summary>Whether any axis has a direction.</summary>
    public bool HasDirections => Directions.Any(d => d is not null);

    /// <summary>Reads the fields.</summary>
    /// <exception cref="MedIOException">They contradict one another.</exception>
    public static NrrdSpace Read(NrrdHeader header, int axes)
    {
        string? text = header[NrrdFields.Space];
        long dimension = header.Integer(NrrdFields.SpaceDimension) ?? 0;
        NrrdSpaceName? name = null;
        if (text is not null)
        {
            name = Names.TryGetValue(Plain(text), out NrrdSpaceName? known) ? known : throw header.Invalid($"space: {HeaderText.Shorten(text)} is no space of the format, such as left-posterior-superior");
            dimension = dimension == 0 ? name.Dimension
                : dimension == name.Dimension ? dimension
                : throw header.Invalid(FormattableString.Invariant($"space: {text} has {name.Dimension} dimensions, but space dimension is {dimension}"));
        }

        if (dimension is < 0 or > 8)
        {
            throw header.Invalid(FormattableString.Invariant($"space dimension is {dimension}, not 1 to 8"));
        }

        if (dimension == 0)
        {
            string? useless = new[] { NrrdFields.SpaceDirections, NrrdFields.SpaceOrigin }.FirstOrDefault(f => header[f] is not null);
            return useless is null ? new NrrdSpace(null, null, 0) : throw header.Invalid($"it has {useless}, but no space to which they belong");
        }

        return new NrrdSpace(text, name, (int)dimension)
        {
            Directions = header.Vectors(NrrdFields.SpaceDirections, axes, (int)dimension) ?? Array.Empty<double[]?>(),
            Origin = header.Vectors(NrrdFields.SpaceOrigin, 1, (int)dimension)?[0],
        };
    }

    /// <summary>Whether an axis has a direction that is not one of time alone.</summary>
    public bool IsSpatial(int axis) => axis < Directions.Count && Directions[axis] is { } d && (Dimension <= 3 || d.Take(3).Any(c => c != 0) || d.All(c => c == 0));

    /// <summary>Whether an axis has a direction, but none in the three dimensions that are space.</summary>
    public bool IsBeyond(int axis) => axis < Directions.Count && Directions[axis] is not null && !IsSpatial(axis);

    private static string Plain(string text) => text.Replace("-", string.Empty).Replace(" ", string.Empty);

    private static Dictionary<string, NrrdSpaceName> MakeNames()
    {
        var names = new Dictionary<string, NrrdSpaceName>(StringComparer.OrdinalIgnoreCase);
        Add(new(3, CoordinateSystem.Nib, 1), "rightanteriorsuperior", "RAS");
        Add(new(3, CoordinateSystem.Itk, -1), "leftanteriorsuperior", "LAS");
        Add(new(3, CoordinateSystem.Itk, 1), "leftposteriorsuperior", "LPS");
        Add(new(4, CoordinateSystem.Nib, 1), "rightanteriorsuperiortime", "RAST");
        Add(new(4, CoordinateSystem.Itk, -1), "leftanteriorsuperiortime", "LAST");
        Add(new(4, CoordinateSystem.Itk, 1), "leftposteriorsuperiortime", "LPST");
        Add(new(3, null, 1), "scannerxyz", "3Drighthanded", "3Dlefthanded");
        Add(new(4, null, 1), "scannerxyztime", "scannerxyzt", "3Drighthandedtime", "3Dlefthandedtime");
        return names;

        void Add(NrrdSpaceName name, params string[] texts)
        {
            foreach (string text in texts)
            {
                names[text] = name;
            }
        }
    }
}

/// <summary>What the name of a space says.</summary>
/// <param name="Dimension">Its dimensions; of four the last is time.</param>
/// <param name="System">The coordinate system that its numbers are taken to; null where it says nothing of left and right.</param>
/// <param name="SignOfY">What its second number is multiplied with for that.</param>
internal sealed record NrrdSpaceName(int Dimension, CoordinateSystem? System, int SignOfY);
