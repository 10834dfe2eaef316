using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using MedIO.Dicom;

namespace MedIO.PowerShell;

/// <summary>
/// Get-DicomElement: elements of DICOM files, without their images. With <c>-Tag</c> one object a file: Path, and a property
/// for each element, named by its keyword, or as it was written where it is private or has none; null where the file does
/// not have it. Without <c>-Tag</c> one object an element, those in sequences with their way there.
/// </summary>
/// <remarks>Identities of patients come through; that is what it is for.</remarks>
[Cmdlet(VerbsCommon.Get, "DicomElement", DefaultParameterSetName = "Path")]
[OutputType(typeof(PSObject), typeof(DicomElementEntry))]
public sealed class GetDicomElementCommand : FileCommand
{
    private readonly List<DicomElementPath> _elements = new();
    private readonly List<string> _names = new();
    private OrderedOutput<Elements>? _files;

    /// <summary>The elements wanted: keywords, tags in hex, or ways through sequences such as <c>ReferencedSeriesSequence[0].SeriesInstanceUID</c>.</summary>
    [Parameter(Position = 1)]
    [AllowNull]
    [AllowEmptyCollection]
    [ElementArgument]
    [ArgumentCompleter(typeof(ElementCompleter))]
    [Alias("Element", "Keyword")]
    public string[]? Tag { get; set; }

    /// <summary>Whether text that a spreadsheet would take for a formula gets an apostrophe in front, for Export-Csv.</summary>
    [Parameter]
    public SwitchParameter Safe { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        foreach (string tag in Tag ?? Array.Empty<string>())
        {
            try
            {
                Want(DicomElementPath.Parse(tag ?? string.Empty));
            }
            catch (MedIOException e)
            {
                Refuse(e, tag);
            }
        }

        _files = new OrderedOutput<Elements>(this, Read, Write, Stop);
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        base.EndProcessing();
        _files!.WriteAll();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _files?.Abandon();
    }

    private protected override void ProcessFile(string path) => _files!.Add(path);

    private protected override void ProcessError(ErrorRecord error) => _files!.Add(error);

    // The same element twice would be the same column twice.
    private void Want(DicomElementPath element)
    {
        string name = element.IsStandard ? element.Name : element.Text.Trim();
        if (!_names.Contains(name, StringComparer.OrdinalIgnoreCase))
        {
            _elements.Add(element);
            _names.Add(name);
        }
    }

    private Elements Read(string path)
    {
        var warnings = new List<string>();
        return _elements.Count > 0
            ? new Elements(path, DicomElements.Read(path, _elements, warnings), null, warnings)
            : new Elements(path, Array.Empty<object?>(), DicomElements.ReadAll(path, warnings), warnings);
    }

    private void Write(Elements file)
    {
        foreach (string warning in file.Warnings)
        {
            WriteWarning($"{file.Path}: {warning}");
        }

        if (file.Entries is null)
        {
            var found = new PSObject();
            found.Properties.Add(new PSNoteProperty("Path", ConsoleText.Shown(file.Path)));
            for (int i = 0; i < _names.Count; i++)
            {
                found.Properties.Add(new PSNoteProperty(_names[i], ConsoleText.Shown(TypeMembers.Invariant(file.Values[i]))));
            }

            WriteObject(Safe ? SpreadsheetText.Safe(found) : found);
            return;
        }

        object? path = ConsoleText.Shown(file.Path);
        foreach (DicomElementEntry entry in file.Entries)
        {
            if (Stopping)
            {
                return;
            }

            // Only what would print in the session's culture, or be obeyed by a console, needs another value than the entry's own.
            var shown = new PSObject(entry);
            if (!ReferenceEquals(path, file.Path))
            {
                shown.Properties.Add(new PSNoteProperty(nameof(entry.Path), path));
            }

            if (ConsoleText.Shown(TypeMembers.Invariant(entry.Value)) is { } value && !ReferenceEquals(value, entry.Value))
            {
                shown.Properties.Add(new PSNoteProperty(nameof(entry.Value), value));
            }

            WriteObject(Safe ? SpreadsheetText.Safe(shown) : shown);
        }
    }

    private sealed class Elements
    {
        public Elements(string path, object?[] values, IReadOnlyList<DicomElementEntry>? entries, List<string> warnings)
        {
            Path = path;
            Values = values;
            Entries = entries;
            Warnings = warnings;
        }

        public string Path { get; }

        public object?[] Values { get; }

        public IReadOnlyList<DicomElementEntry>? Entries { get; }

        public List<string> Warnings { get; }
    }
}
