using System;
using System.Collections.Generic;
using System.IO;
using MedIO.IO;
using MedIO.IO.Compression;
using MedIO.Voxels;

namespace MedIO.Formats.Nifti;

/// <summary>Writes an image as one file or as a pair, gzipped where the suffix says so.</summary>
internal static class NiftiWriter
{
    /// <exception cref="MedIOException"><see cref="MedIOError.CannotRepresent"/>.</exception>
    public static void Write(MedImage image, string path, AtomicFiles files, SaveOptions options)
    {
        bool pair = NiftiFileNames.IsPair(path);
        var native = image.Metadata.Native as NiftiNative;
        IReadOnlyList<NiftiExtension> extensions = native?.Extensions ?? Array.Empty<NiftiExtension>();
        byte[] behind = NiftiExtension.Write(extensions);
        NiftiHeader header;
        try
        {
            header = new NiftiHeaderBuilder(image, native, pair, behind.Length, options).Build();
        }
        catch (MedIOException e)
        {
            throw e.About(path);
        }

        bool vector = header.Integer(NiftiField.Dim) == 5 && image.Components > 1 && !NiftiHeaderBuilder.IsColour(header);
        Array voxels = vector ? VoxelReorder.MoveComponents(image.Voxels, image.Shape, image.Components, together: false) : image.Voxels;
        (string first, string second) = pair ? NiftiFileNames.Pair(path) : (path, path);
        Stream stream = Open(first, files, options);
        byte[] bytes = header.ToBytes();
        stream.Write(bytes, 0, bytes.Length);
        stream.Write(behind, 0, behind.Length);
        if (pair)
        {
            Finish(stream);
            stream = Open(second, files, options);
        }

        VoxelWriter.Write(voxels, stream, options);
        Finish(stream);
    }

    private static Stream Open(string path, AtomicFiles files, SaveOptions options)
    {
        Stream file = files.Create(path);
        return !NiftiFileNames.IsGzip(path) ? file
            : options.CompressionLevel is { } level ? new ParallelGzipWriter(file, level, leaveOpen: true, cancellation: options.CancellationToken)
            : new ParallelGzipWriter(file, leaveOpen: true, cancellation: options.CancellationToken);
    }

    // The files themselves stay open: they are committed together.
    private static void Finish(Stream stream)
    {
        if (stream is ParallelGzipWriter)
        {
            stream.Dispose();
        }
    }
}
