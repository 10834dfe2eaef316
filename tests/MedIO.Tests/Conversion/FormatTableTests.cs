using System;
using System.IO;
using System.Linq;
using Xunit;

namespace MedIO.Tests.Conversion;

/// <content>The README's table of formats is that of the code.</content>
public sealed class FormatTableTests
{
    private const string Begin = "<!-- formats: what Get-MedFormat lists -->\n";
    private const string End = "<!-- formats end -->";

    [Fact]
    public void The_README_lists_the_formats_as_the_code_does()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "MedIO.PowerShell.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        Assert.NotNull(folder);
        string text = File.ReadAllText(Path.Combine(folder!, "README.md")).Replace("\r\n", "\n");
        int begin = text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        int end = text.IndexOf(End, StringComparison.Ordinal);
        Assert.True(begin >= Begin.Length && end > begin, $"The README has no lines '{Begin.Trim()}' and '{End}'.");
        string table = string.Concat(new[] { "| format | suffixes | read | written |", "| --- | --- | --- | --- |" }.Concat(MedFile.Formats.Select(Row)).Select(line => line + "\n"));
        Assert.True(text.Substring(begin, end - begin) == table, $"Put this table between the two lines of the README:\n{table}");
    }

    [Fact]
    public void Suffixes_are_written_by_one_format_and_name_it()
    {
        Assert.Equal(MedFile.WriteSuffixes.Count, MedFile.WriteSuffixes.Select(s => s.Key).Distinct(StringComparer.OrdinalIgnoreCase).Count());
        foreach (MedFormat format in MedFile.Formats)
        {
            Assert.True(format.CanRead || format.CanWrite);
            Assert.Equal(format.CanWrite, format.Writes.Length > 0);
            Assert.NotEmpty(format.Suffixes);
            Assert.All(format.Suffixes.Concat(format.WriteSuffixes), s => Assert.Matches(@"^\.[a-z0-9.]+$", s));
            Assert.All(new[] { format.Reads, format.Writes }, text => Assert.DoesNotMatch(@"[|\r\n]|\.$", text));
        }
    }

    private static string Row(MedFormat format)
    {
        string suffixes = string.Join(", ", format.Suffixes.Select(s => $"`{s}`"));
        string only = format.WriteSuffixes.SequenceEqual(format.Suffixes) ? string.Empty : string.Join(", ", format.WriteSuffixes.Select(s => $"`{s}`")) + ": ";
        return $"| {format.Name} | {suffixes} | {format.Reads} | {(format.CanWrite ? only + format.Writes : "no")} |";
    }
}
