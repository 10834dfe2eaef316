using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using MedIO.Formats.Reading;

namespace MedIO.Formats.ParRec;

/// <summary>Where the voxels of a header are: slices one after another in the .REC file, little endian, each with a scaling of its own.</summary>
internal static class ParRecData
{
    /// <exception cref="MedIOException">There is no such file, or the slices do not make one image.</exception>
    public static VoxelLayout Find(ParRecHeader header, ParRecOrder order, ImageSource source, ImageSource open, ReadOptions options, List<string> warnings)
    {
        ParRecSlice first = order.Slices[0];
        RequireOne(header, order, ParRecColumn.ReconResolution, ParRecColumn.ImagePixelSize, ParRecColumn.SliceOrientation, ParRecColumn.PixelSpacing, ParRecColumn.SliceThickness, ParRecColumn.SliceGap);
        VoxelType type = first.Integer(ParRecColumn.ImagePixelSize) switch
        {
            8 => VoxelType.UInt8,
            16 => VoxelType.UInt16,
            var bits => throw new MedIOException(
                MedIOError.UnsupportedDataType, FormattableString.Invariant($"{header.Path}: has {bits} bits a voxel, and 8 and 16 can be read. Export the scan anew, or as DICOM."), header.Path),
        };
        Shape shape = ReadShape(header, order);
        long sliceBytes = VoxelLayout.ByteCount(new Shape(shape[0], shape[1]), type, 1);
        string data = !ReferenceEquals(source, open) ? open.Path : ParRecFileNames.FindData(source.Path) ?? throw new MedIOException(
            MedIOError.DataFileNotFound,
            $"{source.Path}: is the header of a pair, but {ParRecFileNames.Other(source.Path, "rec")}, which would hold the voxels, is not there. Put it beside the header.",
            source.Path);
        (double Slope, double Intercept)[] scalings = order.Slices.Select(s => Scaling(s, header, options.PhilipsScaling)).ToArray();
        bool each = scalings.Any(s => s != scalings[0]);
        var segments = Segments(Places(header, order, warnings), scalings, each, data, sliceBytes).ToList();
        if (options.AllowTruncated)
        {
            long length = DataCheck.LengthOf(data);
            segments = segments.SelectMany(s => s.FileOffset < length ? new[] { s } : new[] { VoxelSegment.Lost(data, s.ByteCount, s.Frame, s.FrameCount) }).ToList();
        }

        return new VoxelLayout(shape, type, 1, segments)
        {
            Slope = each ? 1 : scalings[0].Slope,
            Intercept = each ? 0 : scalings[0].Intercept,
            IsScaledBySegment = each,
        };
    }

    private static Shape ReadShape(ParRecHeader header, ParRecOrder order)
    {
        ParRecSlice first = order.Slices[0];
        int width = first.Integer(ParRecColumn.ReconResolution);
        int height = first.Integer(ParRecColumn.ReconResolution, 1);
        if (width < 1 || height < 1)
        {
            throw new MedIOException(
                MedIOError.InvalidDimensions, FormattableString.Invariant($"{header.Path}: the recon resolution {width} x {height} is impossible. The header is damaged: copy it again from where it came from."), header.Path);
        }

        return order.VolumeCount > 1 ? new Shape(width, height, order.SliceCount, order.VolumeCount) : new Shape(width, height, order.SliceCount);
    }

    // A survey, for one, has slices in three orientations in one file.
    private static void RequireOne(ParRecHeader header, ParRecOrder order, params ParRecColumn[] columns)
    {
        ParRecSlice first = order.Slices[0];
        foreach (ParRecColumn column in columns)
        {
            for (int i = 0; i < column.Count; i++)
            {
                if (order.Slices.FirstOrDefault(s => s[column, i] != first[column, i]) is { } other)
                {
                    throw new MedIOException(
                        MedIOError.InconsistentSeries,
                        FormattableString.Invariant($"{header.Path}: its slices do not make one image: {column.Name} is {first[column, i]} and {other[column, i]} (lines {first.Row + 1} and {other.Row + 1} of the table). Export them one by one, or as DICOM."),
                        header.Path);
                }
            }
        }
    }

    private static (double Slope, double Intercept) Scaling(ParRecSlice slice, ParRecHeader header, PhilipsScaling wanted)
    {
        double slope = slice[ParRecColumn.RescaleSlope];
        double intercept = slice[ParRecColumn.RescaleIntercept];
        if (wanted == PhilipsScaling.FloatingPoint)
        {
            intercept /= slope * slice[ParRecColumn.ScaleSlope];
            slope = 1 / slice[ParRecColumn.ScaleSlope];
        }

        return slope != 0 && !double.IsNaN(intercept) && !double.IsInfinity(intercept) && !double.IsInfinity(slope)
            ? (slope, intercept)
            : throw header.Invalid(FormattableString.Invariant($"line {slice.Row + 1} of its table has a rescale slope or scale slope of 0, so that no voxel of the slice has a value"));
    }

    // The table says which image of the file a slice is. Where it does not, as after an edit by hand, they are in its order.
    private static int[] Places(ParRecHeader header, ParRecOrder order, List<string> warnings)
    {
        var seen = new bool[header.Slices.Count];
        bool isOrder = true;
        foreach (ParRecSlice slice in header.Slices)
        {
            double index = slice[ParRecColumn.IndexInRecFile];
            bool isNew = index >= 0 && index < seen.Length && index == Math.Floor(index) && !seen[(int)index];
            if (!isNew)
            {
                warnings.Add("The table's index in REC file is not that of each slice once; the slices are taken to lie in the order of the table.");
                return order.Slices.Select(s => s.Row).ToArray();
            }

            seen[(int)index] = true;
            isOrder &= index == slice.Row;
        }

        if (!isOrder)
        {
            warnings.Add("The slices lie in the REC file in another order than in the table; the table's index in REC file is followed.");
        }

        return order.Slices.Select(s => s.Integer(ParRecColumn.IndexInRecFile)).ToArray();
    }

    // Slices that follow one another in the file, with one scaling, are one run.
    private static IEnumerable<VoxelSegment> Segments(int[] places, (double Slope, double Intercept)[] scalings, bool each, string data, long sliceBytes)
    {
        for (int begin = 0; begin < places.Length;)
        {
            int end = begin + 1;
            while (end < places.Length && places[end] == places[end - 1] + 1 && scalings[end] == scalings[begin])
            {
                end++;
            }

            yield return new VoxelSegment(data, places[begin] * sliceBytes, (end - begin) * sliceBytes)
            {
                Slope = each ? scalings[begin].Slope : 1,
                Intercept = each ? scalings[begin].Intercept : 0,
                Frame = places[begin],
                FrameCount = places.Length,
            };
            begin = end;
        }
    }
}
