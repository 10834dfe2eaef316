using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using MedIO.Formats.Headers;
using MedIO.Formats.Writing;
using MedIO.Geometry;
using MedIO.IO;
using MedIO.IO.Compression;
using MedIO.IO.Replacing;

namespace MedIO.Formats.MetaImage;

/// <summary>Writes .mha, and .mhd with its .raw or .zraw: little endian, geometry in LPS+ with all digits, the fields in ITK's order.</summary>
internal static class MetaImageWriter
{
    // Room for the size of compressed data, which is known only once they are written.
    private const int SizeDigits = 20;
    private const string SizeField = "CompressedDataSize = ";

    public static void Write(VoxelSource image, string path, AtomicFiles files, SaveOptions options)
    {
        MedMeta meta = image.Metadata.Clone();
        meta.Convert(CoordinateSystem.Itk);
        int level = options.CompressionLevel ?? 0;
        if (!path.EndsWith(".mhd", StringComparison.OrdinalIgnoreCase))
        {
            string text = Header(meta, path, "LOCAL", level > 0 ? new string(' ', SizeDigits) : null);
            Stream stream = files.Create(path);
            Put(stream, text);
            long size = WriteVoxels(image, stream, level, options);
            if (level > 0)
            {
                stream.Position = Encoding.UTF8.GetByteCount(text.Substring(0, text.IndexOf(SizeField, StringComparison.Ordinal) + SizeField.Length));
                Put(stream, size.ToString(CultureInfo.InvariantCulture));
            }

            return;
        }

        // The voxels first: a header without them would name what is not there.
        string dataPath = Path.ChangeExtension(path, level > 0 ? ".zraw" : ".raw");
        if (level == 0)
        {
            DetachedData.WarnOfShared(path, dataPath, ".nhdr", options);
        }

        string name = DataFileName(path, Path.GetFileName(dataPath));
        Header(meta, path, name, null);
        long written = WriteVoxels(image, files.Create(dataPath), level, options);
        Put(files.Create(path), Header(meta, path, name, level > 0 ? written.ToString(CultureInfo.InvariantCulture) : null));
    }

    private static long WriteVoxels(VoxelSource voxels, Stream stream, int level, SaveOptions options)
    {
        long start = stream.Position;
        if (level == 0)
        {
            VoxelWriter.Write(voxels, stream, options);
        }
        else
        {
            using var zlib = new ParallelGzipWriter(stream, level, CompressedFormat.Zlib, leaveOpen: true, cancellation: options.CancellationToken);
            VoxelWriter.Write(voxels, zlib, options);
        }

        return stream.Position - start;
    }

    private static string Header(MedMeta meta, string path, string dataFile, string? compressedSize)
    {
        string type = MetaImageFields.NameOf(meta.DataType) ?? throw CannotRepresent(
            path, $"a MetaImage has no place for the type {meta.DataType}. Save with another data type, such as Float32, or as NIfTI");
        double[,] whole = meta.Affine.Whole();
        int n = AxesNeeded.For(meta.Shape, whole);
        var text = new StringBuilder();
        Field("ObjectType", "Image");
        Field("NDims", n.ToString(CultureInfo.InvariantCulture));
        Field("BinaryData", "True");
        Field("BinaryDataByteOrderMSB", "False");
        Field("CompressedData", compressedSize is null ? "False" : "True");
        if (compressedSize is not null)
        {
            text.Append(SizeField).Append(compressedSize).Append('\n');
        }

        Vector spacing = meta.Affine.To3D().Spacing;
        Field("TransformMatrix", HeaderNumbers.Format(Rows(whole, spacing, n)));
        Field("Offset", HeaderNumbers.Format(Enumerable.Range(0, n).Select(i => i < 3 ? whole[i, 3] : 0)));
        Field("CenterOfRotation", HeaderNumbers.Format(new double[n]));
        if (n == 3)
        {
            Field("AnatomicalOrientation", AxisCodes.FromAffine(meta.Affine, CoordinateSystem.Itk));
        }

        Field("ElementSpacing", HeaderNumbers.Format(Enumerable.Range(0, n).Select(i => i < 3 ? spacing[i] : i == 3 ? TimeStep(meta) : 1)));
        foreach (KeyValuePair<string, string> field in Carried(meta, path))
        {
            Field(field.Key, field.Value);
        }

        Field("DimSize", string.Join(" ", Enumerable.Range(0, n).Select(i => (i < meta.Shape.Count ? meta.Shape[i] : 1).ToString(CultureInfo.InvariantCulture))));
        if (meta.Components > 1)
        {
            Field("ElementNumberOfChannels", meta.Components.ToString(CultureInfo.InvariantCulture));
        }

        Field("ElementType", type);
        Field(MetaImageFields.DataFile, dataFile);
        return text.ToString();

        void Field(string name, string value) => text.Append(name).Append(" = ").Append(value).Append('\n');
    }

    private static IEnumerable<double> Rows(double[,] whole, Vector spacing, int n)
    {
        for (int axis = 0; axis < n; axis++)
        {
            for (int world = 0; world < n; world++)
            {
                yield return axis < 3 && world < 3 ? whole[world, axis] / spacing[axis] : axis == world ? 1 : 0;
            }
        }
    }

    private static double TimeStep(MedMeta meta) => meta.TimeStep is > 0 and < double.PositiveInfinity ? meta.TimeStep.Value : 1;

    // The header of an image in memory, or of one read from a MetaImage, holds what its user wants to find in the file;
    // that of another format describes the other file.
    private static IEnumerable<KeyValuePair<string, string>> Carried(MedMeta meta, string path)
    {
        if (meta.Native is MetaImageNative native && meta.Header is null)
        {
            return native.Fields;
        }

        return meta.Header is not null && (meta.Native is MetaImageNative || meta.Format is null)
            ? FromHeader(meta.Header, meta.Native as MetaImageNative, path)
            : Enumerable.Empty<KeyValuePair<string, string>>();
    }

    private static IEnumerable<KeyValuePair<string, string>> FromHeader(IDictionary header, MetaImageNative? native, string path)
    {
        foreach (DictionaryEntry entry in header)
        {
            string name = Convert.ToString(entry.Key, CultureInfo.InvariantCulture) ?? string.Empty;
            string value = Text(entry.Value).Trim();

            // A field without a value makes MetaIO lose the next one.
            if (MetaImageFields.IsStructural(name) || value.Length == 0)
            {
                continue;
            }

            if (MetaImageFields.Obstacle(name, value) is { } obstacle)
            {
                if (native?.Unwritable.Contains(name) == true)
                {
                    continue;
                }

                throw CannotRepresent(path, $"the header's field '{MetaImageHeader.Shorten(name)}' cannot be written: {obstacle}. Correct it, or remove it from Header");
            }

            yield return new KeyValuePair<string, string>(name, value);
        }
    }

    private static string Text(object? value) => value switch
    {
        null => string.Empty,
        string text => text,
        double number => HeaderNumbers.Format(new[] { number }),
        IEnumerable<double> numbers => HeaderNumbers.Format(numbers),
        IEnumerable items => string.Join(" ", items.Cast<object?>().Select(Text)),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? string.Empty,
    };

    // What MetaIO would take for something else than the name of one file.
    private static string DataFileName(string path, string name)
    {
        if (name.IndexOf('%') >= 0 || name.Any(char.IsControl))
        {
            throw CannotRepresent(path, "a MetaImage header cannot name a data file with '%' or a line break in its name. Give another name, or save as .mha");
        }

        return name.StartsWith("LIST", StringComparison.Ordinal) || name[0] is '=' or ':' || char.IsWhiteSpace(name[0]) ? "./" + name : name;
    }

    private static void Put(Stream stream, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        stream.Write(bytes, 0, bytes.Length);
    }

    private static MedIOException CannotRepresent(string path, string why) => new(MedIOError.CannotRepresent, $"{path}: {why}.", path);
}
