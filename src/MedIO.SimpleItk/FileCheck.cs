using System;
using System.Buffers.Binary;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using MedIO.Formats;
using MedIO.Formats.Reading;
using MedIO.IO;
using MedIO.IO.Compression;

namespace MedIO.SimpleItk;

/// <summary>
/// Holds a file against what this library knows of its format. ITK gives an image without a word where NIfTI, VTK or GIPL end
/// before their last voxel or where their compression is damaged, and opens whatever file a header names.
/// </summary>
internal sealed class FileCheck
{
    private const int BufferBytes = 1 << 17;

    private static readonly byte[] EndOfImage = { 0xff, 0xd9 };

    private readonly string _path;
    private readonly long _needed;

    private FileCheck(string path, long needed)
    {
        _path = path;
        _needed = needed;
    }

    /// <summary>Looks at a file before ITK does.</summary>
    /// <returns>What is left to be done while ITK reads the voxels; null for nothing.</returns>
    /// <exception cref="MedIOException">ITK must not read it.</exception>
    public static FileCheck? Of(ImageSource source, ReadOptions options)
    {
        if (IsCutJpeg(source))
        {
            throw Cut(source.Path, null);
        }

        PictureCheck.Verify(source, options.CancellationToken);
        VoxelLayout layout;
        IImageFormat? format = null;
        try
        {
            ReadOptions plain = options.Copy();
            plain.Header = false;
            plain.AllowDefaultAffine = true;
            format = FormatRegistry.Find(source);
            ImageDescription own = format.Describe(source, plain);
            layout = own.Layout;
            using ImageSource? header = own.HeaderPath is { } other ? ImageSource.Open(other) : null;
            NiftiCheck.Verify(header ?? source);
            DataCheck.SizesFit(layout, source, new DamageReport(plain));
        }
        catch (MedIOException e) when (!Stands(e.Error, format))
        {
            // ITK may know what this library does not.
            return null;
        }

        VoxelSegment first = layout.Segments[0];
        return source.IsGzip && layout.Segments.Count == 1 && first.Path == source.Path && !options.AllowTruncated
            ? new FileCheck(source.Path, (first.BytesBehind is null ? first.ContentOffset : 0) + first.ByteCount)
            : null;
    }

    /// <summary>Whether a file is a damaged TIFF: ITK may not come back from finding out what it is.</summary>
    public static bool IsDamagedTiff(ImageSource source)
    {
        ReadOnlySpan<byte> start = source.Content;
        if (source.IsGzip || start.Length < 4 || !((start[0] == 'I' && start[1] == 'I' && start[2] is 42 or 43) || (start[0] == 'M' && start[1] == 'M' && start[3] is 42 or 43)))
        {
            return false;
        }

        try
        {
            Of(source, new ReadOptions());
            return false;
        }
        catch (MedIOException)
        {
            return true;
        }
    }

    // MetaIO trusts a number of axes, and ITK one of TIFF's lines, until there is no end to their work.
    private static bool Stands(MedIOError error, IImageFormat? format) =>
        error is MedIOError.TruncatedData or MedIOError.TruncatedHeader or MedIOError.DataFileOutsideFolder or MedIOError.DataFileNotFound or MedIOError.CorruptCompression
        || (format?.Info.Name is "MetaImage" or "TIFF" && error is (MedIOError.InvalidHeader or MedIOError.InvalidDimensions))
        || (format?.Info.Name is "NIfTI" && error == MedIOError.InvalidAffine)
        || (format?.Info.Name == "MetaImage" && error == MedIOError.UnsupportedFeature);

    /// <summary>Whether a file is a JPEG without its end: ITK's decoder fills up with grey, or ends the process.</summary>
    public static bool IsCutJpeg(ImageSource source)
    {
        if (!PictureCheck.IsJpeg(source))
        {
            return false;
        }

        var tail = new byte[Math.Min(BufferBytes, source.File.Length)];
        int count = source.File.Read(source.File.Length - tail.Length, tail);
        return tail.AsSpan(0, count).LastIndexOf(EndOfImage) < 0;
    }

    /// <summary>Checks that a file has so many bytes.</summary>
    /// <exception cref="MedIOException"><see cref="MedIOError.TruncatedData"/>.</exception>
    public static void RequireBytes(ImageSource source, long bytes)
    {
        if (source.File.Length < bytes)
        {
            throw Cut(source.Path, null);
        }
    }

    /// <summary>
    /// Decompresses the file to see whether all of it is there and as it was: ITK looks at no checksum. Beside ITK, which is slower
    /// and takes one core; where there is no other, only the count at the file's end is looked at (RFC 1952).
    /// </summary>
    public Task Start(CancellationToken cancellation) => Environment.ProcessorCount > 1
        ? Task.Run(() => Decompress(cancellation), cancellation)
        : Task.Run(() => CheckCount(cancellation), cancellation);

    private void CheckCount(CancellationToken cancellation)
    {
        var count = new byte[4];
        using (FileBytes file = FileBytes.Open(_path))
        {
            if (file.Read(file.Length - count.Length, count) == count.Length && BinaryPrimitives.ReadUInt32LittleEndian(count) == (uint)_needed)
            {
                return;
            }
        }

        // Several members, or something behind the voxels.
        Decompress(cancellation);
    }

    /// <summary>Decompresses the file now.</summary>
    /// <exception cref="MedIOException">It is not whole, or damaged.</exception>
    public void Decompress(CancellationToken cancellation)
    {
        long count = 0;
        var buffer = new byte[BufferBytes];
        try
        {
            using FileBytes file = FileBytes.Open(_path);
            using var stream = new GzipReadStream(file.OpenStream(0), CompressedFormat.Gzip);
            for (int n = 1; n > 0; count += n)
            {
                cancellation.ThrowIfCancellationRequested();
                n = stream.Read(buffer, 0, buffer.Length);
            }
        }
        catch (EndOfStreamException e)
        {
            throw Cut(_path, e);
        }
        catch (InvalidDataException e)
        {
            throw ImageSource.Corrupt(_path, e);
        }

        if (count < _needed)
        {
            throw Cut(_path, null);
        }
    }

    private static MedIOException Cut(string path, Exception? e) => new(
        MedIOError.TruncatedData,
        $"{path}: the file ends before its last voxel. Copy it again from where it came from.",
        path,
        e);
}
