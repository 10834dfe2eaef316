using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using MedIO.Tests;
using Xunit;
using Xunit.Abstractions;

namespace MedIO.Backends.Tests.Agreement;

/// <summary>
/// The backends and this library read the same files to the same voxels at the same places of the world. What they differ in is
/// known and justified, row by row, in Differences.tsv.
/// </summary>
public sealed class AgreementTests
{
    // The versions that the table was made with: with others, rows may have become needless.
    private static readonly Dictionary<string, string> Judged = new() { [MedBackends.SimpleItk] = "2.1.1", [MedBackends.FoDicom] = "5.1.3 (fo-dicom.Codecs" };

    private const int MostShown = 100;

    private readonly ITestOutputHelper _output;

    public AgreementTests(ITestOutputHelper output) => _output = output;

    [BackendFact(MedBackends.SimpleItk)]
    public void SimpleItk_reads_the_same_images() => Agree(MedBackends.SimpleItk);

    [BackendFact(MedBackends.FoDicom)]
    public void FoDicom_reads_the_same_images() => Agree(MedBackends.FoDicom);

    private void Agree(string backend)
    {
        using var scratch = new ScratchFolder();
        string made = scratch["made"];
        MadeFiles.Write(made);
        VariantFiles.Write(made);
        IReadOnlyList<AgreementResult> results = AgreementProcess.Run(backend, made);
        IReadOnlyList<DifferenceRow> rows = DifferenceRow.Of(backend);
        Report(backend, results, rows);

        var wrong = new List<string>();
        foreach (AgreementResult result in results)
        {
            Difference[] unknown = result.Differences.Where(d => !rows.Any(r => r.Matches(result.Case) && r.Allows(d))).ToArray();
            if (unknown.Length > 0)
            {
                wrong.Add((result with { Differences = unknown }).ToString());
            }
        }

        MedBackend info = MedBackends.GetAll().Single(b => b.Name == backend);
        if (SharedData.IsThere && info.Version!.StartsWith(Judged[backend], StringComparison.Ordinal))
        {
            wrong.AddRange(rows.SelectMany(r => Needless(r, results)));
        }

        Assert.True(wrong.Count == 0, $"{wrong.Count} differences are not as Differences.tsv has them:\n{string.Join("\n", wrong.Take(MostShown))}");
    }

    // Each aspect of a row is needed by a file, each of its patterns fits one, and each file that it fits needs it.
    private static IEnumerable<string> Needless(DifferenceRow row, IReadOnlyList<AgreementResult> results)
    {
        AgreementResult[] fitting = results.Where(r => row.Matches(r.Case)).ToArray();
        foreach (string aspect in row.Needed.Where(a => !fitting.Any(r => r.Differences.Any(d => d.Token == a))))
        {
            yield return $"No file needs {aspect} of the row {row}";
        }

        foreach (string pattern in row.Unmatched(results.Select(r => r.Case).ToArray()))
        {
            yield return $"No file has the name {pattern} of the row {row}";
        }

        AgreementResult[] idle = row.Needed.Any() ? fitting.Where(r => !r.Differences.Any(row.Allows)).ToArray() : Array.Empty<AgreementResult>();
        if (idle.Length > 0)
        {
            yield return $"{idle.Length} files, such as {idle[0].Case}, do not need the row {row}";
        }
    }

    private void Report(string backend, IReadOnlyList<AgreementResult> results, IReadOnlyList<DifferenceRow> rows)
    {
        AgreementResult[] unread = results.Where(r => r.Differences.Any(d => d.Aspect == Aspect.Unread)).ToArray();
        int agree = results.Count(r => r.Differences.Count == 0);
        _output.WriteLine($"{backend}: {results.Count} images, {agree} agree, {results.Count - agree - unread.Length} differ, {unread.Length} cannot be read by it.");
        foreach (DifferenceRow row in rows)
        {
            AgreementResult[] fitting = results.Where(r => row.Matches(r.Case) && r.Differences.Any(row.Allows)).ToArray();
            _output.WriteLine($"{fitting.Length,6} {string.Join(" ", row.Aspects)}: {row.Why}");
        }
    }
}
