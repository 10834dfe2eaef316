using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using MedIO.Formats.Reading;

namespace MedIO.Formats.Minc;

/// <summary>A MINC 1 image: a NetCDF classic file whose variable image has dimensions such as zspace, yspace and xspace.</summary>
internal sealed class Minc1File
{
    // What is decoded at once: a frame that fits an array, and enough of them for all cores.
    private const long MostOfFrame = 1 << 24;

    // The segments of more would take memory before it is known that the file has them.
    private const long FewParts = 1 << 12;

    private readonly ImageSource _source;
    private readonly NetCdfHeader _netCdf;
    private readonly NetCdfVariable _image;
    private readonly long _records;

    private Minc1File(ImageSource source)
    {
        _source = source;
        _netCdf = NetCdfHeader.Read(source);
        _image = Find(MincHeader.Image) ?? throw new MedIOException(
            MedIOError.UnsupportedFeature, $"{source.Path}: is a NetCDF file, but not one of MINC: it has no variable 'image'. Give a MINC image.", source.Path);
        _records = _netCdf.Records >= 0 ? _netCdf.Records : RecordsInFile();
    }

    /// <summary>Reads a header.</summary>
    /// <exception cref="MedIOException">The file is no MINC image that can be read.</exception>
    public static ImageDescription Describe(ImageSource source, ReadOptions options)
    {
        var file = new Minc1File(source);
        var header = new MincHeader(source.Path, file.Dimensions(file._image), file.StoredType())
        {
            Attributes = file._netCdf.Attributes,
            Variables = Attributes(file._netCdf),
            Maximum = file.Limits("image-max"),
            Minimum = file.Limits("image-min"),
        };
        return MincImage.Describe(header, "MINC 1", options, (_, scaling) => file.Locate(header, scaling), scaling => !scaling.Clips);
    }

    private static Dictionary<string, IReadOnlyDictionary<string, object>> Attributes(NetCdfHeader netCdf)
    {
        var all = new Dictionary<string, IReadOnlyDictionary<string, object>>(StringComparer.Ordinal);
        foreach (NetCdfVariable variable in netCdf.Variables)
        {
            all[variable.Name] = variable.Attributes;
        }

        return all;
    }

    private NetCdfVariable? Find(string name) => _netCdf.Variables.FirstOrDefault(v => v.Name == name);

    private MincDimension[] Dimensions(NetCdfVariable variable) =>
        variable.Dimensions.Select((name, i) => new MincDimension(name, i == 0 && variable.IsRecord ? _records : variable.Lengths[i])).ToArray();

    // A program that still writes leaves the count open.
    private long RecordsInFile()
    {
        long[] begins = _netCdf.Variables.Where(v => v.IsRecord).Select(v => v.Begin).ToArray();
        return begins.Length == 0 || _netCdf.RecordBytes == 0 || _source.IsGzip ? 0 : Math.Max(0, _source.File.Length - begins.Min()) / _netCdf.RecordBytes;
    }

    // Bytes are unsigned and all else is signed, unless signtype says otherwise.
    private VoxelType StoredType()
    {
        string? sign = _image.Attributes.TryGetValue("signtype", out object? value) ? (value as string)?.TrimEnd('_', ' ', '\0') : null;
        bool? signed = sign == "signed" ? true : sign == "unsigned" ? false : null;
        return _image.Type switch
        {
            NetCdfType.Byte or NetCdfType.Char => signed ?? false ? VoxelType.Int8 : VoxelType.UInt8,
            NetCdfType.Short => signed ?? true ? VoxelType.Int16 : VoxelType.UInt16,
            NetCdfType.Int => signed ?? true ? VoxelType.Int32 : VoxelType.UInt32,
            NetCdfType.Float => VoxelType.Float32,
            _ => VoxelType.Float64,
        };
    }

    private MincLimits? Limits(string name)
    {
        if (Find(name) is not { } variable || variable.Type == NetCdfType.Char)
        {
            return null;
        }

        long count = Dimensions(variable).Aggregate(1L, (n, d) => Math.Min(long.MaxValue >> 32, n) * d.Length);
        long records = count == 0 ? 0 : variable.IsRecord ? _records : 1;
        if (count > MincScaling.MostParts)
        {
            throw new MedIOException(MedIOError.InvalidDimensions, FormattableString.Invariant($"{_source.Path}: {name} would have {count} values, more than an image has slices. The header is damaged: copy the file again from where it came from."), _source.Path);
        }

        var values = new List<double>();
        using var file = new ForwardBytes(_source);
        for (long record = 0; record < records; record++)
        {
            byte[] bytes = ReadAt(file, OffsetOf(variable, record), (int)variable.ByteCount);
            values.AddRange(NetCdfParser.Numbers(bytes, variable.Type));
        }

        return new MincLimits(variable.Dimensions, values.ToArray());
    }

    private long OffsetOf(NetCdfVariable variable, long record)
    {
        // Beyond this no file has anything.
        const long Most = long.MaxValue >> 2;
        long offset = variable.Begin;
        return offset < Most && (record == 0 || _netCdf.RecordBytes < Most / record) ? offset + (record * _netCdf.RecordBytes) : Most;
    }

    private byte[] ReadAt(ForwardBytes file, long offset, int count)
    {
        var bytes = new byte[count];
        return file.Read(offset, bytes) == count ? bytes : throw new MedIOException(
            MedIOError.TruncatedData, FormattableString.Invariant($"{_source.Path}: ends before image-max and image-min, at byte {offset}, which say what its voxels stand for. Copy it again from where it came from."), _source.Path);
    }

    // One segment for all, or for each record, or for each part with a scaling of its own; where numbers have to be clipped, some for each core.
    private VoxelSegment[] Locate(MincHeader header, MincScaling scaling)
    {
        int depth = Math.Max(scaling.Depth, _image.IsRecord ? 1 : 0);
        long bytes = VoxelLayout.ByteCount(new Shape((int)Math.Min(int.MaxValue, MincImage.Parts(header, 1))), header.StoredType, 1);
        foreach (MincDimension dimension in header.Dimensions.Skip(1))
        {
            bytes = Math.Min(long.MaxValue >> 32, bytes) * dimension.Length;
        }

        while (scaling.Clips && depth < header.Dimensions.Count - 1 && bytes / MincImage.Parts(header, depth) > MostOfFrame)
        {
            depth++;
        }

        long count = MincImage.Parts(header, depth);
        long most = (_source.File.Length + 64) * DataCheck.MostInflation;
        if (count > MincScaling.MostParts || bytes / Math.Max(1, count) > most || (count > FewParts && bytes > most))
        {
            throw new MedIOException(
                MedIOError.InvalidDimensions,
                FormattableString.Invariant($"{_source.Path}: dimensions of {string.Join(" x ", header.Dimensions.Select(d => d.Length))} are far more than its {_source.File.Length} bytes can hold. The header is damaged: copy the file again from where it came from."),
                _source.Path);
        }

        var decoder = scaling.Clips ? new ValidRangeDecoder(header.StoredType, new ValidRange(header.StoredType, scaling.Low, scaling.High)) : null;
        long each = bytes / count;
        long inRecord = _image.IsRecord ? count / Math.Max(1, _records) : count;
        var segments = new VoxelSegment[(int)count];
        for (long i = 0; i < count; i++)
        {
            long offset = OffsetOf(_image, _image.IsRecord ? i / inRecord : 0) + (i % inRecord * each);
            segments[i] = new VoxelSegment(_source.Path, _source.IsGzip ? 0 : offset, each, _source.IsGzip ? VoxelCoding.Gzip : VoxelCoding.Raw, _source.IsGzip ? offset : 0)
            {
                Decoder = decoder,
                EncodedByteCount = each,
                Frame = decoder is null ? 0 : (int)i,
                FrameCount = decoder is null ? 0 : (int)count,
            };
        }

        return MincImage.Scaled(scaling, segments);
    }
}
