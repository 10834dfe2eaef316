using System;
using System.IO;
using MedIO.IO;

namespace MedIO.Formats.Reading;

/// <summary>Holds what a header declares against the files, before any memory is taken.</summary>
internal static class DataCheck
{
    /// <summary>Deflate cannot make more of a byte than this (RFC 1951: 258 bytes of two bits).</summary>
    public const long MostInflation = 1040;

    // A block of bzip2 has 23 bytes or more, and holds no more than 900,000 runs of at most 255 bytes, each of which takes five.
    private const long MostBzip2 = 2_030_000;

    /// <summary>
    /// Checks that each segment's file can hold it. A file whose length the segment knows is not asked for it again; one
    /// that has shrunk since is found out when it is read.
    /// </summary>
    /// <param name="layout">Where the voxels are.</param>
    /// <param name="source">The file that is open already.</param>
    /// <param name="damage">Says whether files may be too short, and gets which are; null where they may not.</param>
    /// <exception cref="MedIOException">A file is missing or too short.</exception>
    public static void SizesFit(VoxelLayout layout, ImageSource source, DamageReport? damage = null)
    {
        long needed = VoxelLayout.ByteCount(layout.Shape, layout.StoredType, layout.Components);
        string? path = null;
        long length = 0;
        foreach (VoxelSegment segment in layout.Segments)
        {
            if (segment.FileOffset < 0 || segment.ContentOffset < 0)
            {
                throw new MedIOException(MedIOError.InvalidHeader, $"{segment.Path}: the voxels would begin before the file does. The header is damaged: copy the file again from where it came from.", segment.Path);
            }

            needed -= segment.ByteCount;
            if (segment.Reader is not null || segment.Input is not null)
            {
                // Whoever reads it has held it against the file.
                continue;
            }

            if (segment.Coding == VoxelCoding.Fill)
            {
                if (segment.FrameCount > 0)
                {
                    damage?.AddLost(segment, DamageReport.Value(segment.FillValue));
                }

                continue;
            }

            // Frames of one file follow one another, and whoever read a file's header knows how long it is.
            if (segment.Path != path)
            {
                path = segment.Path;
                length = segment.FileLength > 0 ? segment.FileLength : path == source.Path ? source.File.Length : LengthOf(path);
            }

            long have = Math.Max(0, Math.Min(segment.Coding == VoxelCoding.Raw ? segment.Available : long.MaxValue, length - segment.FileOffset));
            long least = segment.Encapsulated is not null ? segment.Decoder!.LeastBytes(segment.ByteCount) : segment.Decoder is not null ? segment.EncodedByteCount : segment.ByteCount;
            bool fits = segment.Coding switch
            {
                VoxelCoding.Raw => have >= least,
                // A digit and a space each.
                VoxelCoding.Text => (have + 1) / 2 >= Numbers(segment, layout.StoredType),
                VoxelCoding.Hex => have / 2 >= least + segment.ContentOffset,
                // Nothing at all may be a pipe, and to open it would wait for its writer.
                _ => have > 0 && least <= ((have + 64) * (segment.Coding == VoxelCoding.Bzip2 ? MostBzip2 : MostInflation)) - segment.ContentOffset,
            };
            if (!fits && damage is { AllowTruncated: true } && MayBeCut(segment, have, least))
            {
                if (segment.Encapsulated is null)
                {
                    damage.AddPart(segment, DamageReport.Value(segment.FillValue));
                }
            }
            else if (!fits)
            {
                throw new MedIOException(
                    MedIOError.TruncatedData,
                    FormattableString.Invariant($"{segment.Path}: {layout.Shape} voxels of {layout.Components} x {layout.StoredType} need {least} bytes, but the file has {have} for them. It is cut off, or its dimensions are wrong: copy it again from where it came from; -AllowTruncated reads what is there."),
                    segment.Path);
            }
        }

        if (needed > 0)
        {
            throw new MedIOException(MedIOError.InvalidHeader, $"{source.Path}: the data files that the header names hold fewer voxels than its dimensions {layout.Shape} ask for. Check that none is missing from it.", source.Path);
        }
    }

    /// <summary>Checks that a file is as long and as old as when its header was read: else its voxels may be anywhere.</summary>
    /// <exception cref="MedIOException">It is not.</exception>
    public static void IsUnchanged(VoxelSegment segment, FileBytes file)
    {
        long length = file.Length;
        if (segment.FileLength > 0 && length != segment.FileLength)
        {
            throw new MedIOException(
                length < segment.FileLength ? MedIOError.TruncatedData : MedIOError.FileNotReadable,
                FormattableString.Invariant($"{segment.Path}: the file has changed since its header was read: it had {segment.FileLength} bytes, and has {length} now. Wait until it is whole, and read it again."),
                segment.Path) { IsPassing = true };
        }

        if (segment.FileTime > 0 && file.Changed is > 0 and long changed && changed != segment.FileTime)
        {
            throw new MedIOException(MedIOError.FileNotReadable, $"{segment.Path}: the file has been written to since its header was read. Wait until it is whole, and read it again.", segment.Path) { IsPassing = true };
        }
    }

    // There is something of it, and what is missing is no more than compression could have made of that: the memory for it
    // stays tied to the size of the file.
    private static bool MayBeCut(VoxelSegment segment, long have, long least) =>
        segment.Coding == VoxelCoding.Raw && have > 0 && least <= (have + 64) * MostInflation;

    private static long Numbers(VoxelSegment segment, VoxelType type) => segment.ByteCount / VoxelTypes.SizeOf(type) * (VoxelTypes.IsComplex(type) ? 2 : 1);

    /// <summary>The bytes of a data file; 0 where it is no file but a pipe, which nobody may open and wait for.</summary>
    /// <exception cref="MedIOException">It is not there.</exception>
    public static long LengthOf(string path)
    {
        var info = new FileInfo(path);
        if (info.Exists && FileLinks.IsLink(info))
        {
#if NET8_0_OR_GREATER
            // The length of a link is that of its text; and where it leads to may be a pipe, too.
            return info.ResolveLinkTarget(returnFinalTarget: true) is FileInfo { Exists: true } target
                ? target.Length
                : throw new MedIOException(MedIOError.DataFileNotFound, $"{path}: the header names this file for its voxels, but it is a link to one that is not there. Put the file itself beside the header.", path);
#else
            // The length of a link is that of its text.
            using FileBytes file = FileBytes.Open(path);
            return file.Length;
#endif
        }

        return info.Exists
            ? info.Length
            : throw new MedIOException(MedIOError.DataFileNotFound, $"{path}: the header names this file for its voxels, but it is not there. Put it beside the header.", path);
    }
}
