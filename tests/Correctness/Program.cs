using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace MedIO.Correctness;

/// <summary>Prints the table of all readers, and what is not listed; with a path, writes the whole there.</summary>
internal static class Program
{
    public static int Main(string[] arguments)
    {
        var surveys = new List<Survey>();
        var missing = new List<(IndependentReader, string)>();
        Console.WriteLine(ResultsTable.Heading());
        int wrong = 0;
        foreach (IndependentReader reader in IndependentReader.All.Where(r => arguments.Length != 2 || arguments[1] == r.Name))
        {
            if (Survey.WhyNot(reader) is { } why)
            {
                missing.Add((reader, why));
                Console.WriteLine($"{reader.Name} was not asked: {why}");
                continue;
            }

            Survey survey = Survey.Of(reader);
            surveys.Add(survey);
            Console.WriteLine(ResultsTable.Line(survey));
            foreach (string line in survey.Unlisted.Concat(survey.Needless()))
            {
                wrong++;
                Console.WriteLine("  " + line);
            }
        }

        if (arguments.Length == 1)
        {
            File.WriteAllText(arguments[0], ResultsTable.Whole(surveys, missing));
        }

        return wrong == 0 ? 0 : 1;
    }
}
