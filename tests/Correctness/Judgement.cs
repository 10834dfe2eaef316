using System;
using System.Collections.Generic;
using System.Linq;
using MedIO.Backends.Tests.Agreement;

namespace MedIO.Correctness;

/// <summary>A file as this library and another reader have it: in what they were held against each other, and in what they differ.</summary>
internal sealed class Judgement
{
    private Judgement(RealFile file) => File = file;

    public RealFile File { get; }

    /// <summary>How many values of each part were compared: of all but headers 1 or 0.</summary>
    public Dictionary<Part, int> Compared { get; } = new();

    public List<Difference> Differences { get; } = new();

    /// <summary>Whether neither of the two makes an image of it.</summary>
    public bool IsRefusedByBoth { get; private set; }

    public static Judgement Of(RealFile file, Reading reading)
    {
        var made = new Judgement(file);
        made.IsRefusedByBoth = reading.Error is not null && file.Image is null;

        // What neither reads is no image: that both say so is no merit.
        made.Compared[Part.Reading] = made.IsRefusedByBoth ? 0 : 1;
        if (reading.Error is not null || file.Image is null)
        {
            made.OneSided(file, reading);
        }
        else
        {
            made.Images(file.Image, reading.Like(file));
        }

        return made;
    }

    /// <summary>What an aspect belongs to.</summary>
    public static Part PartOf(Aspect aspect) => aspect switch
    {
        Aspect.Unread or Aspect.Extra or Aspect.Files => Part.Reading,
        Aspect.Values or Aspect.Scale or Aspect.Components => Part.Voxels,
        Aspect.Orientation => Part.Orientation,
        Aspect.Header => Part.Header,
        _ => Part.Geometry,
    };

    private void OneSided(RealFile file, Reading reading)
    {
        if (reading.Error is null)
        {
            Differences.Add(new(Aspect.Extra, 0, $"{file.Error!.Error}: {file.Error.Message}"));
        }
        else if (file.Image is not null)
        {
            Differences.Add(new(Aspect.Unread, 0, reading.Error));
        }

        Headers(file, reading.Header ?? (reading.Images.Count > 0 ? reading.Images[0].Header : null), reading.Header is not null);
    }

    private void Images(MedImage ours, ReadImage theirs)
    {
        if (File.Series is { } series && theirs.Files is { } files && files.Count != series.FileCount)
        {
            Differences.Add(new(Aspect.Files, Math.Abs(files.Count - series.FileCount), FormattableString.Invariant($"{series.FileCount} files here, {files.Count} there")));
        }

        MedImage? placed = theirs.ToImage(ours, File.IsPlaceless);
        if (placed is null)
        {
            Compared[Part.Geometry] = 1;
            Differences.Add(new(Aspect.Place, double.PositiveInfinity, "its axes do not span the space"));
        }

        MedImage image = placed ?? theirs.ToImage(ours, placeless: true)!;
        // Types are the reader's choice as long as they hold the values, and one slice has a thickness, not a next one.
        Difference[] found = Comparison.Of(ours, image).Where(d => d.Aspect is not (Aspect.Type or Aspect.Depth)).ToArray();
        bool hasPlace = theirs.HasPlace && !File.IsPlaceless;
        Differences.AddRange(found.Where(d => d.Aspect switch { Aspect.Place => hasPlace, Aspect.Values => theirs.HasVoxels, _ => true })
            .Select(d => d.Aspect == Aspect.Values && LinearRelation.Between(ours, image) is { } relation ? new(Aspect.Scale, relation.Amount, $"{relation} there") : d));
        bool sameShape = !found.Any(d => d.Aspect == Aspect.Shape);
        Compared[Part.Voxels] = sameShape && theirs.HasVoxels ? 1 : 0;
        Compared[Part.Geometry] = hasPlace || !sameShape ? 1 : 0;
        if (hasPlace && ours.Shape.Count > 2 && theirs.Orientation is { } letters)
        {
            Compared[Part.Orientation] = 1;
            string own = Letters(ours, sameShape ? PlaceMap.Between(image, ours) : null);

            // The direction of an axis of one voxel is a reader's choice.
            if (Enumerable.Range(0, 3).Any(i => own[i] != letters[i] && (!sameShape || (i < image.Shape.Count && image.Shape[i] > 1))))
            {
                Differences.Add(new(Aspect.Orientation, 0, $"{own} here, {letters} there"));
            }
        }

        Headers(File, theirs.Header, theirs.IsComplete, theirs.Precision);
    }

    // Our letters, of the other's axes: it may have them in another order, or turned.
    private static string Letters(MedImage ours, PlaceMap? map)
    {
        MedMeta meta = ours.Metadata.Clone();
        meta.Convert(CoordinateSystem.Nib);
        string own = meta.Orientation;
        return map is null ? own : string.Concat(Enumerable.Range(0, 3).Select(i => map.IsFlipped(i) ? "LRPAIS"["RLAPSI".IndexOf(own[map.Axis(i)])] : own[map.Axis(i)]));
    }

    private void Headers(RealFile file, System.Text.Json.JsonElement? theirs, bool complete, double precision = 0)
    {
        if (file.Header is not null && theirs is { } header)
        {
            Differences.AddRange(HeaderComparison.Of(file.Header, header, complete, precision, out int compared));
            Compared[Part.Header] = compared;
        }
    }
}
