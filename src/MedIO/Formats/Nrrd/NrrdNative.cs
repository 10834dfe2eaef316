using System;
using System.Collections.Generic;
using System.Linq;
using MedIO.Formats.Headers;

namespace MedIO.Formats.Nrrd;

/// <summary>What an image keeps of the NRRD that it was read from, to be written to the next one.</summary>
/// <param name="Fields">Descriptive fields, and their texts.</param>
/// <param name="Pairs">Keys and values, in their order.</param>
/// <param name="Kind">The kind of the axis of components; null where there is none.</param>
/// <param name="Components">How many components that kind had.</param>
/// <param name="IsList">Whether the fourth axis was a list.</param>
/// <param name="MeasurementFrame">The measurement frame's vectors, in LPS+; null where there is none.</param>
internal sealed record NrrdNative(
    IReadOnlyList<KeyValuePair<string, string>> Fields,
    IReadOnlyList<KeyValuePair<string, string>> Pairs,
    string? Kind,
    int Components,
    bool IsList,
    IReadOnlyList<double[]>? MeasurementFrame) : IKeptByFormat
{
    // Behind the name of a key in a Header, where a field has the same name.
    private const string Mark = ":=";

    /// <inheritdoc/>
    public string FormatName => "NRRD";

    /// <inheritdoc/>
    /// <remarks>Such as the gradients of diffusion images, without which these are of no use.</remarks>
    public string? LostElsewhere
    {
        get
        {
            string? pairs = Pairs.Count == 0 ? null : $"the keys and values ({string.Join(", ", Pairs.Take(3).Select(p => HeaderText.Shorten(p.Key)))}{(Pairs.Count > 3 ? ", ..." : string.Empty)})";
            return MeasurementFrame is null ? pairs : pairs is null ? "the measurement frame" : $"the measurement frame and {pairs}";
        }
    }

    /// <summary>The name of a key among the fields of a header.</summary>
    public static string HeaderName(string key) => NrrdFields.TryGet(key, out _) ? key + Mark : key;

    /// <summary>The key of such a name.</summary>
    public static string KeyOf(string headerName) => headerName.EndsWith(Mark, StringComparison.Ordinal) ? headerName.Substring(0, headerName.Length - Mark.Length) : headerName;

    /// <summary>Vectors of a coordinate system in LPS+.</summary>
    public static IReadOnlyList<double[]>? Turn(IReadOnlyList<double[]>? vectors, CoordinateSystem from) =>
        from == CoordinateSystem.Itk ? vectors : vectors?.Select(v => new[] { -v[0], -v[1], v[2] }).ToArray();
}
