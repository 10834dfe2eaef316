using System;
using System.Collections.Generic;

namespace MedIO.Formats.Nrrd;

/// <summary>What an axis is to an image.</summary>
internal enum NrrdAxisRole
{
    /// <summary>The header does not say.</summary>
    Unknown,

    /// <summary>Positions in space.</summary>
    Space,

    /// <summary>Points in time.</summary>
    Time,

    /// <summary>Images or measurements one beside another, such as those of diffusion gradients.</summary>
    List,

    /// <summary>The numbers of one voxel.</summary>
    Components,

    /// <summary>Real and imaginary part.</summary>
    Complex,

    /// <summary>One sample, in the place of an axis.</summary>
    Single,
}

/// <summary>The kinds of axes, section 6 of the definition.</summary>
internal static class NrrdKinds
{
    public const string Domain = "domain";
    public const string Time = "time";
    public const string List = "list";
    public const string Complex = "complex";
    public const string Vector = "vector";
    public const string CovariantVector = "covariant-vector";
    public const string Gradient = "3-gradient";
    public const string Rgb = "RGB-color";
    public const string Rgba = "RGBA-color";

    private static readonly Dictionary<string, NrrdAxisRole> Roles = MakeRoles();

    /// <summary>The role of an axis of a kind.</summary>
    /// <returns>False where there is no such kind.</returns>
    public static bool TryGetRole(string kind, out NrrdAxisRole role) => Roles.TryGetValue(kind, out role);

    private static Dictionary<string, NrrdAxisRole> MakeRoles()
    {
        var roles = new Dictionary<string, NrrdAxisRole>(StringComparer.OrdinalIgnoreCase);
        Add(NrrdAxisRole.Unknown, "none", "???");
        Add(NrrdAxisRole.Space, Domain, "space");
        Add(NrrdAxisRole.Time, Time);
        Add(NrrdAxisRole.List, List);
        Add(NrrdAxisRole.Complex, Complex);
        Add(NrrdAxisRole.Single, "stub", "scalar");
        Add(NrrdAxisRole.Components, "point", Vector, "contravariant-vector", CovariantVector, "normal", "2-vector", "3-vector", "4-vector", Gradient, "3-normal", "quaternion");
        Add(NrrdAxisRole.Components, "3-color", Rgb, "RGBcolor", "RGB", "HSV-color", "HSVcolor", "HSV", "XYZ-color", "4-color", Rgba, "RGBAcolor", "RGBA");
        foreach (string dimension in new[] { "2D", "3D" })
        {
            foreach (string masked in new[] { "-", "-masked-" })
            {
                foreach (string form in new[] { "symmetric-", "sym-", string.Empty })
                {
                    Add(NrrdAxisRole.Components, dimension + masked + form + "matrix", dimension + masked + form + "tensor");
                }
            }
        }

        return roles;

        void Add(NrrdAxisRole role, params string[] kinds)
        {
            foreach (string kind in kinds)
            {
                roles[kind] = role;
            }
        }
    }
}
