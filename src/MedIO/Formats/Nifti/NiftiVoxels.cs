using System;
using System.Collections.Generic;
using MedIO.Formats.Reading;
using MedIO.IO;

namespace MedIO.Formats.Nifti;

/// <summary>Finds where the voxels of a header lie: the file, the offset, and whether they are gzipped.</summary>
internal static class NiftiVoxels
{
    /// <summary>Beyond this no real file has its first voxel.</summary>
    private const double MostOffset = 1L << 50;

    /// <param name="header">The header.</param>
    /// <param name="dimensions">Its dimensions.</param>
    /// <param name="type">The type in the file.</param>
    /// <param name="source">The header's file.</param>
    /// <param name="open">The file that the user named: the header's, or the other one of a pair.</param>
    /// <param name="warnings">Gets what is odd.</param>
    /// <exception cref="MedIOException">There is no such file, or the header's offset is none.</exception>
    public static VoxelSegment Locate(NiftiHeader header, NiftiDimensions dimensions, VoxelType type, ImageSource source, ImageSource open, List<string> warnings)
    {
        long bytes;
        try
        {
            bytes = VoxelLayout.ByteCount(dimensions.Shape, type, dimensions.Components);
        }
        catch (MedIOException e)
        {
            throw e.About(source.Path);
        }

        long offset = Offset(header, source.Path);
        if (!header.IsPair)
        {
            offset = BehindHeader(header, offset, source, bytes, warnings);
            return source.IsGzip
                ? new VoxelSegment(source.Path, 0, bytes, VoxelCoding.Gzip, offset)
                : new VoxelSegment(source.Path, offset, bytes);
        }

        string data = !ReferenceEquals(source, open) ? open.Path : NiftiFileNames.FindData(source.Path) ?? throw new MedIOException(
            MedIOError.DataFileNotFound,
            $"{source.Path}: is the header of a pair, but {NiftiFileNames.Pair(source.Path).Data}, which would hold the voxels, is not there. Put it beside the header.",
            source.Path);
        return IsGzip(data, offset, bytes, ReferenceEquals(source, open) ? null : open)
            ? new VoxelSegment(data, 0, bytes, VoxelCoding.Gzip, offset)
            : new VoxelSegment(data, offset, bytes);
    }

    private static long Offset(NiftiHeader header, string path)
    {
        double offset = header.Number(NiftiField.VoxOffset);
        return offset >= 0 && offset <= MostOffset && offset == Math.Floor(offset)
            ? (long)offset
            : throw new MedIOException(
                MedIOError.InvalidHeader,
                FormattableString.Invariant($"{path}: vox_offset is {offset}, which is no place in a file. The header is damaged: copy the file again from where it came from."),
                path);
    }

    /// <summary>
    /// Voxels begin behind the header and the four bytes that announce extensions. Careless writers leave the offset 0,
    /// or forget the four bytes.
    /// </summary>
    private static long BehindHeader(NiftiHeader header, long offset, ImageSource source, long bytes, List<string> warnings)
    {
        int size = NiftiHeader.SizeOf(header.Version);
        if (offset >= size + 4)
        {
            return offset;
        }

        if (offset != 0 && offset < size)
        {
            throw new MedIOException(
                MedIOError.InvalidHeader,
                FormattableString.Invariant($"{source.Path}: vox_offset is {offset}, within the header of {size} bytes. The header is damaged: copy the file again from where it came from."),
                source.Path);
        }

        long used = offset != 0 ? offset : !source.IsGzip && source.File.Length == size + bytes ? size : size + 4;
        warnings.Add(FormattableString.Invariant($"vox_offset is {offset}, less than the {size + 4} of a single file; the voxels were taken to begin at byte {used}."));
        return used;
    }

    /// <summary>Whether a data file is gzipped. Raw voxels may begin with what looks like gzip, so without the suffix a file long enough is what it says.</summary>
    public static bool IsGzip(string path, long offset, long bytes, ImageSource? open)
    {
        if (open is not null)
        {
            return open.IsGzip && (NiftiFileNames.IsGzip(path) || open.File.Length - offset < bytes);
        }

        using FileBytes file = FileBytes.Open(path);
        var magic = new byte[2];
        return file.Read(0, magic) == 2 && magic[0] == 0x1f && magic[1] == 0x8b
            && (NiftiFileNames.IsGzip(path) || file.Length - offset < bytes);
    }
}
