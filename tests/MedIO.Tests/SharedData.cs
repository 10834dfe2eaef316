using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Xunit;

namespace MedIO.Tests;

/// <summary>
/// Real images that other programs made, and what independent readers make of them: a folder <c>shared/data</c> beside
/// the checkout, or the one that the environment variable MEDIO_TEST_DATA names.
/// </summary>
internal static class SharedData
{
    public const string SkipReason = "shared data folder not found: put it beside the checkout as shared/data, or name it in MEDIO_TEST_DATA";

    private static readonly Lazy<Dictionary<string, Dictionary<string, object?>>> Parsed = new(ReadExpected);

    /// <summary>The folder; null where there is none.</summary>
    public static string? Folder { get; } = Find();

    public static bool IsThere => Folder is not null;

    /// <summary>What expected.json says of each file, by its path inside the folder: numbers are doubles, arrays are <see cref="List{T}"/> of object.</summary>
    public static IReadOnlyDictionary<string, Dictionary<string, object?>> Expected => Parsed.Value;

    /// <summary>The full path of a file, such as <c>nifti/anatomical.nii</c>.</summary>
    public static string Path(string name) =>
        System.IO.Path.Combine(Folder ?? throw new InvalidOperationException(SkipReason), name.Replace('/', System.IO.Path.DirectorySeparatorChar));

    /// <summary>The numbers of a field, in order, however deep they are nested.</summary>
    public static double[] Numbers(string file, string field) => Flatten(Expected[file][field]).ToArray();

    /// <summary>A field that is one number.</summary>
    public static double Number(string file, string field) => (double)Expected[file][field]!;

    /// <summary>A field that is text.</summary>
    public static string Text(string file, string field) => (string)Expected[file][field]!;

    private static IEnumerable<double> Flatten(object? value) => value switch
    {
        double number => new[] { number },
        List<object?> list => list.SelectMany(Flatten),
        _ => throw new InvalidDataException("The field holds other things than numbers."),
    };

    private static Dictionary<string, Dictionary<string, object?>> ReadExpected()
    {
        var root = (Dictionary<string, object?>)SmallJson.Parse(File.ReadAllText(Path("expected.json")))!;
        return root.ToDictionary(e => e.Key, e => (Dictionary<string, object?>)e.Value!);
    }

    private static string? Find()
    {
        string? named = Environment.GetEnvironmentVariable("MEDIO_TEST_DATA");
        if (!string.IsNullOrEmpty(named))
        {
            return Directory.Exists(named) ? System.IO.Path.GetFullPath(named) : null;
        }

        // The checkout is the folder with the solution; the data lie beside it.
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (at.Parent is not null && File.Exists(System.IO.Path.Combine(at.FullName, "MedIO.PowerShell.sln")))
            {
                string beside = System.IO.Path.Combine(at.Parent.FullName, "shared", "data");
                if (Directory.Exists(beside))
                {
                    return beside;
                }
            }
        }

        return null;
    }
}

/// <summary>A test that needs the shared data folder and is skipped, with the reason, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SharedDataFactAttribute : FactAttribute
{
    public SharedDataFactAttribute()
    {
        if (!SharedData.IsThere)
        {
            Skip = SharedData.SkipReason;
        }
    }
}

/// <summary>As <see cref="SharedDataFactAttribute"/>, with parameters.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SharedDataTheoryAttribute : TheoryAttribute
{
    public SharedDataTheoryAttribute()
    {
        if (!SharedData.IsThere)
        {
            Skip = SharedData.SkipReason;
        }
    }
}
