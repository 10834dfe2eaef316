using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using MedIO.Tests.Dicom.Codecs.Fuzz;

namespace MedIO.Fuzz.Guided;

/// <summary>The cases that failed, one of each kind, in files: the shortest that was found.</summary>
internal sealed class Findings
{
    private readonly string _format;
    private readonly string _folder;

    public Findings(string format, string folder)
    {
        _format = format;
        _folder = Path.Combine(folder, "findings");
        Directory.CreateDirectory(_folder);
    }

    /// <summary>How many kinds there are.</summary>
    public int Count => Directory.GetFiles(_folder, _format + "-*.case").Length;

    /// <summary>What was found, each with its case in base 64, so that the output of a run elsewhere is enough to repeat it.</summary>
    public string Report() => string.Concat(Directory.GetFiles(_folder, _format + "-*.case").Select(
        file => $"{File.ReadAllText(Path.ChangeExtension(file, ".txt"))}its case: {System.Convert.ToBase64String(File.ReadAllBytes(file))}\n"));

    /// <summary>What failures have in common that are alike: the exception, and the places in the code that it came from.</summary>
    public static string Kind(string detail)
    {
        // Two ways that gave two images say themselves what they have in common with others.
        int end = detail.IndexOf(']', StringComparison.Ordinal);
        if (detail.Contains("UnlikeException: [", StringComparison.Ordinal) && end > 0)
        {
            return detail[..end];
        }

        string[] lines = detail.Split('\n').Select(line => line.Trim()).ToArray();
        string[] places = lines.Where(line => line.StartsWith("at ", StringComparison.Ordinal)).Take(2).Select(line => line.Split(" in ")[0]).ToArray();
        string first = places.Length > 0 || lines[0].StartsWith("It took", StringComparison.Ordinal) ? lines[0].Split(':')[0] : lines[0];
        first = string.Join(' ', first.Split(' ').Where(word => !word.Contains("medio-fuzz-", StringComparison.Ordinal)));
        return string.Join(" | ", places.Prepend(new string(first.Where(c => !char.IsDigit(c)).ToArray())));
    }

    /// <summary>The file of a kind, and whether there is a case of it that is no longer.</summary>
    public bool IsKnown(string kind, int length, out string path)
    {
        string hash = System.Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(kind)))[..10];
        path = Path.Combine(_folder, $"{_format}-{hash}.case");
        return File.Exists(path) && new FileInfo(path).Length <= length + 150;
    }

    /// <summary>Keeps a case.</summary>
    public void Add(FuzzCase fuzz, string detail)
    {
        IsKnown(Kind(detail), 0, out string path);
        fuzz.Save(path);
        File.WriteAllText(Path.ChangeExtension(path, ".txt"), string.Create(CultureInfo.InvariantCulture, $"{fuzz.Line}, {fuzz.Length} bytes\n{detail}\nto repeat: dotnet run -c Release --project tests/MedIO.Fuzz -- {_format} --repeat {path}\n"));
    }
}
