using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using MedIO.Tests.Dicom.Codecs.Fuzz;
using MedIO.Tests.OtherPrograms.Fuzz;

namespace MedIO.Fuzz.Guided;

/// <summary>Takes of all cases that were kept those few that together go along every edge that the seeds do not: the shortest.</summary>
internal static class Distillery
{
    /// <summary>Writes the corpus of a format, beside instrumented assemblies.</summary>
    /// <param name="format">The format or codec.</param>
    /// <param name="folder">Where guided runs keep their cases.</param>
    /// <param name="target">The file that is written.</param>
    public static int Run(string format, string folder, string target)
    {
        using var map = new CoverageMap();
        using IFuzzTarget fuzz = FuzzWorker.Target(format);
        var known = new HashSet<int>();
        for (int i = 0; i < fuzz.SeedCount; i++)
        {
            known.UnionWith(Edges(fuzz, map, fuzz.Seed(i)) ?? []);
        }

        var cases = new List<(FuzzCase Case, int[] Edges)>();
        foreach (FuzzCase one in FuzzCorpus.Of(format).Concat(Kept(Path.Combine(folder, $"corpus-{format}.cases"))))
        {
            // Twice, for what runs for the first time goes elsewhere.
            Edges(fuzz, map, one);
            int[]? edges = Edges(fuzz, map, one)?.Where(edge => !known.Contains(edge)).ToArray();
            if (edges is { Length: > 0 })
            {
                cases.Add((one, edges));
            }
        }

        cases.Sort((a, b) => a.Case.Length.CompareTo(b.Case.Length));
        var withEdge = new Dictionary<int, List<int>>();
        for (int i = 0; i < cases.Count; i++)
        {
            foreach (int edge in cases[i].Edges)
            {
                (withEdge.TryGetValue(edge, out List<int>? list) ? list : withEdge[edge] = []).Add(i);
            }
        }

        // What few go along first: those are needed in any case.
        var chosen = new SortedSet<int>();
        foreach (KeyValuePair<int, List<int>> edge in withEdge.OrderBy(e => e.Value.Count).ThenBy(e => e.Key))
        {
            if (known.Contains(edge.Key))
            {
                continue;
            }

            int best = edge.Value.MaxBy(i => (double)cases[i].Edges.Count(e => !known.Contains(e)) / (cases[i].Case.Length + 100));
            chosen.Add(best);
            known.UnionWith(cases[best].Edges);
        }

        FuzzCorpus.Write(target, chosen.Select(i => cases[i].Case));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{format}\t{cases.Count} cases\t{chosen.Count} kept\t{known.Count} edges\t{new FileInfo(target).Length} bytes"));
        return 0;
    }

    private static IEnumerable<FuzzCase> Kept(string path)
    {
        if (!File.Exists(path))
        {
            yield break;
        }

        using FileStream file = File.OpenRead(path);
        foreach (FuzzCase one in CaseFile.Read(file))
        {
            yield return one;
        }
    }

    // Null of what fails: that is a matter of its own.
    private static int[]? Edges(IFuzzTarget target, CoverageMap map, FuzzCase fuzz)
    {
        map.Reset();
        if (target.Run(fuzz) == FuzzOutcome.Failure)
        {
            return null;
        }

        map.IsNew();
        return map.Of(withClasses: false);
    }
}
