using System;
using System.IO;
using System.Linq;
using MedIO.Formats.Writing;
using MedIO.IO;
using MedIO.IO.Compression;
using MedIO.IO.Replacing;

namespace MedIO.Formats.Mgh;

/// <summary>Writes .mgh, and .mgz gzipped: the header, the voxels big endian, the numbers of the scan, and the tags that the image came with.</summary>
internal static class MghWriter
{
    /// <exception cref="MedIOException"><see cref="MedIOError.CannotRepresent"/>.</exception>
    public static void Write(VoxelSource image, string path, AtomicFiles files, SaveOptions options)
    {
        MedMeta meta = image.Metadata.Clone();
        meta.Convert(CoordinateSystem.Nib);
        double[,] whole = meta.Affine.Whole();
        var native = meta.Native as MghNative;
        MghHeader header = Header(meta, native, whole, path);
        Scan(meta, native, MghFooter.Empty, path);
        Stream file = files.Create(path);
        bool isPlain = path.EndsWith(".mgh", StringComparison.OrdinalIgnoreCase);
        Stream stream = isPlain ? file : VoxelWriter.Gzip(file, options);
        header.Write(stream);
        VoxelWriter.Write(image, stream, options, bigEndian: true);
        byte[] footer = Footer(meta, native, whole, path, options).ToBytes();
        stream.Write(footer, 0, footer.Length);
        if (!isPlain)
        {
            stream.Dispose();
        }
    }

    private static MghHeader Header(MedMeta meta, MghNative? native, double[,] whole, string path)
    {
        if (meta.Shape.Skip(4).Any(n => n > 1))
        {
            throw CannotRepresent(path, $"MGH has four dimensions, and the image has the shape {meta.Shape}. Save a part of it with a slice, or save it as NIfTI");
        }

        if (meta.Components > 1)
        {
            throw CannotRepresent(path, $"MGH has one number a voxel, and the image has {meta.Components}. Save it as NIfTI");
        }

        var header = new MghHeader { Type = MghType.Code(meta.DataType, path), Version = native?.Header.Version ?? 1, Dof = native?.Header.Dof ?? 0 };
        for (int i = 0; i < 4; i++)
        {
            header.Dimensions[i] = i < meta.Shape.Count ? meta.Shape[i] : 1;
        }

        MghGeometry.Write(header, whole, path);
        if (native is { Header.HasGeometry: true } && MghGeometry.IsOf(native.Header, native.Affine) && IsSameGrid(meta, native, whole))
        {
            // Its own numbers, to the last bit.
            native.Header.Geometry.CopyTo(header.Geometry, 0);
        }

        return header;
    }

    private static MghFooter Footer(MedMeta meta, MghNative? native, double[,] whole, string path, SaveOptions options)
    {
        MghFooter? known = native?.Footer ?? native?.Reader?.ForWriting(options.CancellationToken);
        if (native is not null && known is null)
        {
            options.Warn?.Invoke($"{path}: repetition time, echo time, inversion time, flip angle and FreeSurfer's notes, which stand behind the voxels of the file that the image came from, were not read and are left out. Save the image as a whole to keep them.");
        }

        MghFooter footer = known ?? MghFooter.Empty;
        if (footer.Tags.Length > 0 && !IsSameGrid(meta, native!, whole))
        {
            // Such as the direction of phase encoding.
            options.Warn?.Invoke($"{path}: what FreeSurfer noted behind the voxels, such as the file's history or a table of colours, may speak of the axes as they were, and was left out.");
            footer = footer with { Tags = Array.Empty<byte>() };
        }

        footer = Scan(meta, native, footer, path);
        return meta.Shape.Count > 3 ? footer with { RepetitionTime = (float)((meta.TimeStep ?? 0) * 1000) } : footer;
    }

    // What is wrong with a user's numbers is said before anything is written.
    private static MghFooter Scan(MedMeta meta, MghNative? native, MghFooter footer, string path) =>
        native is not null || meta.Format is null ? MghFields.Apply(meta.Header, footer, path) : footer;

    private static bool IsSameGrid(MedMeta meta, MghNative native, double[,] whole)
    {
        for (int i = 0; i < 16; i++)
        {
            if (Math.Abs(whole[i / 4, i % 4] - native.Affine[i / 4, i % 4]) > 1e-9)
            {
                return false;
            }
        }

        // How many frames there are is no matter of place.
        return Enumerable.Range(0, 3).All(i => (i < meta.Shape.Count ? meta.Shape[i] : 1) == native.Header.Dimensions[i]);
    }

    private static MedIOException CannotRepresent(string path, string why) => new(MedIOError.CannotRepresent, $"{path}: {why}.", path);
}
