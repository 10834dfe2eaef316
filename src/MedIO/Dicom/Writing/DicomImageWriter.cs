using System;
using System.IO;
using MedIO.IO;
using MedIO.IO.Replacing;
using MedIO.Voxels;

namespace MedIO.Dicom.Writing;

/// <summary>Writes an image to one DICOM file: a single frame of its modality's class, or several slices as a multi-frame Secondary Capture, which says where each frame lies.</summary>
internal static class DicomImageWriter
{
    // Native pixel data have an even length of 32 bits, and the last one means that it is not known.
    private const long MostPixelBytes = 0xfffffffe;
    private const int Chunk = 1 << 20;

    /// <summary>Writes an image.</summary>
    /// <param name="image">The image, its axes as they are to be in the file.</param>
    /// <param name="path">The file.</param>
    /// <param name="files">Makes the file; the caller commits it.</param>
    /// <param name="options">Cancellation and progress, and whether a left-handed image may be reoriented.</param>
    /// <exception cref="MedIOException"><see cref="MedIOError.CannotRepresent"/>.</exception>
    public static void Write(MedImage image, string path, AtomicFiles files, SaveOptions options)
    {
        if (image.Shape.Count < 3 || image.Shape.VoxelCount == (long)image.Shape[0] * image.Shape[1])
        {
            WriteFrame(image, path, files, options);
        }
        else
        {
            WriteFrames(image, path, files, options);
        }
    }

    private static void WriteFrame(MedImage image, string path, AtomicFiles files, SaveOptions options)
    {
        DicomSeriesContent series = DicomSeriesContent.Of(image, new DicomContent(), null, null, options.AllowReorient, options.Warn, options.CancellationToken);
        using var voxels = new PinnedArray(image.Voxels);
        var file = new DicomFileBytes();
        series.WriteFile(0, TransferSyntax.ExplicitLittleEndian, voxels, file);
        options.CancellationToken.ThrowIfCancellationRequested();
        file.WriteTo(files.Create(path));
        options.Progress?.Report(1);
    }

    private static void WriteFrames(MedImage image, string path, AtomicFiles files, SaveOptions options)
    {
        SliceGeometry geometry = SliceGeometry.Of(image, options.AllowReorient);
        DicomSeriesContent.CheckSize(geometry, image.Components);
        if (image.Shape.VoxelCount != (long)geometry.Columns * geometry.Rows * geometry.Slices)
        {
            throw new MedIOException(MedIOError.CannotRepresent, $"It has several volumes ({image.Shape}), and a DICOM file written here holds one. Save one volume, such as $img['..., 0'], or save it in another format such as NIfTI.");
        }

        (SopClass sopClass, StoredPixels pixels) = Choose(image, options);
        long bytes = image.Voxels.LongLength * VoxelTypes.SizeOf(pixels.StoredType);
        if (bytes > MostPixelBytes)
        {
            throw new MedIOException(MedIOError.CannotRepresent, FormattableString.Invariant($"Its pixels take {bytes} bytes, and a DICOM file holds at most {MostPixelBytes}. Export it as a series of one file a slice, or save it in another format such as NIfTI."));
        }

        var facts = new SeriesFacts(image.Metadata.Modality ?? DicomSeriesContent.OtherModality, geometry, pixels, 1, null, DateTime.Now);
        DicomContent content = DicomSeriesContent.Compose(sopClass, facts, new DicomContent(), null, null);
        content.Text(DicomTags.SOPInstanceUID, DicomUid.New());
        var head = new MemoryStream();
        DicomWriter.WriteMeta(content, TransferSyntax.ExplicitLittleEndian, head);
        DicomEncoder.Write(content, isExplicit: true, head);
        DicomWriter.WritePixelHeader(pixels, (uint)(bytes + (bytes & 1)), TransferSyntax.ExplicitLittleEndian, head);
        Stream stream = files.Create(path);
        stream.Write(head.GetBuffer(), 0, (int)head.Length);
        WritePixels(image, geometry, pixels, stream, options);
        if ((bytes & 1) != 0)
        {
            stream.WriteByte(0);
        }
    }

    private static (SopClass Class, StoredPixels Pixels) Choose(MedImage image, SaveOptions options)
    {
        if (image.Components > 1)
        {
            return (SopClass.MultiFrameColor, StoredPixels.Choose(image, SopClass.MultiFrameColor.Rules, options.CancellationToken));
        }

        SopClass sopClass = image.DataType == VoxelType.UInt8 ? SopClass.MultiFrameBytes : SopClass.MultiFrameWords;
        return (sopClass, StoredPixels.Choose(image, sopClass.Rules, options.CancellationToken));
    }

    private static unsafe void WritePixels(MedImage image, SliceGeometry geometry, StoredPixels pixels, Stream stream, SaveOptions options)
    {
        using var voxels = new PinnedArray(image.Voxels);
        long perSlice = (long)geometry.Columns * geometry.Rows * pixels.Components;
        int size = VoxelTypes.SizeOf(pixels.StoredType);
        var buffer = new byte[Math.Min(Chunk, perSlice) * size];
        for (int slice = 0; slice < geometry.Slices; slice++)
        {
            options.CancellationToken.ThrowIfCancellationRequested();
            long start = geometry.SourceOf(slice) * perSlice;
            for (long done = 0; done < perSlice; done += Chunk)
            {
                int n = (int)Math.Min(Chunk, perSlice - done);
                fixed (byte* target = buffer)
                {
                    pixels.Store(voxels, start + done, n, target);
                }

                stream.Write(buffer, 0, n * size);
            }

            options.Progress?.Report((slice + 1.0) / geometry.Slices);
        }
    }
}
