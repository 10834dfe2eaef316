using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using MedIO.Formats.Reading;
using MedIO.IO;

namespace MedIO.Formats.Afni;

/// <summary>Where the voxels of a header are: sub-brick after sub-brick in the .BRIK file, each with a factor of its own.</summary>
internal static class AfniData
{
    /// <exception cref="MedIOException">There is no such file, or the header contradicts itself.</exception>
    public static VoxelLayout Find(AfniHeader header, ImageSource source, ImageSource open, List<string> warnings)
    {
        (VoxelType type, int components) = ReadType(header);
        Shape shape = ReadShape(header, out int count);
        long bytes = VoxelLayout.ByteCount(shape, type, components);
        string data = !ReferenceEquals(source, open) ? open.Path : AfniFileNames.FindData(source.Path) ?? throw new MedIOException(
            MedIOError.DataFileNotFound,
            $"{source.Path}: is the header of a pair, but the .BRIK file with its voxels is not there. Put it beside the header, with the same name.",
            source.Path);
        VoxelCoding coding = Coding(data);
        List<(int Count, double Factor)> runs = Factors(header, components > 1 ? 0 : count, count, warnings);
        bool each = runs.Count > 1;
        var segments = new List<VoxelSegment>();
        long at = 0;
        foreach ((int bricks, double factor) in runs)
        {
            long part = bytes / count * bricks;
            segments.Add(new VoxelSegment(data, coding == VoxelCoding.Raw ? at : 0, part, coding, coding == VoxelCoding.Raw ? 0 : at) { Slope = each ? factor : 1 });
            at += part;
        }

        return new VoxelLayout(shape, type, components, segments)
        {
            BigEndian = IsBigEndian(header, warnings),
            Slope = each ? 1 : runs[0].Factor,
            IsScaledBySegment = each,
        };
    }

    // A volume of one sub-brick has three dimensions; nibabel gives it a fourth of 1.
    private static Shape ReadShape(AfniHeader header, out int count)
    {
        int[] rank = header.Integers("DATASET_RANK", 2);
        if (rank[0] != 3)
        {
            throw header.Invalid(FormattableString.Invariant($"DATASET_RANK says {rank[0]} dimensions in space, and AFNI has 3"));
        }

        count = rank[1];
        int[] sizes = header.Integers("DATASET_DIMENSIONS", 3).Take(3).Concat(count == 1 ? Array.Empty<int>() : new[] { count }).ToArray();
        return sizes.All(n => n >= 1) ? new Shape(sizes) : throw new MedIOException(
            MedIOError.InvalidDimensions,
            $"{header.Path}: the dimensions {string.Join(" x ", sizes)} of DATASET_DIMENSIONS and DATASET_RANK are impossible. The header is damaged: copy it again from where it came from.",
            header.Path);
    }

    private static (VoxelType Type, int Components) ReadType(AfniHeader header)
    {
        int[] codes = header.Integers("BRICK_TYPES", 1);
        if (codes.Any(c => c != codes[0]))
        {
            throw new MedIOException(
                MedIOError.UnsupportedFeature,
                $"{header.Path}: its sub-bricks are of several types (BRICK_TYPES {string.Join(" ", codes.Take(8))}), which one image cannot have. Take them apart with AFNI's 3dbucket, or convert them with 3dcalc -datum float.",
                header.Path);
        }

        return codes[0] switch
        {
            0 => (VoxelType.UInt8, 1),
            1 => (VoxelType.Int16, 1),
            2 => (VoxelType.Int32, 1),
            3 => (VoxelType.Float32, 1),
            4 => (VoxelType.Float64, 1),
            5 => (VoxelType.Complex64, 1),
            6 => (VoxelType.UInt8, 3),
            _ => throw new MedIOException(
                MedIOError.UnsupportedDataType,
                FormattableString.Invariant($"{header.Path}: BRICK_TYPES is {codes[0]}, which is no type that can be read. Convert the image with AFNI's 3dcalc -datum float."),
                header.Path),
        };
    }

    // Runs of sub-bricks with one factor: 0 means that nothing is scaled, and what is missing counts as 0.
    private static List<(int Count, double Factor)> Factors(AfniHeader header, int scaled, int all, List<string> warnings)
    {
        double[] given = header.Numbers("BRICK_FLOAT_FACS") ?? Array.Empty<double>();
        var runs = new List<(int Count, double Factor)>();
        int done = 0;
        for (; done < Math.Min(scaled, given.Length); done++)
        {
            if (double.IsNaN(given[done]) || double.IsInfinity(given[done]))
            {
                throw header.Invalid("BRICK_FLOAT_FACS has a factor that is not finite, so that no voxel of its sub-brick has a value");
            }

            Add(1, given[done] == 0 ? 1 : given[done]);
        }

        if (done > 0 && done < all)
        {
            warnings.Add(FormattableString.Invariant($"BRICK_FLOAT_FACS has {given.Length} factors for {all} sub-bricks; the others are not scaled."));
        }

        if (done < all)
        {
            Add(all - done, 1);
        }

        return runs;

        void Add(int count, double factor)
        {
            if (runs.Count > 0 && runs[runs.Count - 1].Factor == factor)
            {
                runs[runs.Count - 1] = (runs[runs.Count - 1].Count + count, factor);
            }
            else
            {
                runs.Add((count, factor));
            }
        }
    }

    private static bool IsBigEndian(AfniHeader header, List<string> warnings)
    {
        string? order = header.Text("BYTEORDER_STRING");
        if (order is null)
        {
            warnings.Add("The header does not say the byte order (BYTEORDER_STRING); little endian is assumed.");
        }
        else if (order is not ("LSB_FIRST" or "MSB_FIRST"))
        {
            throw header.Invalid("BYTEORDER_STRING is neither LSB_FIRST nor MSB_FIRST");
        }

        return order == "MSB_FIRST";
    }

    private static VoxelCoding Coding(string data)
    {
        string suffix = Path.GetExtension(data).ToLowerInvariant();
        if (suffix == ".gz")
        {
            // Some were decompressed and kept their name.
            var start = new byte[2];
            using FileBytes file = FileBytes.Open(data);
            return file.Read(0, start) == 2 && start[0] == 0x1f && start[1] == 0x8b ? VoxelCoding.Gzip : VoxelCoding.Raw;
        }

        return suffix == ".bz2" ? VoxelCoding.Bzip2 : suffix != ".z" ? VoxelCoding.Raw : throw new MedIOException(
            MedIOError.UnsupportedFeature, $"{data}: is compressed with compress, which is not read here. Decompress it with gunzip, or compress it with gzip.", data);
    }
}
