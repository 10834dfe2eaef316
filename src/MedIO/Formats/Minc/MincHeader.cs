using System;
using System.Collections.Generic;
using System.Linq;

namespace MedIO.Formats.Minc;

/// <summary>What the headers of MINC 1 and MINC 2 say alike: attributes of named variables, in NetCDF's or in HDF5's clothes.</summary>
internal sealed class MincHeader
{
    /// <summary>The variable that holds the voxels.</summary>
    public const string Image = "image";

    private static readonly char[] Padding = { '_', ' ', '\0' };

    /// <param name="path">The file.</param>
    /// <param name="dimensions">The image's dimensions, slowest first.</param>
    /// <param name="type">The type of the stored numbers.</param>
    public MincHeader(string path, IReadOnlyList<MincDimension> dimensions, VoxelType type)
    {
        Path = path;
        Dimensions = dimensions;
        StoredType = type;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The image's dimensions, slowest first.</summary>
    public IReadOnlyList<MincDimension> Dimensions { get; }

    /// <summary>The type of the stored numbers.</summary>
    public VoxelType StoredType { get; }

    /// <summary>The file's own attributes: texts, and numbers as arrays of doubles.</summary>
    public IReadOnlyDictionary<string, object> Attributes { get; init; } = new Dictionary<string, object>();

    /// <summary>The attributes of each variable.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, object>> Variables { get; init; } = new Dictionary<string, IReadOnlyDictionary<string, object>>();

    /// <summary>The real values that the upper end of the valid range stands for; null where the file does not say.</summary>
    public MincLimits? Maximum { get; init; }

    /// <summary>The same of the lower end.</summary>
    public MincLimits? Minimum { get; init; }

    /// <summary>A text, without the underscores that fill some up to a length; null where there is none.</summary>
    public string? Text(string variable, string attribute) => (Find(variable, attribute) as string)?.TrimEnd(Padding);

    /// <summary>Numbers; null where there are none.</summary>
    public double[]? Numbers(string variable, string attribute) => Find(variable, attribute) as double[];

    /// <summary>One number; null where there is none.</summary>
    public double? Number(string variable, string attribute) => Numbers(variable, attribute) is { Length: > 0 } values ? values[0] : null;

    /// <summary>All attributes as a dictionary for users, named as mincheader shows them.</summary>
    public HeaderFields ToFields()
    {
        var fields = new HeaderFields();
        foreach (KeyValuePair<string, object> attribute in Attributes)
        {
            fields[":" + attribute.Key] = Value(attribute.Value);
        }

        foreach (KeyValuePair<string, IReadOnlyDictionary<string, object>> variable in Variables)
        {
            foreach (KeyValuePair<string, object> attribute in variable.Value)
            {
                fields[variable.Key + ":" + attribute.Key] = Value(attribute.Value);
            }
        }

        return fields;
    }

    /// <summary>An error that says what is wrong with the header.</summary>
    public MedIOException Invalid(string what) => new(MedIOError.InvalidHeader, $"{Path}: {what}. The header is damaged: copy the file again from where it came from, or correct it with minc_modify_header.", Path);

    private static object Value(object value) => value is double[] numbers ? numbers.Length == 1 ? numbers[0] : new Vector(numbers) : value;

    private object? Find(string variable, string attribute) =>
        Variables.TryGetValue(variable, out IReadOnlyDictionary<string, object>? attributes) && attributes.TryGetValue(attribute, out object? value) ? value : null;
}
