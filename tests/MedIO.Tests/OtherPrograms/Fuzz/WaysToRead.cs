using System;
using System.Globalization;
using System.Linq;
using MedIO.Dicom;
using MedIO.Tests.Dicom.Codecs.Fuzz;

namespace MedIO.Tests.OtherPrograms.Fuzz;

/// <summary>What is read in parts, turned, or without its voxels has to be what the whole image is.</summary>
internal static class WaysToRead
{
    // Of what is larger a small file is made too often.
    private const int MostVoxels = 1 << 19;

    /// <summary>Reads a file or a folder in several ways.</summary>
    /// <exception cref="MedIOException">It is no image.</exception>
    /// <exception cref="UnlikeException">Two ways do not agree.</exception>
    public static void Compare(string path, ReadOptions options, FuzzRandom random) => Compare(o => MedFile.Read(path, o), o => MedFile.ReadMeta(path, o), options, random);

    /// <summary>Reads a series in several ways.</summary>
    /// <exception cref="MedIOException">It is no image.</exception>
    /// <exception cref="UnlikeException">Two ways do not agree.</exception>
    public static void Compare(DicomSeries series, ReadOptions options, FuzzRandom random) => Compare(o => MedFile.Read(series, o), o => MedFile.ReadMeta(series, o), options, random);

    /// <summary>An expression that takes a part of each axis.</summary>
    public static string Slice(Shape shape, FuzzRandom random) => string.Join(", ", shape.Select(size => Range(size, random)));

    /// <summary>One of the orientations that the image can be turned to.</summary>
    /// <param name="meta">The image's.</param>
    /// <param name="next">Gives a number below another one.</param>
    public static string Orientation(MedMeta meta, Func<int, int> next)
    {
        string[] letters = { "RL", "AP", "SI" };
        char[] code = meta.Orientation.ToCharArray();
        for (int i = code.Length - 1; i > 0; i--)
        {
            int other = next(i + 1);
            (code[i], code[other]) = (code[other], code[i]);
        }

        return new string(code.Select(c => letters.Single(pair => pair.Contains(c))[next(2)]).ToArray());
    }

    private static void Compare(Func<ReadOptions, MedImage> read, Func<ReadOptions, MedMeta> readMeta, ReadOptions options, FuzzRandom random)
    {
        MedImage whole = read(options);
        SameImage.RequireMeta(whole.Metadata, Expected(() => readMeta(options), "its metadata"), "its metadata");
        if (whole.Voxels.Length > MostVoxels)
        {
            return;
        }

        ReadOptions part = options.Copy();
        part.Orientation = random.OneIn(2) ? null : Orientation(whole.Metadata, random.Next);
        MedImage turned = part.Orientation is null ? whole : whole.Reorient(part.Orientation);
        string slice = Slice(turned.Shape, random);
        part.Slice = SliceExpression.Parse(slice);
        string what = FormattableString.Invariant($"the part {slice} in {part.Orientation ?? "its own orientation"} of {whole.Shape} in {whole.Orientation}");
        SameImage.Require(turned.Slice(slice), Expected(() => read(part), what), what);

        // There and back again is where one was.
        if (part.Orientation is not null)
        {
            SameImage.Require(whole, turned.Reorient(whole.Orientation), $"turned to {part.Orientation} and back");
        }
    }

    // The whole can be read, so that a part can be.
    private static T Expected<T>(Func<T> read, string what)
    {
        try
        {
            return read();
        }
        catch (MedIOException e)
        {
            throw new UnlikeException("part " + e.Error, $"The whole is an image, {what} is {e.Error}: {e.Message}");
        }
    }

    private static string Range(int size, FuzzRandom random)
    {
        int from = random.Next(size);
        int to = random.Next(size);
        int step = 1 + random.Next(random.OneIn(2) ? 1 : 4);
        return random.Next(4) switch
        {
            0 => ":",
            1 => from.ToString(CultureInfo.InvariantCulture),
            2 => FormattableString.Invariant($"{Math.Min(from, to)}:{Math.Max(from, to) + 1}:{step}"),

            // From the higher end down; to the very first voxel there is no number that says it.
            _ => Math.Min(from, to) == 0 ? FormattableString.Invariant($"{Math.Max(from, to)}::{-step}") : FormattableString.Invariant($"{Math.Max(from, to)}:{Math.Min(from, to) - 1}:{-step}"),
        };
    }
}
