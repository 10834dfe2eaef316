using System;
using System.Collections;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using MedIO.Dicom;
using MedIO.Tests.Dicom.Codecs.Fuzz;

namespace MedIO.Tests.OtherPrograms.Fuzz;

/// <summary>Images that the bytes of a case choose are written, converted and exported under names that they choose, and have to be read again as they were.</summary>
internal sealed class MadeImageTarget : ReadingTarget
{
    public const string Name = "made";

    private const int Seeds = 64;
    private const int SeedLength = 160;

    private readonly List<SeedFile> _seeds = Enumerable.Range(0, Seeds).Select(i => new SeedFile(Name, Name, Bytes(i))).ToList();
    private readonly FileMutator _mutator;
    private readonly Conversions _conversions;
    private readonly string _written;

    public MadeImageTarget()
    {
        _written = Path.Combine(Folder, "written");
        _conversions = new Conversions(Folder);
        _mutator = new FileMutator(_seeds) { Choice = Choice, Dictionary = Words };
    }

    /// <inheritdoc/>
    public override int SeedCount => _seeds.Count;

    /// <inheritdoc/>
    public override FuzzCase Make(ulong number) => _mutator.Make(number);

    /// <inheritdoc/>
    public override FuzzCase Seed(int number)
    {
        var seed = new FuzzCase { Seed = number, TransferSyntax = Name };
        seed.Insert(0, _seeds[number].Bytes);
        return seed;
    }

    /// <inheritdoc/>
    public override void Add(FuzzCase found) => _seeds.Add(new SeedFile(Name, Name, found.Bytes.ToArray()));

    // To compare takes an object for each number, and what was written is read several times.
    protected override long MoreMemory(FuzzCase fuzz) => 448 << 20;

    protected override void Put(FuzzCase fuzz)
    {
        if (Directory.Exists(_written))
        {
            Directory.Delete(_written, recursive: true);
        }

        Directory.CreateDirectory(_written);
    }

    protected override void Read(FuzzCase fuzz)
    {
        var choices = new ByteChoices(fuzz.Buffer, fuzz.Length);
        int way = choices.Next(6);
        MedImage image = MadeImage.Of(choices);
        var random = new FuzzRandom((ulong)((choices.Byte() << 8) | choices.Byte()));
        if (image.ToString().Any(PlainText.IsObeyed))
        {
            throw new UnlikeException("text", $"Its name is not shown as plain text: {image}");
        }

        switch (way)
        {
            case 0:
                Export(image, choices);
                break;
            case 1:
                // What NRRD holds is what can be made, but for names.
                string source = Path.Combine(_written, "source.nrrd");
                MedFile.Save(image, source, new SaveOptions { KeepOrientation = true });
                _conversions.Compare(source, new ReadOptions { Orientation = choices.OneIn(3) ? WaysToRead.Orientation(image.Metadata, choices.Next) : null }, random);
                break;
            default:
                Save(image, choices, random);
                break;
        }
    }

    private static byte[] Bytes(int seed)
    {
        var random = new FuzzRandom((ulong)seed);
        return Enumerable.Range(0, SeedLength).Select(_ => (byte)random.NextBits()).ToArray();
    }

    private void Save(MedImage image, ByteChoices choices, FuzzRandom random)
    {
        string suffix = Conversions.Suffix(choices.Next);
        string path = Path.Combine(_written, FileName(choices) + (suffix == ".png" && choices.OneIn(2) ? "{0:D3}" : string.Empty) + suffix);
        var report = new WriteReport(image, suffix);
        try
        {
            MedFile.Save(image, path, report.Options(choices.OneIn(3) ? choices.Next(10) : null, choices.OneIn(2)));
        }
        catch (MedIOException e)
        {
            RequireNothing(e);
            throw;
        }

        report.Require(report.Read(path));
        if (File.Exists(path))
        {
            WaysToRead.Compare(path, new ReadOptions { AllowDefaultAffine = true }, random);
        }
    }

    private void Export(MedImage image, ByteChoices choices)
    {
        string description = choices.Text(8);
        var tags = new Hashtable { ["SeriesDescription"] = description, ["Modality"] = choices.Of("OT", "MR", "CT", "PT", "NM", "US") };
        var report = new WriteReport(image, ".dcm");
        string folder = Path.Combine(_written, FileName(choices));
        var options = new DicomExportOptions
        {
            AllowReorient = true,
            KeepOrientation = true,
            Tags = tags,
            TransferSyntax = choices.Of(
                DicomTransferSyntax.ExplicitVRLittleEndian, DicomTransferSyntax.ImplicitVRLittleEndian, DicomTransferSyntax.DeflatedExplicitVRLittleEndian, DicomTransferSyntax.RleLossless, DicomTransferSyntax.JpegLsLossless),
            Warn = report.Options(null).Warn,
        };
        try
        {
            DicomExport.Save(image, folder, options);
        }
        catch (MedIOException e)
        {
            RequireNothing(e);
            throw;
        }

        report.Require(report.Read(folder));
        string? read = DicomElements.ReadAll(Directory.GetFiles(folder)[0]).FirstOrDefault(e => e.Keyword == "SeriesDescription")?.Value as string;
        if (!description.Contains('\\') && (read ?? string.Empty).Trim() != description.Trim())
        {
            throw new UnlikeException("description", $"The series is described by '{read}' and not by '{description}'.");
        }
    }

    private static string FileName(ByteChoices choices)
    {
        char[] refused = Path.GetInvalidFileNameChars();
        string name = new(choices.Text(5).Where(c => !refused.Contains(c)).ToArray());
        return name.Trim('.', ' ').Length == 0 ? "x" : name;
    }

    // What could not be written leaves nothing behind.
    private void RequireNothing(MedIOException error)
    {
        if (Directory.EnumerateFiles(_written, "*", SearchOption.AllDirectories).FirstOrDefault() is { } rest)
        {
            throw new UnlikeException("rest", $"It left {Path.GetFileName(rest)} behind: {error.Message}");
        }
    }
}
