using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using MedIO.Backends.Tests.Agreement;

namespace MedIO.Correctness;

/// <summary>What came of all surveys, as RESULTS.md has it.</summary>
internal static class ResultsTable
{
    private static readonly Part[] Parts = Enum.GetValues<Part>();

    /// <summary>One line a reader: how many values agree, of how many, and how many of the others are listed.</summary>
    public static string Line(Survey survey) =>
        $"| {survey.Version} | {survey.Judgements.Count} | {Refused(survey)} | {string.Join(" | ", Parts.Select(p => Cell(survey.Count(p))))} |";

    public static string Heading() =>
        $"| reader | files | refused by both | {string.Join(" | ", Parts.Select(p => p.ToString().ToLowerInvariant()))} |\n|{string.Concat(Enumerable.Repeat(" --- |", Parts.Length + 3))}";

    public static string Whole(IReadOnlyList<Survey> surveys, IReadOnlyList<(IndependentReader Reader, string Why)> missing)
    {
        var text = new StringBuilder();
        text.AppendLine("# This library against independent readers").AppendLine();
        text.AppendLine("Written by `dotnet run --project tests/Correctness -- tests/Correctness/RESULTS.md`; README.md says what is compared. A cell: how much agrees,");
        text.AppendLine("how many values of how many that is, and how many of the others Differences.tsv explains, one file one value except in headers. What");
        text.AppendLine("both refuse is in no cell.").AppendLine();
        text.AppendLine(Heading());
        foreach (Survey survey in surveys)
        {
            text.AppendLine(Line(survey));
        }

        text.AppendLine(CultureInfo.InvariantCulture, $"| all | {surveys.Sum(s => s.Judgements.Count)} | {surveys.Sum(Refused)} | {string.Join(" | ", Parts.Select(p => Cell(Sum(surveys, p))))} |").AppendLine();
        foreach ((IndependentReader reader, string why) in missing)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{reader.Name} was not asked: {why}");
        }

        text.AppendLine("## What is listed").AppendLine().AppendLine("| reader | files | in what | why | reference |").AppendLine("| --- | --- | --- | --- | --- |");
        foreach (Survey survey in surveys)
        {
            foreach (DifferenceRow row in survey.Rows.Where(r => survey.Uses(r) > 0))
            {
                text.AppendLine(CultureInfo.InvariantCulture, $"| {row.Backend} | {survey.Uses(row)} | {string.Join(", ", row.Aspects)} | {row.Why} | {row.Reference} |");
            }
        }

        return text.Replace("\r\n", "\n").ToString();
    }

    private static int Refused(Survey survey) => survey.Judgements.Count(j => j.IsRefusedByBoth);

    private static (int, int, int) Sum(IReadOnlyList<Survey> surveys, Part part)
    {
        (int Compared, int Agree, int Listed)[] all = surveys.Select(s => s.Count(part)).ToArray();
        return (all.Sum(c => c.Compared), all.Sum(c => c.Agree), all.Sum(c => c.Listed));
    }

    private static string Cell((int Compared, int Agree, int Listed) count) => count.Compared == 0 ? "-" : string.Create(
        CultureInfo.InvariantCulture,
        $"{Math.Floor(1000.0 * count.Agree / count.Compared) / 10:0.0} % ({count.Agree}/{count.Compared}{(count.Listed > 0 ? $", {count.Listed} listed" : string.Empty)})");
}
