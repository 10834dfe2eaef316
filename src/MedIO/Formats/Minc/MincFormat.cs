using System;
using System.Linq;
using MedIO.Formats.Libraries;
using MedIO.Formats.Writing;
using MedIO.IO;
using MedIO.IO.Replacing;

namespace MedIO.Formats.Minc;

/// <summary>MINC, the format of the Montreal Neurological Institute: version 1 inside NetCDF, read here, and version 2 inside HDF5, read by a library.</summary>
internal sealed class MincFormat : IImageFormat
{
    private static readonly string[] Suffixes = { ".mnc", ".mnc.gz" };

    // ASCII around it shows what a transfer as text does to a file (HDF5 File Format Specification, II.A).
    private static readonly byte[] Hdf5 = { 0x89, (byte)'H', (byte)'D', (byte)'F', 0x0d, 0x0a, 0x1a, 0x0a };

    private readonly Lazy<IImageCodec> _minc2 = new(() => LibraryFolder.Formats.Create<IImageCodec>("MedIO.Minc", "MedIO.Minc.Minc2Codec"));

    public MedFormat Info { get; } = new(
        "MINC",
        Suffixes,
        "MINC 1, gzip too; MINC 2 (PowerShell 7.4 or later); all types, scaling by slice, time, vectors; irregular dimensions of space are refused");

    public FormatMatch Match(ImageSource source) =>
        NetCdfHeader.IsAtStartOf(source.Content) || IsHdf5(source) ? FormatMatch.Content
        : Suffixes.Any(source.HasSuffix) ? FormatMatch.Suffix
        : FormatMatch.None;

    public ImageDescription Describe(ImageSource source, ReadOptions options)
    {
        if (NetCdfHeader.IsAtStartOf(source.Content))
        {
            return Minc1File.Describe(source, options);
        }

        if (!IsHdf5(source))
        {
            throw new MedIOException(MedIOError.InvalidHeader, $"{source.Path}: is named like a MINC file, but begins neither as NetCDF nor as HDF5. Copy it again from where it came from.", source.Path);
        }

        if (source.IsGzip)
        {
            throw new MedIOException(MedIOError.UnsupportedFeature, $"{source.Path}: is a MINC 2 file inside a gzip file, which cannot be read at any place. Decompress it first with gunzip; MINC 2 compresses inside.", source.Path);
        }

#if NET8_0_OR_GREATER
        return _minc2.Value.Describe(source, options);
#else
        throw new MedIOException(
            MedIOError.UnsupportedFeature,
            $"{source.Path}: is a MINC 2 file (HDF5), which can be read in PowerShell 7.4 or later only. Use that, or convert the file to MINC 1 with mincconvert.",
            source.Path);
#endif
    }

    public void Write(VoxelSource image, string path, AtomicFiles files, SaveOptions options) => throw new NotSupportedException();

    private static bool IsHdf5(ImageSource source) => source.Content.StartsWith(Hdf5);
}
