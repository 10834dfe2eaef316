using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using MedIO.Formats.Headers;
using MedIO.Formats.Reading;
using MedIO.IO;

namespace MedIO.Formats.MetaImage;

/// <summary>Where a MetaImage's voxels are: behind the header, in one file, or in many; raw, compressed or as text.</summary>
internal sealed class MetaImageData
{
    private readonly MetaImageHeader _header;
    private readonly ImageSource _source;
    private readonly ReadOptions _options;
    private readonly List<string> _warnings;
    private readonly bool _isText;
    private readonly bool _isCompressed;
    private readonly long _headerSize;

    // Lists may name one file a million times.
    private readonly Dictionary<string, string> _found = new(StringComparer.Ordinal);
    private readonly Dictionary<string, VoxelCoding> _codings = new(StringComparer.Ordinal);

    private MetaImageData(MetaImageHeader header, ImageSource source, ReadOptions options, List<string> warnings)
    {
        _header = header;
        _source = source;
        _options = options;
        _warnings = warnings;
        _isText = !header.IsTrue("BinaryData", missing: true);
        _isCompressed = !_isText && header.IsTrue("CompressedData", missing: false);
        _headerSize = header.Integer("HeaderSize") ?? 0;
        if (_headerSize < -1)
        {
            throw header.Invalid(FormattableString.Invariant($"HeaderSize = {_headerSize} is neither a number of bytes nor -1"));
        }

        if (_headerSize == -1 && (_isText || (_isCompressed && header.Integer("CompressedDataSize") is not > 0)))
        {
            throw header.Invalid("HeaderSize = -1 needs data whose size in the file is known");
        }
    }

    /// <summary>Finds the voxels. Voxels are not read; of compressed files the first two bytes are.</summary>
    /// <exception cref="MedIOException">A data file is missing or outside the folder, or the header contradicts itself.</exception>
    public static VoxelLayout Find(MetaImageHeader header, ImageSource source, ReadOptions options, Shape shape, VoxelType type, int components, List<string> warnings)
    {
        long byteCount = VoxelLayout.ByteCount(shape, type, components);
        var data = new MetaImageData(header, source, options, warnings);

        // BinaryDataByteOrderMSB wins over its older name.
        bool bigEndian = header.IsTrue("BinaryDataByteOrderMSB", header.IsTrue("ElementByteOrderMSB", missing: false));
        return new VoxelLayout(shape, type, components, data.Segments(shape, byteCount)) { BigEndian = bigEndian };
    }

    private List<VoxelSegment> Segments(Shape shape, long byteCount)
    {
        string value = _header[MetaImageFields.DataFile]!;
        if (MetaImageFileNames.IsLocal(value))
        {
            return new List<VoxelSegment> { Local(byteCount) };
        }

        if (MetaImageFileNames.IsList(value, shape.Count, out int each))
        {
            long count = shape.Skip(each).Aggregate(1L, (n, size) => n * size);
            return MetaImageFileNames.ReadList(_header, _source, count, _warnings).Select(name => InFile(Existing(name), byteCount / count)).ToList();
        }

        int last = shape[shape.Count - 1];
        if (MetaImageFileNames.Pattern(_header, value, last, _warnings) is { } names)
        {
            // The list grows with the files that are there: a damaged header may stand for billions.
            var files = new List<VoxelSegment>();
            foreach (string name in names)
            {
                files.Add(InFile(Existing(name), byteCount / last));
            }

            return files;
        }

        VoxelSegment single = InFile(Existing(MetaImageFileNames.Checked(_header, value)), byteCount);
        WarnOfRest(single, LengthOf(single.Path));
        return new List<VoxelSegment> { single };
    }

    private VoxelSegment Local(long byteCount)
    {
        if (_headerSize > 0 && _headerSize < _header.Length)
        {
            throw _header.Invalid(FormattableString.Invariant($"HeaderSize = {_headerSize} points into the header's own text, which has {_header.Length} bytes"));
        }

        long offset = _headerSize > 0 ? _headerSize : _header.Length;
        if (_source.IsGzip)
        {
            // The whole file was compressed by other means.
            return !_isText && !_isCompressed && _headerSize >= 0
                ? new VoxelSegment(_source.Path, 0, byteCount, VoxelCoding.Gzip, offset)
                : throw new MedIOException(
                    MedIOError.UnsupportedFeature,
                    $"{_source.Path}: is a gzip file around a MetaImage whose data are text or compressed themselves. Decompress it first with gunzip.",
                    _source.Path);
        }

        VoxelSegment local = _headerSize == -1 ? InFile(_source.Path, byteCount) : Segment(_source.Path, offset, byteCount);
        WarnOfRest(local, _source.File.Length);
        return local;
    }

    private VoxelSegment InFile(string path, long byteCount)
    {
        if (_headerSize != -1)
        {
            return Segment(path, _headerSize, byteCount);
        }

        // The data are at the end. A file that is too short is found out with all the others.
        long stored = _isCompressed ? _header.Integer("CompressedDataSize")!.Value : byteCount;
        return Segment(path, Math.Max(0, LengthOf(path) - stored), byteCount);
    }

    private VoxelSegment Segment(string path, long offset, long byteCount) =>
        new(path, offset, byteCount, _isText ? VoxelCoding.Text : _isCompressed || IsGzip(path) ? Coding(path, offset) : VoxelCoding.Raw);

    // Of one file all segments begin at the same place.
    private VoxelCoding Coding(string path, long offset)
    {
        if (!_codings.TryGetValue(path, out VoxelCoding coding))
        {
            _codings.Add(path, coding = CodingAt(path, offset));
        }

        return coding;
    }

    // MetaIO writes zlib streams; some other programs gzip, or gzip the data file without a word in the header.
    private VoxelCoding CodingAt(string path, long offset)
    {
        var start = new byte[2];
        int n;
        if (path == _source.Path)
        {
            n = _source.File.Read(offset, start);
        }
        else
        {
            using FileBytes file = FileBytes.Open(path);
            n = file.Read(offset, start);
        }

        return n == 2 && start[0] == 0x1f && start[1] == 0x8b ? VoxelCoding.Gzip : _isCompressed ? VoxelCoding.Zlib : VoxelCoding.Raw;
    }

    private bool IsGzip(string path) => path != _source.Path && path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);

    // MetaIO also takes the file with .gz behind its name.
    private string Existing(string name)
    {
        if (!_found.TryGetValue(name, out string? path))
        {
            _found.Add(name, path = Find(name));
        }

        return path;
    }

    private string Find(string name)
    {
        string path = DetachedData.Resolve(_source.Path, name, _options);
        return File.Exists(path) ? path
            : !_isText && File.Exists(path + ".gz") ? DetachedData.Resolve(_source.Path, name + ".gz", _options)
            : throw new MedIOException(
                MedIOError.DataFileNotFound,
                $"{_source.Path}: names the data file '{MetaImageHeader.Shorten(name)}', but it is not there. Put it beside the header.",
                _source.Path);
    }

    private void WarnOfRest(VoxelSegment segment, long length)
    {
        long rest = length - segment.FileOffset - segment.ByteCount;
        if (segment.Coding == VoxelCoding.Raw && rest > 0)
        {
            _warnings.Add(FormattableString.Invariant($"{Path.GetFileName(segment.Path)} has {rest} bytes more than the header declares; look whether its dimensions and type are right."));
        }
    }

    private long LengthOf(string path) => path == _source.Path ? _source.File.Length : DataCheck.LengthOf(path);
}
