using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using MedIO.Backends.Tests.Agreement;
using MedIO.Tests;

namespace MedIO.Correctness;

/// <summary>A reader held against this library over all files that it reads.</summary>
internal sealed class Survey
{
    private static readonly Lazy<Python?> FoundPython = new(Python.Find);
    private static readonly ConcurrentDictionary<string, string?> Reasons = new();
    private static readonly Lazy<IReadOnlyList<RealFile>> Files = new(() => RealFiles.All(FoundPython.Value!).ToArray());

    private Survey(IndependentReader reader, string version, IReadOnlyList<Judgement> judgements)
    {
        Reader = reader;
        Version = version;
        Judgements = judgements;
        Rows = DifferenceRow.Of(reader.Name);
    }

    public IndependentReader Reader { get; }

    public string Version { get; }

    public IReadOnlyList<Judgement> Judgements { get; }

    /// <summary>What is listed of the reader.</summary>
    public IReadOnlyList<DifferenceRow> Rows { get; }

    /// <summary>The differences that no row lists, a line each.</summary>
    public IEnumerable<string> Unlisted => Judgements.SelectMany(j => j.Differences.Where(d => !IsListed(j, d)).Select(d => $"{j.File}: {d.Token} {d}"));

    /// <summary>Whether it is the version that the rows were made with: with others, rows may have become needless.</summary>
    public bool IsAsJudged => Version == Reader.Judged;

    /// <summary>Why a reader cannot be asked here; null where it can.</summary>
    public static string? WhyNot(IndependentReader reader) => Reasons.GetOrAdd(reader.Name, _ => Ask(reader));

    public static Survey Of(IndependentReader reader)
    {
        using var scratch = new ScratchFolder();
        using var process = new ReaderProcess(FoundPython.Value!, reader, scratch["readers"]);
        string version = process.Version ?? throw new InvalidOperationException(process.Missing);
        return new Survey(reader, version, Asked(reader).Select(f => Judgement.Of(f, process.Read(f))).ToArray());
    }

    /// <summary>The rows, or parts of them, that no file needs.</summary>
    public IEnumerable<string> Needless()
    {
        foreach (DifferenceRow row in Rows)
        {
            Judgement[] fitting = Judgements.Where(j => row.Matches(j.File.Name)).ToArray();
            foreach (string aspect in row.Needed.Where(a => !fitting.Any(j => j.Differences.Any(d => d.Token == a || (a == $"{d.Aspect}:*")))))
            {
                yield return $"No file needs {aspect} of the row {row}";
            }

            foreach (string pattern in row.Unmatched(Judgements.Where(j => j.Differences.Any(row.Allows)).Select(j => j.File.Name).ToArray()))
            {
                yield return $"No file of the name {pattern} needs the row {row}";
            }
        }
    }

    /// <summary>How many values of a part were compared, how many of them agree, and how many of the others are listed.</summary>
    public (int Compared, int Agree, int Listed) Count(Part part)
    {
        int compared = Judgements.Sum(j => j.Compared.GetValueOrDefault(part));
        // Of all but headers, a file counts once.
        int differ = part == Part.Header ? Judgements.Sum(j => Of(j, part).Count()) : Judgements.Count(j => Of(j, part).Any());
        int listed = part == Part.Header ? Judgements.Sum(j => Of(j, part).Count(d => IsListed(j, d))) : Judgements.Count(j => Of(j, part).Any() && Of(j, part).All(d => IsListed(j, d)));
        return (compared, compared - differ, listed);
    }

    /// <summary>The files for which a row is needed.</summary>
    public int Uses(DifferenceRow row) => Judgements.Count(j => row.Matches(j.File.Name) && j.Differences.Any(row.Allows));

    private static string? Ask(IndependentReader reader)
    {
        if (FoundPython.Value is not { } python)
        {
            return "there is no Python with NumPy, or MEDIO_PYTHON names none";
        }

        using var scratch = new ScratchFolder();
        using var process = new ReaderProcess(python, reader, scratch["readers"]);
        return process.Missing;
    }

    private static IEnumerable<RealFile> Asked(IndependentReader reader) => Files.Value.Where(reader.Reads)
        .GroupBy(f => f.IsSlice ? System.IO.Path.GetDirectoryName(f.Path)! : f.Path + f.Name)
        .SelectMany(g => g.Take(reader.MostOfFolder));

    private static IEnumerable<Difference> Of(Judgement judgement, Part part) => judgement.Differences.Where(d => Judgement.PartOf(d.Aspect) == part);

    private bool IsListed(Judgement judgement, Difference difference) => Rows.Any(r => r.Matches(judgement.File.Name) && r.Allows(difference));
}
