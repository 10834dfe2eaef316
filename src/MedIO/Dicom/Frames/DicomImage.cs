using System;
using System.Collections.Generic;
using System.Linq;
using MedIO.Dicom.Pixels;
using MedIO.Dicom.Series;
using MedIO.Formats;
using MedIO.Formats.Reading;

namespace MedIO.Dicom.Frames;

/// <summary>Makes one image of the planes of a file or of a series.</summary>
internal static class DicomImage
{
    /// <summary>Describes the image of some files. Nothing in it identifies a patient, but for the header where it was asked for.</summary>
    /// <param name="files">What each contributes; one or more.</param>
    /// <param name="options">Whether geometry or slices may be missing, and which stack of a file is wanted.</param>
    /// <exception cref="MedIOException">They do not make an image; <see cref="MedIOException.Error"/> says why.</exception>
    public static ImageDescription Describe(IReadOnlyList<DicomImageFile> files, ReadOptions options)
    {
        DicomImageFile first = files[0];
        var range = new RescaledRange();
        var planes = new List<DicomPlane>(files.Count);
        foreach (DicomImageFile file in files)
        {
            RequireSame(first, file);
            foreach (DicomPlane plane in file.Planes)
            {
                range.Add(file.Pixels, plane.Slope, plane.Intercept);
                planes.Add(plane);
            }
        }

        var warnings = new List<string>();
        IReadOnlyList<DicomPlane> chosen = files.Count == 1 ? OrientedStacks.Choose(first, options) : planes;
        ReadOptions sorting = options;
        if (first.SOPClassUID == ImageClasses.Segmentation)
        {
            chosen = SegmentationFrames.Complete(chosen, first.Pixels.FrameBytes);
            sorting = new ReadOptions { AllowDefaultAffine = options.AllowDefaultAffine, AllowMissingSlices = true };
        }

        PlaneStack stack = files.All(f => !f.IsInSpace)
            ? FlatStack.Of(chosen, first.Pixels.Columns, first.Pixels.Rows)
            : PlaneSorter.Stack(chosen, first.Pixels.Columns, first.Pixels.Rows, sorting);
        double slope = planes[0].Slope;
        double intercept = planes[0].Intercept;
        bool differ = planes.Exists(p => p.Slope != slope || p.Intercept != intercept);
        double fill = PixelFormat.FillValue(first.Modality, range);
        var layout = new VoxelLayout(stack.Shape, first.Pixels.StoredType, first.Pixels.Components, PlaneSegments.Of(stack.Planes, first.Pixels.FrameBytes, differ, fill))
        {
            // What lies in other ways says so itself, run by run.
            BigEndian = !BitConverter.IsLittleEndian,
            Slope = differ ? 1 : slope,
            Intercept = differ ? 0 : intercept,
            IsScaledBySegment = differ,
            ResultType = range.Type,
        };
        AddWarnings(warnings, files);
        warnings.AddRange(stack.Warnings);
        var meta = new MedMeta(stack.Shape, stack.Affine, CoordinateSystem.Itk, layout.ResultType, layout.Components, header: files.FirstOrDefault(f => f.Header is not null)?.Header)
        {
            Format = "DICOM",
            Modality = first.Modality is { } modality ? PlainText.Of(modality) : null,
            TimeStep = stack.TimeStep,
        };
        if (warnings.Count > 0)
        {
            meta.Warnings = warnings;
        }

        return new ImageDescription(meta, layout);
    }

    private static void RequireSame(DicomImageFile first, DicomImageFile file)
    {
        if (!file.Pixels.Equals(first.Pixels))
        {
            throw new MedIOException(
                MedIOError.InconsistentSeries,
                $"the files do not make one image: {System.IO.Path.GetFileName(file.Path)} has {Text(file.Pixels)}, but {System.IO.Path.GetFileName(first.Path)} has {Text(first.Pixels)}. Read them apart.");
        }
    }

    private static string Text(PixelFormat pixels) =>
        FormattableString.Invariant($"{pixels.Columns}x{pixels.Rows} pixels of {pixels.Components} x {pixels.StoredType}, {pixels.Photometric}");

    // What all files have wrong is said once.
    private static void AddWarnings(List<string> warnings, IReadOnlyList<DicomImageFile> files)
    {
        if (files.Count == 1)
        {
            warnings.AddRange(files[0].Warnings);
            return;
        }

        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (DicomImageFile file in files)
        {
            foreach (string warning in file.Warnings)
            {
                if (!counts.TryGetValue(warning, out int n))
                {
                    warnings.Add(warning);
                }

                counts[warning] = n + 1;
            }
        }

        for (int i = 0; i < warnings.Count; i++)
        {
            warnings[i] = FormattableString.Invariant($"In {counts[warnings[i]]} of {files.Count} files: {warnings[i]}");
        }
    }
}
