using System;
using System.IO;

namespace MedIO.Formats;

/// <summary>Holds what a header declares against the files, before any memory is taken.</summary>
internal static class DataCheck
{
    /// <summary>Deflate cannot make more of a byte than this (RFC 1951: 258 bytes of two bits).</summary>
    private const long MostInflation = 1040;

    /// <summary>Checks that each segment's file can hold it.</summary>
    /// <exception cref="MedIOException">A file is missing or too short.</exception>
    public static void SizesFit(VoxelLayout layout, ImageSource source)
    {
        foreach (VoxelSegment segment in layout.Segments)
        {
            long length = segment.Path == source.Path ? source.File.Length : LengthOf(segment.Path);
            long have = Math.Max(0, length - segment.FileOffset);
            bool fits = segment.Coding switch
            {
                VoxelCoding.Raw => have >= segment.ByteCount,
                VoxelCoding.Text => have > 0,
                _ => segment.ByteCount + segment.ContentOffset <= (have + 64) * MostInflation,
            };
            if (!fits)
            {
                throw new MedIOException(
                    MedIOError.TruncatedData,
                    FormattableString.Invariant($"{segment.Path}: {layout.Shape} voxels of {layout.Components} x {layout.StoredType} need {segment.ByteCount} bytes, but the file has {have} for them. It is cut off, or its dimensions are wrong: copy it again from where it came from."),
                    segment.Path);
            }
        }
    }

    private static long LengthOf(string path)
    {
        var info = new FileInfo(path);
        return info.Exists
            ? info.Length
            : throw new MedIOException(MedIOError.DataFileNotFound, $"{path}: the header names this file for its voxels, but it is not there. Put it beside the header.", path);
    }
}
