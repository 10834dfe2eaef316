using System;
using System.Collections.Generic;
using System.IO;
using MedIO.Formats.Writing;
using MedIO.IO;
using MedIO.IO.Compression;
using MedIO.IO.Replacing;
using MedIO.Voxels;

namespace MedIO.Formats.Nifti;

/// <summary>Writes an image as one file or as a pair, gzipped where the suffix says so.</summary>
internal static class NiftiWriter
{
    /// <exception cref="MedIOException"><see cref="MedIOError.CannotRepresent"/>.</exception>
    public static void Write(VoxelSource image, string path, AtomicFiles files, SaveOptions options)
    {
        bool pair = NiftiFileNames.IsPair(path);
        var native = image.Metadata.Native as NiftiNative;
        IReadOnlyList<NiftiExtension> extensions = native?.Extensions ?? Array.Empty<NiftiExtension>();
        byte[] behind = NiftiExtension.Write(extensions);
        NiftiHeader header;
        try
        {
            header = new NiftiHeaderBuilder(image.Metadata, native, pair, behind.Length, options).Build();
        }
        catch (MedIOException e)
        {
            throw e.About(path);
        }

        bool vector = header.Integer(NiftiField.Dim) == 5 && image.Metadata.Components > 1 && !NiftiHeaderBuilder.IsColour(header);
        byte[] bytes = header.ToBytes();
        if (pair)
        {
            // Voxels first: what comes first is moved into place first, and a header must not meet the old voxels.
            (string first, string second) = NiftiFileNames.Pair(path);
            Write(second, files, options, WriteVoxels);
            Write(first, files, options, WriteHeader);
        }
        else
        {
            Write(path, files, options, stream =>
            {
                WriteHeader(stream);
                WriteVoxels(stream);
            });
        }

        void WriteVoxels(Stream stream)
        {
            if (vector)
            {
                // Each component is a volume of its own.
                VoxelWriter.Write(VoxelReorder.SplitComponents(image.ToImage().Voxels, image.Metadata.Shape, image.Metadata.Components), stream, options);
            }
            else
            {
                VoxelWriter.Write(image, stream, options);
            }
        }

        void WriteHeader(Stream stream)
        {
            stream.Write(bytes, 0, bytes.Length);
            stream.Write(behind, 0, behind.Length);
        }
    }

    // The files themselves stay open: they are committed together.
    private static void Write(string path, AtomicFiles files, SaveOptions options, Action<Stream> write)
    {
        Stream stream = Open(path, files, options);
        write(stream);
        if (stream is ParallelGzipWriter)
        {
            stream.Dispose();
        }
    }

    private static Stream Open(string path, AtomicFiles files, SaveOptions options)
    {
        Stream file = files.Create(path);
        return NiftiFileNames.IsGzip(path) ? VoxelWriter.Gzip(file, options) : file;
    }
}
