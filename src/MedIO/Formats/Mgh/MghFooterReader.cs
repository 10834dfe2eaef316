using System;
using System.IO;
using System.Threading;
using MedIO.Formats.Reading;
using MedIO.IO;
using MedIO.IO.Compression;

namespace MedIO.Formats.Mgh;

/// <summary>
/// Reads what stands behind the voxels into the metadata. Of a compressed file it is there once all voxels have been read;
/// for it alone the file is decompressed only where it says something that was asked for: the time between the volumes of
/// a series, or all fields of the header.
/// </summary>
internal sealed class MghFooterReader
{
    /// <summary>More than this, decompressed, costs a user who only saves a part more time than the numbers are worth.</summary>
    private const long MostToDecompress = 1L << 30;

    private readonly VoxelSegment _segment;
    private readonly MedMeta _meta;
    private readonly MghNative _native;
    private readonly ReadOptions _options;
    private readonly DateTime _written;

    public MghFooterReader(VoxelSegment segment, MedMeta meta, ReadOptions options)
    {
        _segment = segment;
        _meta = meta;
        _native = (MghNative)meta.Native!;
        _options = options;
        _written = File.GetLastWriteTimeUtc(segment.Path);
        _native.Reader = this;
    }

    /// <summary>Reads it of a file that is not compressed.</summary>
    public void Read(FileBytes file)
    {
        long begin = _segment.FileOffset + _segment.ByteCount;
        var bytes = new byte[Math.Max(0, Math.Min(file.Length - begin, MghFooter.MostBytes))];
        Apply(file.Read(begin, bytes) == bytes.Length ? bytes : Array.Empty<byte>());
    }

    /// <summary>Reads it of a compressed file.</summary>
    public void Complete()
    {
        if (_native.Footer is not null)
        {
            return;
        }

        if (_segment.Tail!.Bytes is { } kept)
        {
            Apply(kept);
        }
        else if (_meta.Shape.Count > 3 || _options.Header)
        {
            Apply(Decompress(_options.CancellationToken));
        }
    }

    /// <summary>Gets it for another file, after its voxels have been written: they may have come from this one just now.</summary>
    /// <returns>Null where it is not to be had, or would cost too much.</returns>
    public MghFooter? ForWriting(CancellationToken cancellation)
    {
        if (_segment.Tail?.Bytes is { } kept)
        {
            return MghFooter.Read(kept);
        }

        if (_segment.ByteCount > MostToDecompress || File.GetLastWriteTimeUtc(_segment.Path) != _written)
        {
            return null;
        }

        try
        {
            return MghFooter.Read(Decompress(cancellation));
        }
        catch (MedIOException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private byte[] Decompress(CancellationToken cancellation)
    {
        const long Step = 16 << 20;
        try
        {
            using FileBytes file = FileBytes.Open(_segment.Path);
            using var stream = new GzipReadStream(file.OpenStream(0));
            for (long left = _segment.ContentOffset + _segment.ByteCount; left > 0; left -= Step)
            {
                cancellation.ThrowIfCancellationRequested();
                if (stream.Skip(Math.Min(left, Step)) < Math.Min(left, Step))
                {
                    throw new EndOfStreamException("it ends within its voxels.");
                }
            }

            var bytes = new byte[MghFooter.MostBytes];
            int got = 0;
            for (int n = 1; n > 0 && got < bytes.Length; got += n)
            {
                n = stream.Read(bytes, got, bytes.Length - got);
            }

            Array.Resize(ref bytes, got);
            return bytes;
        }
        catch (EndOfStreamException) when (_options.AllowTruncated)
        {
            return Array.Empty<byte>();
        }
        catch (EndOfStreamException e)
        {
            throw VoxelBytes.Truncated(_segment, _segment.ByteCount, e);
        }
        catch (InvalidDataException e)
        {
            throw ImageSource.Corrupt(_segment.Path, e);
        }
    }

    private void Apply(byte[] bytes)
    {
        MghFooter footer = MghFooter.Read(bytes);
        _native.Footer = footer;
        if (_meta.Shape.Count > 3 && footer.RepetitionTime is > 0 and < 1e9f)
        {
            _meta.TimeStep = (double)footer.RepetitionTime / 1000;
        }

        if (_options.Header)
        {
            _meta.Header = MghFields.Read(_native.Header, footer);
        }
    }
}
