using System;
using System.Collections.Generic;
using System.Linq;
using MedIO.Formats.Reading;
using MedIO.Formats.Writing;
using MedIO.IO;
using MedIO.IO.Replacing;

namespace MedIO.Formats.ParRec;

/// <summary>What the scanners of Philips export beside DICOM: a header of text with a table of slices, and the slices in a file of their own.</summary>
internal sealed class ParRecFormat : IImageFormat
{
    private static readonly string[] Suffixes = { ".par", ".rec" };

    public MedFormat Info { get; } = new(
        "PAR/REC",
        Suffixes,
        "Philips V4, V4.1 and V4.2, 8 and 16 bit, oblique, sorted; displayed or floating point values");

    public FormatMatch Match(ImageSource source) =>
        ParRecHeader.IsAtStartOf(source.Content) ? FormatMatch.Content
        : Suffixes.Any(source.HasSuffix) ? FormatMatch.Suffix
        : FormatMatch.None;

    public ImageDescription Describe(ImageSource source, ReadOptions options)
    {
        if (ParRecHeader.IsAtStartOf(source.Content))
        {
            return Describe(source, source, options);
        }

        if (!ParRecFileNames.IsData(source.Path))
        {
            throw new MedIOException(
                MedIOError.InvalidHeader,
                $"{source.Path}: is no Philips PAR file: it does not begin with '# === DATA DESCRIPTION FILE'. It is damaged, or the suffix is wrong: copy it again from where it came from.",
                source.Path);
        }

        string header = ParRecFileNames.FindHeader(source.Path) ?? throw new MedIOException(
            MedIOError.FileNotFound,
            $"{source.Path}: holds the voxels of a pair, but its header {ParRecFileNames.Other(source.Path, "par")} is not there. Put it beside the voxels.",
            source.Path);
        using ImageSource open = ImageSource.Open(header);
        return Describe(open, source, options) with { HeaderPath = header };
    }

    public void Write(VoxelSource image, string path, AtomicFiles files, SaveOptions options) => throw new NotSupportedException();

    private ImageDescription Describe(ImageSource source, ImageSource open, ReadOptions options)
    {
        var warnings = new List<string>();
        ParRecHeader header = ParRecHeader.Read(source, warnings);
        ParRecOrder order = ParRecOrder.Find(header, options, warnings);
        VoxelLayout layout = ParRecData.Find(header, order, source, open, options, warnings);
        Affine affine = ParRecGeometry.Read(header, order, layout.Shape, options, warnings);
        var meta = new MedMeta(layout.Shape, affine, CoordinateSystem.Nib, layout.ResultType, header: options.Header ? header.ToFields() : null)
        {
            Format = Info.Name,
            TimeStep = TimeStep(header, order, warnings),
            Modality = "MR",
        };
        meta.Warnings = warnings;
        return new ImageDescription(meta, layout);
    }

    // The repetition time is that from dynamic to dynamic.
    private static double? TimeStep(ParRecHeader header, ParRecOrder order, List<string> warnings)
    {
        double[] times = header.GeneralNumbers("Repetition time [ms]", "Repetition time [msec]");
        if (order.VolumeCount < 2 || !order.IsDynamicSeries || header.GeneralNumbers("Dynamic scan <0=no 1=yes> ?").FirstOrDefault() == 0 || times.FirstOrDefault() <= 0)
        {
            return null;
        }

        if (times.Length > 1)
        {
            warnings.Add(FormattableString.Invariant($"The header has {times.Length} repetition times; the first is taken for the time between volumes, as in nibabel."));
        }

        return times[0] / 1000;
    }
}
