using System;
using System.IO;
using System.Linq;
using MedIO.Tests.Dicom.Codecs.Fuzz;

namespace MedIO.Tests.OtherPrograms.Fuzz;

/// <summary>Writes what was read, from file to file and from memory, in the formats there are.</summary>
internal sealed class Conversions
{
    private const int MostVoxels = 1 << 18;

    // JPEG's loss is a matter of its own.
    private static readonly string[] Suffixes = MedFile.WriteSuffixes.Select(s => s.Key).Where(s => s is not (".jpg" or ".jpeg")).ToArray();

    private readonly string _folder;

    /// <param name="folder">In which there is room for a folder.</param>
    public Conversions(string folder)
    {
        _folder = Path.Combine(folder, "converted");
        Directory.CreateDirectory(_folder);
    }

    /// <summary>One of the suffixes that can be written without loss.</summary>
    /// <param name="next">Gives a number below another one.</param>
    public static string Suffix(Func<int, int> next) => Suffixes[next(Suffixes.Length)];

    /// <summary>Converts a file or a folder; what is written from memory is the same.</summary>
    /// <exception cref="MedIOException">It is no image, or none that the format holds.</exception>
    /// <exception cref="UnlikeException">What was written is another image.</exception>
    public void Compare(string path, ReadOptions options, FuzzRandom random)
    {
        MedImage image = MedFile.Read(path, options);
        if (image.Voxels.Length > MostVoxels)
        {
            return;
        }

        string suffix = Suffix(random.Next);
        try
        {
            Compare(path, options, image, suffix, random.OneIn(4) ? random.Next(10) : null);
        }
        finally
        {
            Empty();
        }
    }

    private void Compare(string path, ReadOptions options, MedImage image, string suffix, int? level)
    {
        var report = new WriteReport(image, suffix);
        string converted = Target("converted", suffix);
        MedIOException? error = Try(() => MedFile.Convert(path, converted, options, report.Options(level)));
        RequireNoRest(error);
        string saved = Target("saved", suffix);
        MedIOException? other = Try(() => MedFile.Save(image, saved, report.Options(level)));
        if (error?.Error != other?.Error)
        {
            throw new UnlikeException($"converted {suffix} {error?.Error}-{other?.Error}", $"Converted to {suffix} it is {Text(error)}; saved it is {Text(other)}.");
        }

        if (error is not null)
        {
            throw error;
        }

        MedImage first = report.Read(converted);
        SameImage.Require(report.Read(saved), first, $"converted to {suffix} rather than saved");
        report.Require(first);
    }

    private static string Text(MedIOException? error) => error is null ? "written" : $"{error.Error} ({error.Message})";

    private static MedIOException? Try(Action action)
    {
        try
        {
            action();
            return null;
        }
        catch (MedIOException e)
        {
            return e;
        }
    }

    // What was not written leaves nothing behind.
    private void RequireNoRest(MedIOException? error)
    {
        if (error is not null && Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories).FirstOrDefault() is { } rest)
        {
            throw new UnlikeException("rest", $"It left {Path.GetFileName(rest)} behind: {error.Message}");
        }
    }

    // Each in a folder of its own, for a volume may become a folder of pictures.
    private string Target(string folder, string suffix)
    {
        Directory.CreateDirectory(Path.Combine(_folder, folder));
        return Path.Combine(_folder, folder, (suffix == ".png" ? "image{0}" : "image") + suffix);
    }

    private void Empty()
    {
        foreach (string folder in Directory.GetDirectories(_folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
