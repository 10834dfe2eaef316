using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using MedIO.Tests.Dicom.Codecs.Fuzz;

namespace MedIO.Fuzz;

/// <summary>Keeps the inputs that failed: the first few of each kind, in files, and a line each.</summary>
internal sealed class FuzzFailures
{
    private const int MostOfKind = 3;
    private readonly string _codec;
    private readonly string _folder;
    private readonly Dictionary<string, int> _kinds = new();

    public FuzzFailures(string codec, string folder)
    {
        _codec = codec;
        _folder = folder;
    }

    /// <summary>The list.</summary>
    public string Path => System.IO.Path.Combine(_folder, $"failures-{_codec}.txt");

    public void Add(ulong number, FuzzCase fuzz, string detail)
    {
        // Alike are those with the same exception from the same place.
        string[] lines = detail.Split('\n').Select(line => line.Trim()).ToArray();
        string kind = detail.Contains("UnlikeException: [", StringComparison.Ordinal) ? detail.Split(']')[0] : string.Join(" | ", lines.Where(line => line.StartsWith("at ", StringComparison.Ordinal)).Take(2).Prepend(new string(lines[0].Where(c => !char.IsDigit(c)).ToArray())));
        _kinds.TryGetValue(kind, out int count);
        _kinds[kind] = count + 1;
        if (count >= MostOfKind)
        {
            return;
        }

        string file = System.IO.Path.Combine(_folder, FormattableString.Invariant($"{_codec}-{number}.bin"));
        fuzz.Save(file);
        File.AppendAllText(Path, FormattableString.Invariant($"case {number}, seed {fuzz.Seed}, {fuzz.Description}\n  {string.Join("\n  ", lines.Take(6))}\n  to repeat: dotnet run -c Release --project tests/MedIO.Fuzz -- {_codec} --repeat {file}\n"));
    }
}
