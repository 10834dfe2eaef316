using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;

namespace MedIO.Fuzz.Guided;

/// <summary>What was run of each format in all, in a file of text.</summary>
internal sealed class GuidedTable
{
    private const string Header = "format\texecutions\tseconds\tper second\tedges\tcorpus\tfindings";

    private readonly string _path;
    private readonly Dictionary<string, Row> _rows = new();

    public GuidedTable(string path)
    {
        _path = path;
        foreach (string[] fields in File.Exists(path) ? File.ReadAllLines(path).Skip(1).Select(line => line.Split('\t')) : [])
        {
            if (fields[0] != "all")
            {
                _rows[fields[0]] = new Row(Number(fields[1]), double.Parse(fields[2], CultureInfo.InvariantCulture), Number(fields[4]), Number(fields[5]), Number(fields[6]));
            }
        }
    }

    public Row this[string format]
    {
        get => _rows.TryGetValue(format, out Row? row) ? row : new Row(0, 0, 0, 0, 0);
        set => _rows[format] = value;
    }

    public void Save()
    {
        var all = new Row(_rows.Values.Sum(r => r.Executions), _rows.Values.Sum(r => r.Seconds), _rows.Values.Sum(r => r.Edges), _rows.Values.Sum(r => r.Corpus), _rows.Values.Sum(r => r.Findings));
        File.WriteAllLines(_path, _rows.Select(r => Line(r.Key, r.Value)).Prepend(Header).Append(Line("all", all)));
    }

    public static string Line(string format, Row row) =>
        string.Create(CultureInfo.InvariantCulture, $"{format}\t{row.Executions}\t{row.Seconds:F0}\t{row.Executions / Math.Max(row.Seconds, 0.001):F0}\t{row.Edges}\t{row.Corpus}\t{row.Findings}");

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    internal sealed record Row(long Executions, double Seconds, long Edges, long Corpus, long Findings);
}
