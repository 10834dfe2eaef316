using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using MedIO.Formats;
using MedIO.Formats.Minc;
using MedIO.Formats.Reading;
using PureHDF;
using PureHDF.VOL.Native;

namespace MedIO.Minc;

/// <summary>A MINC 2 image: the group minc-2.0 of an HDF5 file with the variables that MINC 1 has in NetCDF (MINC 2.0 file format, minc2.h).</summary>
internal sealed class Minc2File
{
    private const string Root = "minc-2.0";
    private const string FullResolution = "image/0";
    private const string DimensionOrder = "dimorder";

    private readonly ImageSource _source;
    private readonly IH5Dataset _image;
    private readonly long[]? _chunks;
    private readonly MincHeader _header;
    private readonly long[] _sizes;

    private Minc2File(ImageSource source, NativeFile file)
    {
        _source = source;
        IH5Group root = file.LinkExists(Root) ? file.Group(Root) : throw NotMinc();
        IH5Group images = root.LinkExists(FullResolution) ? root.Group(FullResolution) : throw NotMinc();
        _image = images.LinkExists(MincHeader.Image) ? images.Dataset(MincHeader.Image) : throw NotMinc();
        var variables = new Dictionary<string, IReadOnlyDictionary<string, object>>(StringComparer.Ordinal);
        foreach (string name in new[] { "dimensions", FullResolution, "info" })
        {
            if (root.LinkExists(name))
            {
                foreach (IH5Object item in root.Group(name).Children())
                {
                    variables[item.Name] = Hdf5Attributes.Read(item);
                }
            }
        }

        _sizes = Array.ConvertAll(_image.Space.Dimensions, n => n <= long.MaxValue ? (long)n : long.MaxValue);
        _chunks = Chunks();
        _header = new MincHeader(source.Path, Dimensions(variables), StoredType())
        {
            Attributes = Hdf5Attributes.Read(root),
            Variables = variables,
            Maximum = Limits(images, "image-max", variables),
            Minimum = Limits(images, "image-min", variables),
        };
    }

    /// <summary>Reads a header.</summary>
    /// <exception cref="MedIOException">The file is no MINC image that can be read.</exception>
    public static ImageDescription Describe(ImageSource source, ReadOptions options)
    {
        Minc2File minc = Hdf5Guard.Header(source.Path, () =>
        {
            using var stream = new Hdf5Stream(source.Path);
            using NativeFile file = H5File.Open(stream);
            return new Minc2File(source, file);
        });
        return MincImage.Describe(minc._header, "MINC 2", options, (_, scaling) => minc.Locate(scaling), _ => !BitConverter.IsLittleEndian);
    }

    private MedIOException NotMinc() => new(
        MedIOError.UnsupportedFeature, $"{_source.Path}: is an HDF5 file, but not one of MINC 2: it has no /{Root}/{FullResolution}/{MincHeader.Image}. Give a MINC image.", _source.Path);

    private MincDimension[] Dimensions(Dictionary<string, IReadOnlyDictionary<string, object>> variables)
    {
        string[] names = Order(variables, MincHeader.Image, _sizes.Length);
        return names.Length == _sizes.Length
            ? names.Select((name, i) => new MincDimension(name, _sizes[i])).ToArray()
            : throw new MedIOException(
                MedIOError.InvalidHeader,
                FormattableString.Invariant($"{_source.Path}: its image has {_sizes.Length} dimensions, but image:dimorder names {names.Length}. The header is damaged: copy the file again from where it came from."),
                _source.Path);
    }

    // Some files name more dimensions than a variable has.
    private static string[] Order(Dictionary<string, IReadOnlyDictionary<string, object>> variables, string name, int most) =>
        variables.TryGetValue(name, out IReadOnlyDictionary<string, object>? attributes) && attributes.TryGetValue(DimensionOrder, out object? order) && order is string text
            ? text.Split(',').Select(n => n.Trim()).Where(n => n.Length > 0).Take(most).ToArray()
            : Array.Empty<string>();

    private static MincLimits? Limits(IH5Group images, string name, Dictionary<string, IReadOnlyDictionary<string, object>> variables)
    {
        if (!images.LinkExists(name))
        {
            return null;
        }

        IH5Dataset variable = images.Dataset(name);
        double[]? values = Hdf5Attributes.Numbers(variable);
        return values is null ? null : new MincLimits(Order(variables, name, variable.Space.Dimensions.Length), values);
    }

    private VoxelType StoredType()
    {
        // Labels are an enumeration of integers.
        IH5DataType type = _image.Type.Class == H5DataTypeClass.Enumerated ? _image.Type.Enumeration.BaseType : _image.Type;
        VoxelType? found = type.Class switch
        {
            H5DataTypeClass.FixedPoint => (type.Size, type.FixedPoint.IsSigned) switch
            {
                (1, false) => VoxelType.UInt8,
                (1, true) => VoxelType.Int8,
                (2, false) => VoxelType.UInt16,
                (2, true) => VoxelType.Int16,
                (4, false) => VoxelType.UInt32,
                (4, true) => VoxelType.Int32,
                (8, false) => VoxelType.UInt64,
                (8, true) => VoxelType.Int64,
                _ => null,
            },
            H5DataTypeClass.FloatingPoint => type.Size == 4 ? VoxelType.Float32 : type.Size == 8 ? VoxelType.Float64 : null,
            _ => null,
        };
        return found ?? throw new MedIOException(
            MedIOError.UnsupportedDataType,
            FormattableString.Invariant($"{_source.Path}: its voxels have the HDF5 type {_image.Type.Class} of {_image.Type.Size} bytes, which is none of numbers that can be read. Write it anew with mincreshape -float or -short."),
            _source.Path);
    }

    // A segment for each part with a scaling of its own, or for each slice.
    private VoxelSegment[] Locate(MincScaling scaling)
    {
        long bytes = _sizes.Aggregate((long)VoxelTypes.SizeOf(_header.StoredType), (n, size) => n > (long.MaxValue >> 32) ? long.MaxValue : n * size);
        int depth = Math.Max(scaling.Depth, Math.Min(1, _sizes.Length - 1));
        long count = MincImage.Parts(_header, depth);

        // What PureHDF would unpack is tied to what the file has, however the chunks are packed.
        if (count > MincScaling.MostParts || bytes > (_source.File.Length + 64) * DataCheck.MostInflation)
        {
            throw new MedIOException(
                MedIOError.InvalidDimensions,
                FormattableString.Invariant($"{_source.Path}: dimensions of {string.Join(" x ", _sizes)} are far more than its {_source.File.Length} bytes can hold. The header is damaged: copy the file again from where it came from."),
                _source.Path);
        }

        var reader = new Minc2Blocks(_source.Path, _header.StoredType, _sizes, _chunks, depth, scaling);
        var segments = new VoxelSegment[(int)count];
        for (int i = 0; i < segments.Length; i++)
        {
            segments[i] = new VoxelSegment(_source.Path, 0, bytes / count) { Reader = reader, Frame = i, FrameCount = segments.Length };
        }

        return MincImage.Scaled(scaling, segments);
    }

    // How the image is cut into pieces that are packed each on its own; null where it is not.
    private long[]? Chunks()
    {
        if (_image.Layout.Class != H5DataLayoutClass.Chunked)
        {
            return null;
        }

        ulong[] chunks;
        try
        {
            chunks = _image.Layout.Chunks;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // PureHDF does not tell it of the newest layouts, which it reads all the same.
            return null;
        }

        // A chunk is unpacked as a whole.
        double bytes = chunks.Take(_sizes.Length).Aggregate((double)_image.Type.Size, (n, count) => n * count);
        return chunks.Length >= _sizes.Length && chunks.Take(_sizes.Length).All(n => n is > 0 and <= int.MaxValue) && bytes <= (_source.File.Length + 64.0) * DataCheck.MostInflation
            ? chunks.Take(_sizes.Length).Select(n => (long)n).ToArray()
            : throw new InvalidDataException("the chunks of its image have no size that could be");
    }
}
