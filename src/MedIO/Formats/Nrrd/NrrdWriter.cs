using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using MedIO.Formats.Headers;
using MedIO.Formats.Writing;
using MedIO.IO;
using MedIO.IO.Compression;
using MedIO.IO.Replacing;

namespace MedIO.Formats.Nrrd;

/// <summary>Writes .nrrd, and .nhdr with its .raw or .raw.gz: little endian, geometry in LPS+ with all digits, the fields in ITK's order.</summary>
/// <remarks>
/// Axes beyond the third are dimensions of the space, so that ITK reads them as such: of four the space's name says that the last is
/// time, of more no space has a name, as when ITK writes. What was a list in another NRRD is one again, without a place in space.
/// </remarks>
internal static class NrrdWriter
{
    public static void Write(VoxelSource image, string path, AtomicFiles files, SaveOptions options)
    {
        MedMeta meta = image.Metadata.Clone();
        meta.Convert(CoordinateSystem.Itk);
        int level = options.CompressionLevel ?? 0;
        if (!path.EndsWith(".nhdr", StringComparison.OrdinalIgnoreCase))
        {
            string text = Header(meta, path, level, null, options);
            Stream stream = files.Create(path);
            Put(stream, text + "\n");
            WriteVoxels(image, stream, level, options);
            return;
        }

        // The voxels first: a header without them would name what is not there.
        string dataPath = Path.ChangeExtension(path, level > 0 ? ".raw.gz" : ".raw");
        if (level == 0)
        {
            DetachedData.WarnOfShared(path, dataPath, ".mhd", options);
        }

        string header = Header(meta, path, level, DataFileName(path, Path.GetFileName(dataPath)), options);
        WriteVoxels(image, files.Create(dataPath), level, options);
        Put(files.Create(path), header);
    }

    private static void WriteVoxels(VoxelSource voxels, Stream stream, int level, SaveOptions options)
    {
        if (level == 0)
        {
            VoxelWriter.Write(voxels, stream, options);
            return;
        }

        using var gzip = new ParallelGzipWriter(stream, level, leaveOpen: true, cancellation: options.CancellationToken);
        VoxelWriter.Write(voxels, gzip, options);
    }

    private static string Header(MedMeta meta, string path, int level, string? dataFile, SaveOptions options)
    {
        string type = NrrdFields.NameOf(meta.DataType) ?? throw CannotRepresent(path, $"a NRRD has no place for the type {meta.DataType}");
        double[,] whole = meta.Affine.Whole();
        int n = Math.Min(3, AxesNeeded.For(meta.Shape, whole));
        int further = Math.Max(0, meta.Shape.Count - 3);
        double? time = further > 0 && meta.TimeStep is > 0 and < double.PositiveInfinity ? meta.TimeStep : null;
        bool isList = time is null && meta.Native is NrrdNative { IsList: true };
        int dimension = isList ? n : n + further;

        // The axes of a voxel's numbers come first; neither they nor a list have a place in space.
        var sizes = new List<int>();
        var kinds = new List<string>();
        if (VoxelTypes.IsComplex(meta.DataType))
        {
            sizes.Add(2);
            kinds.Add(NrrdKinds.Complex);
        }

        if (meta.Components > 1)
        {
            sizes.Add(meta.Components);
            kinds.Add(ComponentKind(meta));
        }

        List<string> directions = sizes.Select(_ => "none").ToList();
        for (int i = 0; i < n + further; i++)
        {
            sizes.Add(i < meta.Shape.Count ? meta.Shape[i] : 1);
            double step = i == 3 ? time ?? 1 : 1;
            kinds.Add(i < n ? NrrdKinds.Domain : isList ? NrrdKinds.List : i == 3 && time is not null ? NrrdKinds.Time : NrrdKinds.Domain);
            directions.Add(i >= n && isList ? "none" : NrrdText.Vector(Enumerable.Range(0, dimension).Select(r => i < n ? (r < 3 ? whole[r, i] : 0) : r == i ? step : 0)));
        }

        string? frame = MeasurementFrame(meta, dimension, path, options);
        var text = new StringBuilder(frame is null ? "NRRD0004\n" : "NRRD0005\n");
        text.Append("# Complete NRRD file format specification at:\n# http://teem.sourceforge.net/nrrd/format.html\n");
        Field(NrrdFields.Type, type);
        Field(NrrdFields.Dimension, sizes.Count.ToString(CultureInfo.InvariantCulture));
        if (dimension is 3 or 4)
        {
            Field(NrrdFields.Space, dimension == 3 ? "left-posterior-superior" : "left-posterior-superior-time");
        }
        else
        {
            Field(NrrdFields.SpaceDimension, dimension.ToString(CultureInfo.InvariantCulture));
        }

        Field(NrrdFields.Sizes, string.Join(" ", sizes.Select(s => s.ToString(CultureInfo.InvariantCulture))));
        Field(NrrdFields.SpaceDirections, string.Join(" ", directions));
        Field(NrrdFields.Kinds, string.Join(" ", kinds));
        if (VoxelTypes.SizeOf(meta.DataType) > 1)
        {
            Field(NrrdFields.Endian, "little");
        }

        Field(NrrdFields.Encoding, level > 0 ? "gzip" : "raw");
        if (dimension > 3)
        {
            // A step without a unit is a mere count.
            Field(NrrdFields.SpaceUnits, string.Join(" ", Enumerable.Range(0, dimension).Select(i => i < 3 ? "\"mm\"" : i == 3 && time is not null ? "\"s\"" : "\"\"")));
        }

        Field(NrrdFields.SpaceOrigin, NrrdText.Vector(Enumerable.Range(0, dimension).Select(r => r < 3 ? whole[r, 3] : 0)));
        if (frame is not null)
        {
            Field(NrrdFields.MeasurementFrame, frame);
        }

        if (dataFile is not null)
        {
            Field(NrrdFields.DataFile, dataFile);
        }

        foreach (string line in NrrdFieldList.Of(meta, path))
        {
            text.Append(line).Append('\n');
        }

        return text.ToString();

        void Field(string name, string value) => text.Append(name).Append(": ").Append(value).Append('\n');
    }

    // What the file had that the image came from; else what three or four small whole numbers usually are.
    private static string ComponentKind(MedMeta meta)
    {
        if (meta.Native is NrrdNative { Kind: { } kind } native && native.Components == meta.Components)
        {
            // Teem and ITK refuse this kind of theirs, for it has no size in their tables; the other one means the same.
            return string.Equals(kind, NrrdKinds.Gradient, StringComparison.OrdinalIgnoreCase) ? NrrdKinds.CovariantVector : kind;
        }

        bool colour = meta.DataType is VoxelType.UInt8 or VoxelType.UInt16;
        return colour && meta.Components == 3 ? NrrdKinds.Rgb : colour && meta.Components == 4 ? NrrdKinds.Rgba : NrrdKinds.Vector;
    }

    private static string? MeasurementFrame(MedMeta meta, int dimension, string path, SaveOptions options)
    {
        if (meta.Native is not NrrdNative { MeasurementFrame: { } frame })
        {
            return null;
        }

        if (dimension < 3)
        {
            options.Warn?.Invoke($"{path}: the measurement frame is left out, since the image lies in no space of three dimensions any more.");
            return null;
        }

        return string.Join(" ", Enumerable.Range(0, dimension).Select(i => NrrdText.Vector(Enumerable.Range(0, dimension).Select(r => i < 3 ? (r < 3 ? frame[i][r] : 0) : r == i ? 1 : 0))));
    }

    // What Teem would take for something else than the name of one file.
    private static string DataFileName(string path, string name) => name.IndexOf('%') >= 0 || name.Any(char.IsControl)
        ? throw CannotRepresent(path, "a NRRD header cannot name a data file with '%' or a line break in its name. Give another name, or save as .nrrd")
        : NrrdFileNames.Plain(name);

    private static void Put(Stream stream, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        stream.Write(bytes, 0, bytes.Length);
    }

    private static MedIOException CannotRepresent(string path, string why) => new(MedIOError.CannotRepresent, $"{path}: {why}.", path);
}
