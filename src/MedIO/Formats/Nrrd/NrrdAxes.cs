using System;
using System.Collections.Generic;
using System.Linq;
using MedIO.Formats.Headers;
using MedIO.Formats.Reading;

namespace MedIO.Formats.Nrrd;

/// <summary>What the axes of a header are to the image: its axes in space, its further ones, the components of its voxels.</summary>
internal sealed class NrrdAxes
{
    // The key of diffusion images, whose axis of vectors or of a list is one of measurements (NA-MIC's convention for DWI).
    private const string Modality = "modality";
    private const string DiffusionWeighted = "DWMRI";

    private readonly int[] _sizes;
    private readonly string?[] _kinds;
    private readonly NrrdAxisRole[] _roles;

    private NrrdAxes(int[] sizes, string?[] kinds, NrrdAxisRole[] roles)
    {
        _sizes = sizes;
        _kinds = kinds;
        _roles = roles;
    }

    /// <summary>The header's axes that are the image's first ones.</summary>
    public IReadOnlyList<int> Spatial { get; private set; } = Array.Empty<int>();

    /// <summary>The header's axes that are the image's fourth one and those behind.</summary>
    public IReadOnlyList<int> Further { get; private set; } = Array.Empty<int>();

    /// <summary>The header's axis of components; null where there is none.</summary>
    public int? ComponentAxis { get; private set; }

    /// <summary>Whether two numbers together are a complex one.</summary>
    public bool IsComplex { get; private set; }

    /// <summary>The kind of the axis of components; null where it is not said.</summary>
    public string? ComponentKind => ComponentAxis is { } axis ? _kinds[axis] : null;

    /// <summary>The numbers of a voxel.</summary>
    public int Components => ComponentAxis is { } axis ? _sizes[axis] : 1;

    /// <summary>The image's axes, of which one of space may have been added.</summary>
    public Shape Shape { get; private set; } = null!;

    /// <summary>Whether an axis is not measured along, as a list is not.</summary>
    public bool IsList(int axis) => _roles[axis] is not (NrrdAxisRole.Time or NrrdAxisRole.Space or NrrdAxisRole.Unknown);

    /// <summary>Finds out what each axis is.</summary>
    /// <exception cref="MedIOException">A kind is none, or there are more axes than an image can have.</exception>
    public static NrrdAxes Read(NrrdHeader header, int[] sizes, NrrdSpace space, VoxelType type, List<string> warnings)
    {
        string?[] kinds = header.Words(NrrdFields.Kinds, sizes.Length) ?? new string?[sizes.Length];
        var axes = new NrrdAxes(sizes, kinds, kinds.Select((k, i) => Role(header, k, i, space)).ToArray());
        axes.FindComponents(header, space, type, warnings);
        axes.FindImage(header, space);
        return axes;
    }

    /// <summary>The image's axes in the order of the file; null where they come as in the image, components first.</summary>
    /// <param name="planar">Whether they come as in the image, components last.</param>
    public int[]? FileAxes(out bool planar)
    {
        var order = new List<int>();
        for (int i = 0; i < _sizes.Length; i++)
        {
            int image = i == ComponentAxis ? VoxelLayout.ComponentAxis : ImageAxis(i);
            if (i == ComponentAxis ? Components > 1 : image >= 0)
            {
                order.Add(image);
            }
        }

        // What was added has one voxel, so it may be anywhere.
        for (int added = 0; added < Shape.Count; added++)
        {
            if (!order.Contains(added))
            {
                order.Insert(order.IndexOf(added - 1) + 1, added);
            }
        }

        int[] ascending = order.OrderBy(a => a).ToArray();
        planar = Components > 1 && order.SequenceEqual(ascending.Skip(1).Concat(ascending.Take(1)));
        return planar || order.SequenceEqual(ascending) ? null : order.ToArray();
    }

    private static NrrdAxisRole Role(NrrdHeader header, string? kind, int axis, NrrdSpace space)
    {
        NrrdAxisRole role = NrrdAxisRole.Unknown;
        if (kind is not null && !NrrdKinds.TryGetRole(kind, out role))
        {
            throw header.Invalid($"kinds: {HeaderText.Shorten(kind)} is no kind of the format");
        }

        if (role is not (NrrdAxisRole.Unknown or NrrdAxisRole.Space) || !space.HasDirections)
        {
            return role;
        }

        // Where some axes have a direction, those without are not in space, whatever their kind says.
        return space.IsSpatial(axis) ? NrrdAxisRole.Space
            : space.IsBeyond(axis) ? NrrdAxisRole.Time
            : role == NrrdAxisRole.Unknown && axis == 0 ? NrrdAxisRole.Components
            : NrrdAxisRole.List;
    }

    private void FindComponents(NrrdHeader header, NrrdSpace space, VoxelType type, List<string> warnings)
    {
        IsComplex = _roles[0] == NrrdAxisRole.Complex && _sizes[0] == 2 && type is VoxelType.Float32 or VoxelType.Float64;
        bool diffusion = string.Equals(header.Pair(Modality), DiffusionWeighted, StringComparison.OrdinalIgnoreCase);
        for (int i = IsComplex ? 1 : 0; i < _roles.Length; i++)
        {
            bool several = _roles[i] == NrrdAxisRole.Components || _roles[i] == NrrdAxisRole.Complex || (_roles[i] == NrrdAxisRole.Single && _sizes[i] > 1);
            bool measurements = diffusion && string.Equals(_kinds[i], NrrdKinds.Vector, StringComparison.OrdinalIgnoreCase);
            if (several && !measurements && ComponentAxis is null)
            {
                ComponentAxis = i;
                if (_roles[i] == NrrdAxisRole.Complex)
                {
                    warnings.Add("Real and imaginary parts are read as two components, as they are no pairs of floating-point numbers.");
                }

                if (_kinds[i] is null or "none" or "???")
                {
                    warnings.Add(FormattableString.Invariant($"The first axis has no direction and no kind; its {_sizes[i]} values are taken as the components of a voxel."));
                }
            }
            else if (several)
            {
                _roles[i] = NrrdAxisRole.List;
            }
        }

        if (space.HasDirections && Enumerable.Range(0, _roles.Length).Any(i => space.Directions[i] is not null && IsList(i)))
        {
            warnings.Add("An axis whose kind is none of space has a direction in space, which is not used.");
        }
    }

    private void FindImage(NrrdHeader header, NrrdSpace space)
    {
        int[] rest = Enumerable.Range(IsComplex ? 1 : 0, _roles.Length - (IsComplex ? 1 : 0)).Where(i => i != ComponentAxis && _roles[i] != NrrdAxisRole.Single).ToArray();
        int[] spatial = rest.Where(i => _roles[i] is NrrdAxisRole.Space or NrrdAxisRole.Unknown).ToArray();

        // An image of nothing but values has them along its first axis.
        spatial = spatial.Length > 0 ? spatial : rest;
        if (spatial.Length == 0 && ComponentAxis is { } only)
        {
            spatial = new[] { only };
            ComponentAxis = null;
        }

        Spatial = spatial.Take(3).ToArray();
        Further = rest.Except(Spatial).OrderBy(i => _roles[i] == NrrdAxisRole.Time ? 0 : 1).ToArray();

        // A plane in space has a third axis of one voxel, since its place is more than two axes can tell; so has one with time.
        int least = Further.Count > 0 ? 3 : space.HasDirections ? Math.Min(3, space.Dimension) : 1;
        int[] sizes = Spatial.Select(i => _sizes[i]).Concat(Enumerable.Repeat(1, Math.Max(Spatial.Count == 0 ? 1 : 0, least - Spatial.Count))).Concat(Further.Select(i => _sizes[i])).ToArray();
        Shape = sizes.Length <= 7 ? new Shape(sizes) : throw new MedIOException(
            MedIOError.UnsupportedFeature,
            FormattableString.Invariant($"{header.Path}: has {sizes.Length} axes beside those of a voxel's values, but 7 is the most that can be read. Write it anew with fewer, such as by 'unu slice'."),
            header.Path);
    }

    // -1 for an axis that is none of the image.
    private int ImageAxis(int axis)
    {
        int spatial = Spatial.ToList().IndexOf(axis);
        int further = Further.ToList().IndexOf(axis);
        return spatial >= 0 ? spatial : further >= 0 ? Shape.Count - Further.Count + further : -1;
    }
}
