using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using MedIO.Dicom;
using MedIO.Dicom.Codecs;
using MedIO.Dicom.Codecs.Jpeg;
using MedIO.Dicom.Frames;
using MedIO.Dicom.Pixels;
using MedIO.Formats;
using MedIO.Formats.Reading;
using MedIO.IO;

namespace MedIO.SimpleItk;

/// <summary>
/// Looks through a DICOM file before GDCM does. Some builds of that check with assertions what they read, and give a code stream
/// that their decoder refuses to another one, which exits: both end the process.
/// </summary>
internal static class DicomCheck
{
    private const int ItemHead = 8;
    private const string Rle = "1.2.840.10008.1.2.5";
    private const string JpegFamily = "1.2.840.10008.1.2.4.";

    /// <summary>Checks the elements that GDCM takes for granted.</summary>
    /// <param name="file">The file, its header read.</param>
    /// <exception cref="MedIOException"><see cref="MedIOError.InvalidHeader"/>.</exception>
    public static void Elements(DicomFile file)
    {
        foreach (DicomElement element in file.Meta.Elements)
        {
            if (!DicomVRs.IsKnown(element.VR))
            {
                throw Damaged(file.Path, MedIOError.InvalidHeader, $"{element.Tag} has the VR {DicomVRs.NameOf(element.VR)}, which there is not");
            }
        }

        if (file.DataSet.GetInteger(DicomTags.PlanarConfiguration) is not (null or 0 or 1))
        {
            throw Damaged(file.Path, MedIOError.InvalidHeader, "its PlanarConfiguration (0028,0006) is neither 0 nor 1");
        }

        if (file.DeflateOffset is null && file.TryFindPixelData(out DicomElement pixels) && pixels.IsUndefined)
        {
            Fragments(file.Path, pixels.FileOffset);
        }
    }

    /// <summary>Opens a file and checks its elements.</summary>
    /// <exception cref="MedIOException"><see cref="MedIOError.InvalidHeader"/>.</exception>
    public static void Elements(string path)
    {
        using ImageSource source = ImageSource.Open(path);
        using DicomFile file = DicomFile.Read(source);
        Elements(file);
    }

    /// <summary>Holds the code streams of compressed frames against the data set, without decoding them.</summary>
    /// <param name="segments">The frames.</param>
    /// <param name="images">The files that they are in.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="MedIOException"><see cref="MedIOError.CorruptCompression"/> and others.</exception>
    public static void Frames(IEnumerable<VoxelSegment> segments, IEnumerable<DicomImageFile> images, CancellationToken cancellation)
    {
        var known = new Dictionary<string, DicomImageFile>();
        foreach (DicomImageFile image in images)
        {
            known[image.Path] = image;
        }

        FileBytes? file = null;
        string? path = null;
        try
        {
            foreach (VoxelSegment segment in segments)
            {
                cancellation.ThrowIfCancellationRequested();
                if (segment.Encapsulated is null || !known.TryGetValue(segment.Path, out DicomImageFile? image))
                {
                    continue;
                }

                if (path != segment.Path)
                {
                    file?.Dispose();
                    file = FileBytes.Open(segment.Path);
                    path = segment.Path;
                }

                Verify(segment, file!, image);
            }
        }
        finally
        {
            file?.Dispose();
        }
    }

    // Items up to the delimiter, and nothing else (PS3.5 section A.4).
    private static void Fragments(string path, long at)
    {
        using FileBytes file = FileBytes.Open(path);
        var head = new byte[ItemHead];
        while (true)
        {
            if (file.Read(at, head) < ItemHead)
            {
                throw Damaged(path, MedIOError.TruncatedData, "the file ends before its last fragment of pixel data");
            }

            uint tag = ((uint)BinaryPrimitives.ReadUInt16LittleEndian(head) << 16) | BinaryPrimitives.ReadUInt16LittleEndian(head.AsSpan(2));
            uint length = BinaryPrimitives.ReadUInt32LittleEndian(head.AsSpan(4));
            if (tag == ElementHeader.SequenceDelimiter)
            {
                return;
            }

            if (tag != ElementHeader.Item || length == DicomElement.UndefinedLength)
            {
                throw Damaged(path, MedIOError.InvalidHeader, "its pixel data hold what is no fragment");
            }

            at += ItemHead + (long)length;
            if (at > file.Length)
            {
                throw Damaged(path, MedIOError.TruncatedData, "the file ends within a fragment of pixel data");
            }
        }
    }

    private static void Verify(VoxelSegment segment, FileBytes file, DicomImageFile image)
    {
        byte[] encoded = Join(segment, file);
        string uid = image.Pixels.Syntax.Uid;
        FrameDescription frame = image.Pixels.Frame;
        try
        {
            if (uid == Rle)
            {
                RunLengths(encoded, frame);
            }
            else if (uid.StartsWith(JpegFamily, StringComparison.Ordinal))
            {
                // Of a mosaic, what is known is the size of a tile.
                CodeStream(encoded, frame, isTile: image.IsMosaic, isJpeg: FrameCodecs.GivesRgb(uid));
            }
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            throw Damaged(segment.Path, MedIOError.CorruptCompression, FormattableString.Invariant($"frame {segment.Frame + 1}: {e.Message.TrimEnd('.')}"));
        }
    }

    private static byte[] Join(VoxelSegment segment, FileBytes file)
    {
        FileRange[] fragments = segment.Encapsulated!.Fragments(segment.Frame, file, out _);
        long count = 0;
        foreach (FileRange fragment in fragments)
        {
            count += fragment.Count;
        }

        var bytes = new byte[Math.Min(count, file.Length)];
        int at = 0;
        foreach (FileRange fragment in fragments)
        {
            at += file.Read(fragment.Offset, bytes.AsSpan(at, (int)Math.Min(fragment.Count, bytes.Length - at)));
        }

        return bytes;
    }

    private static void CodeStream(byte[] encoded, FrameDescription frame, bool isTile, bool isJpeg)
    {
        CodedPrecision coded = CodedPrecision.Read(encoded) ?? throw new InvalidDataException("its code stream has no frame header");
        if ((!isTile && (coded.Columns != frame.Columns || coded.Rows != frame.Rows)) || coded.Components != frame.Components)
        {
            throw new InvalidDataException(FormattableString.Invariant($"its code stream has {coded.Columns} x {coded.Rows} pixels of {coded.Components}, and the data set {frame.Columns} x {frame.Rows} of {frame.Components}"));
        }

        if (coded.Bits > 8 * frame.CellBytes)
        {
            throw new InvalidDataException(FormattableString.Invariant($"its code stream has samples of {coded.Bits} bits, and the data set of {frame.BitsAllocated}"));
        }

        if (isJpeg)
        {
            JpegStructure.Verify(encoded, allowsProgressive: true);
        }
    }

    // PS3.5 annex G: the number of segments, and where each begins.
    private static void RunLengths(byte[] encoded, FrameDescription frame)
    {
        const int Head = 64;
        int wanted = frame.Components * frame.CellBytes;
        if (encoded.Length < Head || wanted is < 1 or >= Head / 4 || BinaryPrimitives.ReadUInt32LittleEndian(encoded) != wanted)
        {
            throw new InvalidDataException(FormattableString.Invariant($"its RLE header does not tell of {wanted} segments"));
        }

        uint before = 0;
        for (int i = 1; i <= wanted; i++)
        {
            uint begin = BinaryPrimitives.ReadUInt32LittleEndian(encoded.AsSpan(4 * i));
            if (begin < Head || begin <= before || begin >= encoded.Length)
            {
                throw new InvalidDataException("its RLE segments do not follow each other");
            }

            before = begin;
        }
    }

    private static MedIOException Damaged(string path, MedIOError error, string what) => new(
        error,
        $"{path}: {what}, at which GDCM may end the process. Copy the file again from where it came from, or leave out -Backend.",
        path);
}
