using System;
using System.Buffers;
using System.IO;
using MedIO.Dicom.Codecs;
using MedIO.Dicom.Codecs.JpegLs;
using MedIO.Dicom.Codecs.Rle;
using MedIO.IO.Compression;
using MedIO.Voxels;

namespace MedIO.Dicom.Writing;

/// <summary>Makes files of data sets with pixels: preamble, file meta information (PS3.10 section 7.1), elements, pixel data.</summary>
internal static class DicomWriter
{
    private const int PreambleLength = 128;
    private const int DeflateLevel = 6;
    private const int DeflatePiece = 1 << 18;

    /// <summary>The table's entry of a syntax.</summary>
    public static TransferSyntax SyntaxOf(DicomTransferSyntax syntax) => syntax switch
    {
        DicomTransferSyntax.ExplicitVRLittleEndian => TransferSyntax.ExplicitLittleEndian,
        DicomTransferSyntax.ImplicitVRLittleEndian => TransferSyntax.ImplicitLittleEndian,
        DicomTransferSyntax.DeflatedExplicitVRLittleEndian => TransferSyntax.DeflatedLittleEndian,
        DicomTransferSyntax.RleLossless => TransferSyntax.RleLossless,
        DicomTransferSyntax.JpegLsLossless => TransferSyntax.JpegLsLossless,
        _ => throw new ArgumentOutOfRangeException(nameof(syntax)),
    };

    /// <summary>Makes a file of one frame.</summary>
    /// <param name="content">All elements but the pixel data.</param>
    /// <param name="syntax">How it is encoded.</param>
    /// <param name="pixels">How voxels are stored.</param>
    /// <param name="voxels">The image's voxels.</param>
    /// <param name="start">The first number of the frame among them.</param>
    /// <param name="rows">Rows of the frame.</param>
    /// <param name="columns">Columns of the frame.</param>
    /// <param name="file">Gets the file.</param>
    public static void Write(DicomContent content, TransferSyntax syntax, StoredPixels pixels, PinnedArray voxels, long start, int rows, int columns, DicomFileBytes file)
    {
        file.Clear();
        WriteMeta(content, syntax, file.Head);
        int begin = (int)file.Head.Length;
        DicomEncoder.Write(content, syntax.IsExplicit, file.Head);
        int numbers = rows * columns * pixels.Components;
        int size = VoxelTypes.SizeOf(pixels.StoredType);
        if (syntax.IsEncapsulated)
        {
            WriteFragment(Encode(syntax, pixels, voxels, start, rows, columns), file.Head);
            return;
        }

        WritePixelHeader(pixels, ((uint)(numbers * size) + 1) & ~1u, syntax, file.Head);
        file.SetPixels(pixels, voxels, start, numbers);
        if (syntax.IsDeflated)
        {
            file.Join();
            Deflate(file.Head, begin);
        }
    }

    /// <summary>Writes the preamble and the file meta information.</summary>
    public static void WriteMeta(DicomContent content, TransferSyntax syntax, MemoryStream target)
    {
        var meta = new DicomContent();
        meta.Set(DicomTags.FileMetaInformationVersion, new ContentElement(DicomVR.OB, new byte[] { 0, 1 }));
        meta.Text(DicomTags.MediaStorageSOPClassUID, content.TextOf(DicomTags.SOPClassUID)!);
        meta.Text(DicomTags.MediaStorageSOPInstanceUID, content.TextOf(DicomTags.SOPInstanceUID)!);
        meta.Text(DicomTags.TransferSyntaxUID, syntax.Uid);
        meta.Text(DicomTags.ImplementationClassUID, DicomUid.ImplementationClass);
        meta.Text(DicomTags.ImplementationVersionName, "MEDIO_" + CommonModules.Version);
        var bytes = new MemoryStream();
        DicomEncoder.Write(meta, true, bytes);

        target.Write(new byte[PreambleLength], 0, PreambleLength);
        target.Write(new[] { (byte)'D', (byte)'I', (byte)'C', (byte)'M' }, 0, 4);
        DicomEncoder.WriteHeader(DicomTags.FileMetaInformationGroupLength, DicomVR.UL, 4, true, target);
        DicomEncoder.UInt32(target, (uint)bytes.Length);
        bytes.WriteTo(target);
    }

    /// <summary>Writes the head of native pixel data: OW, or OB where samples are bytes in explicit VR (PS3.5 section A.1 and A.2).</summary>
    public static void WritePixelHeader(StoredPixels pixels, uint length, TransferSyntax syntax, MemoryStream target) =>
        DicomEncoder.WriteHeader(DicomTags.PixelData, VoxelTypes.SizeOf(pixels.StoredType) == 1 ? DicomVR.OB : DicomVR.OW, length, syntax.IsExplicit, target);

    private static unsafe byte[] Encode(TransferSyntax syntax, StoredPixels pixels, PinnedArray voxels, long start, int rows, int columns)
    {
        int size = VoxelTypes.SizeOf(pixels.StoredType);
        int length = checked(rows * columns * pixels.Components * size);
        byte[] samples = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            fixed (byte* pointer = samples)
            {
                pixels.Store(voxels, start, length / size, pointer);
            }

            var frame = new FrameDescription(columns, rows, pixels.Components, 8 * size, 8 * size, pixels.IsSigned, IsLuminance: false);
            return syntax == TransferSyntax.JpegLsLossless
                ? JpegLsEncoder.Encode(samples.AsSpan(0, length), frame)
                : RleEncoder.Encode(samples.AsSpan(0, length), rows, columns, pixels.Components, size);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(samples);
        }
    }

    // One frame in one fragment of an even length, after an empty offset table (PS3.5 section A.4).
    private static void WriteFragment(byte[] encoded, MemoryStream target)
    {
        DicomEncoder.WriteHeader(DicomTags.PixelData, DicomVR.OB, DicomElement.UndefinedLength, true, target);
        WriteItem(0xe000, 0, target);
        WriteItem(0xe000, ((uint)encoded.Length + 1) & ~1u, target);
        target.Write(encoded, 0, encoded.Length);
        if ((encoded.Length & 1) != 0)
        {
            target.WriteByte(0);
        }

        WriteItem(0xe0dd, 0, target);
    }

    private static void WriteItem(uint element, uint length, MemoryStream target)
    {
        DicomEncoder.UInt32(target, 0xfffe | (element << 16));
        DicomEncoder.UInt32(target, length);
    }

    // What follows the meta information becomes one stream of RFC 1951, padded to an even length (PS3.5 section A.5).
    private static unsafe void Deflate(MemoryStream target, int begin)
    {
        int length = (int)target.Length - begin;
        var output = new MemoryStream(length / 2);
        var piece = new byte[Deflater.MaxOutput(DeflatePiece)];
        fixed (byte* data = target.GetBuffer())
        fixed (byte* room = piece)
        {
            for (int done = 0; done < length; done += DeflatePiece)
            {
                int n = Deflater.OfThread.Compress(data + begin + done, done, Math.Min(DeflatePiece, length - done), DeflateLevel, room);
                output.Write(piece, 0, n);
            }
        }

        // An empty last block.
        output.WriteByte(3);
        output.WriteByte(0);
        if ((output.Length & 1) != 0)
        {
            output.WriteByte(0);
        }

        target.SetLength(begin);
        target.Position = begin;
        output.WriteTo(target);
    }
}
