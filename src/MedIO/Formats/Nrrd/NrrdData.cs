using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using MedIO.Formats.Headers;
using MedIO.Formats.Reading;
using MedIO.IO;

namespace MedIO.Formats.Nrrd;

/// <summary>Where a NRRD's voxels are: behind the header, in one file or in many; raw, compressed, or as text.</summary>
internal sealed class NrrdData
{
    // What may have to be looked through for lines to skip.
    private const int MostSkipped = 16 << 20;

    private readonly NrrdHeader _header;
    private readonly ImageSource _source;
    private readonly ReadOptions _options;
    private readonly VoxelCoding _coding;
    private readonly long _lineSkip;
    private readonly long _byteSkip;

    // Lists may name one file a million times.
    private readonly Dictionary<string, string> _found = new(StringComparer.Ordinal);

    private NrrdData(NrrdHeader header, ImageSource source, ReadOptions options)
    {
        _header = header;
        _source = source;
        _options = options;
        string encoding = header.Required(NrrdFields.Encoding);
        _coding = encoding.ToLowerInvariant() switch
        {
            "raw" => VoxelCoding.Raw,
            "txt" or "text" or "ascii" => VoxelCoding.Text,
            "hex" => VoxelCoding.Hex,
            "gz" or "gzip" => VoxelCoding.Gzip,
            "bz2" or "bzip2" => VoxelCoding.Bzip2,
            _ => throw new MedIOException(
                MedIOError.UnsupportedFeature,
                $"{header.Path}: has the encoding {HeaderText.Shorten(encoding)}; raw, gzip, bzip2, ascii and hex are read. Write it anew with one of these, as 'unu save -e gzip' does.",
                header.Path),
        };
        _lineSkip = header.Integer(NrrdFields.LineSkip) ?? 0;
        _byteSkip = header.Integer(NrrdFields.ByteSkip) ?? 0;
        if (_lineSkip < 0)
        {
            throw header.Invalid("its line skip is negative");
        }

        if (_byteSkip < 0 && _coding is VoxelCoding.Text or VoxelCoding.Hex)
        {
            throw header.Invalid("its byte skip counts from the end, which can only be done where the encoding is raw, gzip or bzip2");
        }
    }

    /// <summary>Finds the voxels. Voxels are not read; where lines are to be skipped, their ends are looked for.</summary>
    /// <param name="header">The header.</param>
    /// <param name="source">Its file.</param>
    /// <param name="options">Whether other folders may be read.</param>
    /// <param name="sizes">The sizes of all axes of the header.</param>
    /// <param name="byteCount">Bytes of all voxels.</param>
    /// <param name="numberBytes">Bytes of one number.</param>
    /// <param name="warnings">Told what is odd.</param>
    /// <param name="bigEndian">Whether the high byte comes first.</param>
    /// <exception cref="MedIOException">A data file is missing or outside the folder, or the header contradicts itself.</exception>
    public static IReadOnlyList<VoxelSegment> Find(
        NrrdHeader header, ImageSource source, ReadOptions options, int[] sizes, long byteCount, int numberBytes, List<string> warnings, out bool bigEndian)
    {
        var data = new NrrdData(header, source, options);
        bigEndian = data.IsBigEndian(numberBytes);
        if (header[NrrdFields.DataFile] is null)
        {
            if (!header.HasEnd)
            {
                throw header.Truncated("ends with its header: there is no empty line with data behind it, and no data file is named");
            }

            VoxelSegment local = data.Local(byteCount);
            WarnOfRest(local, source.File.Length, warnings);
            return new[] { local };
        }

        string[] paths = NrrdFileNames.Read(header, sizes).Select(data.Existing).ToArray();
        long each = byteCount / paths.Length;
        VoxelSegment[] segments = paths.Select(path => data.Segment(path, 0, each)).ToArray();
        if (segments.Length == 1 && data._byteSkip >= 0)
        {
            WarnOfRest(segments[0], data.LengthOf(paths[0]), warnings);
        }

        return segments;
    }

    private static void WarnOfRest(VoxelSegment segment, long length, List<string> warnings)
    {
        long rest = length - segment.FileOffset - segment.ByteCount;
        if (segment.Coding == VoxelCoding.Raw && rest > 0)
        {
            warnings.Add(FormattableString.Invariant($"{Path.GetFileName(segment.Path)} has {rest} bytes more than the header declares; look whether its sizes and type are right."));
        }
    }

    private bool IsBigEndian(int numberBytes)
    {
        if (numberBytes == 1 || _coding == VoxelCoding.Text)
        {
            return false;
        }

        string endian = _header.Required(NrrdFields.Endian);
        return endian.ToLowerInvariant() switch
        {
            "big" => true,
            "little" => false,
            _ => throw _header.Invalid($"endian: {HeaderText.Shorten(endian)} is neither little nor big"),
        };
    }

    private VoxelSegment Local(long byteCount)
    {
        if (!_source.IsGzip)
        {
            return Segment(_source.Path, _header.Length, byteCount);
        }

        // The whole file was compressed by other means.
        if (_coding != VoxelCoding.Raw || _lineSkip > 0)
        {
            throw new MedIOException(
                MedIOError.UnsupportedFeature, $"{_source.Path}: is a gzip file around a NRRD whose data are not raw. Decompress it first with gunzip.", _source.Path);
        }

        return new VoxelSegment(_source.Path, 0, byteCount, VoxelCoding.Gzip, _header.Length + Math.Max(0, _byteSkip)) { BytesBehind = Behind };
    }

    // Minus one is the end itself, and each further one a byte that stays behind the voxels.
    private long? Behind => _byteSkip < 0 ? -1 - _byteSkip : null;

    private VoxelSegment Segment(string path, long start, long byteCount)
    {
        start = AfterLines(path, start);
        if (_coding is VoxelCoding.Gzip or VoxelCoding.Bzip2)
        {
            // Bytes are skipped in what comes out of the compression, lines before it.
            return new VoxelSegment(path, start, byteCount, _coding, Math.Max(0, _byteSkip)) { BytesBehind = Behind };
        }

        return new VoxelSegment(path, Behind is { } behind ? FromEnd(path, start, byteCount + behind) : start + _byteSkip, byteCount, _coding);
    }

    private long FromEnd(string path, long start, long count)
    {
        long length = LengthOf(path);
        return length - count >= start ? length - count : throw new MedIOException(
            MedIOError.TruncatedData,
            FormattableString.Invariant($"{path}: the header counts {count} bytes from its end, but it has {Math.Max(0, length - start)} for them. It is cut off, or the sizes are wrong: copy it again from where it came from."),
            path);
    }

    // Where so many lines end.
    private long AfterLines(string path, long start)
    {
        if (_lineSkip == 0 || LengthOf(path) == 0)
        {
            return start;
        }

        using FileBytes? own = path == _source.Path ? null : FileBytes.Open(path);
        var buffer = new byte[1 << 16];
        long left = _lineSkip;
        for (long at = start; at < start + MostSkipped;)
        {
            int n = (own ?? _source.File).Read(at, buffer);
            for (int i = 0; i < n; i++)
            {
                if (buffer[i] == '\n' && --left == 0)
                {
                    return at + i + 1;
                }
            }

            at += n;
            if (n == 0)
            {
                throw _header.Truncated(FormattableString.Invariant($"is to have {_lineSkip} lines before the data, but {path} ends before them"));
            }
        }

        throw _header.Invalid(FormattableString.Invariant($"its line skip of {_lineSkip} ends nowhere within {MostSkipped} bytes"));
    }

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
        string path = DetachedData.Resolve(_header.Path, name, _options);
        return File.Exists(path) ? path : throw new MedIOException(
            MedIOError.DataFileNotFound,
            $"{_header.Path}: names the data file '{HeaderText.Shorten(name)}', but it is not there. Put it beside the header.",
            _header.Path);
    }

    private long LengthOf(string path) => path == _source.Path ? _source.File.Length : DataCheck.LengthOf(path);
}
