using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using MedIO.Dicom;
using MedIO.Tests;

namespace MedIO.Backends.Tests.Agreement;

/// <summary>Images of all kinds, written by this library in every format that it writes, a folder a format; and DICOM series.</summary>
internal static class MadeFiles
{
    // Names of formats that are written by another name.
    private static readonly string[] Twins = { ".img", ".img.gz", ".jpeg", ".mgh", ".mgh.gz", ".tiff" };

    /// <summary>Writes them all. A format that cannot hold an image goes without it.</summary>
    public static void Write(string folder)
    {
        foreach (string suffix in MedFile.WriteSuffixes.Select(s => s.Key).Except(Twins))
        {
            string into = Path.Combine(folder, suffix.Substring(1));
            foreach ((string name, MedImage image) in Images())
            {
                try
                {
                    MedFile.Save(image, Path.Combine(into, name + suffix), new SaveOptions { CreateDirectory = true, AllowReorient = true });
                }
                catch (MedIOException e) when (e.Error == MedIOError.CannotRepresent)
                {
                }
            }
        }

        foreach ((string name, MedImage image, DicomExportOptions options) in Series())
        {
            DicomExport.Save(image, Path.Combine(folder, "series", name), options);
        }

        Invert(DicomExport.Save(Make(VoxelType.UInt8, Box(0.75, 0.75, 2.5), 1, 6, 5, 4), Path.Combine(folder, "series", "monochrome1"), Wish("MR", DicomTransferSyntax.ExplicitVRLittleEndian)));
    }

    // The export writes no image whose small values are bright.
    private static void Invert(IEnumerable<string> paths)
    {
        foreach (string path in paths)
        {
            byte[] bytes = File.ReadAllBytes(path);
            int at = bytes.AsSpan().IndexOf("MONOCHROME2"u8);
            bytes[at + "MONOCHROME".Length] = (byte)'1';
            File.WriteAllBytes(path, bytes);
        }
    }

    private static IEnumerable<(string Name, MedImage Image)> Images()
    {
        Affine box = Box(1.5, 2, 3);
        foreach (VoxelType type in VoxelTypes.All)
        {
            yield return ($"type-{type}", Make(type, box, 1, 5, 4, 3));
            yield return ($"plane-{type}", Make(type, Affine.Identity(2), 1, 7, 5));
        }

        foreach (VoxelType type in new[] { VoxelType.UInt8, VoxelType.Int16, VoxelType.Float32 })
        {
            yield return ($"time-{type}", Timed(Make(type, box, 1, 4, 3, 2, 5)));
            foreach (int components in new[] { 2, 3, 4, 6 })
            {
                yield return ($"vector{components}-{type}", Make(type, box, components, 4, 3, 2));
                yield return ($"vector{components}-plane-{type}", Make(type, Affine.Identity(2), components, 5, 4));
                yield return ($"vector{components}-time-{type}", Timed(Make(type, box, components, 4, 3, 2, 2)));
            }
        }

        foreach ((string name, Affine affine) in Geometries())
        {
            yield return (name, Make(VoxelType.Int16, affine, 1, 5, 4, 3));
        }

        foreach (int[] shape in new[] { new[] { 1, 4, 3 }, new[] { 5, 1, 3 }, new[] { 5, 4, 1 }, new[] { 1, 1, 1 }, new[] { 5, 4, 1, 3 }, new[] { 5, 4, 3, 1 }, new[] { 1, 7 }, new[] { 6 } })
        {
            yield return ($"shape-{new Shape(shape)}", Make(VoxelType.Int16, box, 1, shape));
        }

        var random = new Random(7);
        yield return ("values-UInt8", Of(Any(new byte[60], random), box, 5, 4, 3));
        yield return ("values-Int16", Of(new short[] { short.MinValue, -1, 0, 1, short.MaxValue, 255 }, box, 3, 2, 1));
        yield return ("values-Int32", Of(new[] { int.MinValue, -1, 0, 1, int.MaxValue, 65536 }, box, 3, 2, 1));
        yield return ("values-Int64", Of(new[] { long.MinValue, -1, 0, 1, long.MaxValue, (1L << 53) + 1 }, box, 3, 2, 1));
        yield return ("values-Float32", Of(new[] { float.NaN, float.NegativeInfinity, float.MaxValue, float.Epsilon, -0f, 1 / 3f }, box, 3, 2, 1));
        yield return ("values-Float64", Of(new[] { double.NaN, double.PositiveInfinity, double.MinValue, double.Epsilon, -0d, 1 / 3d }, box, 3, 2, 1));
    }

    // All ways to lie along the axes of the world, and a few across them.
    private static IEnumerable<(string Name, Affine Affine)> Geometries()
    {
        foreach (string first in new[] { "RL", "AP", "SI" })
        {
            foreach (string second in new[] { "RL", "AP", "SI" }.Where(s => s != first))
            {
                string third = new[] { "RL", "AP", "SI" }.First(s => s != first && s != second);
                for (int i = 0; i < 8; i++)
                {
                    string letters = $"{first[i & 1]}{second[(i >> 1) & 1]}{third[(i >> 2) & 1]}";
                    yield return ($"axes-{letters}", Toward(letters));
                }
            }
        }

        var random = new Random(11);
        for (int i = 0; i < 8; i++)
        {
            yield return (FormattableString.Invariant($"oblique-{i}"), RandomGeometry.Affine(random, 3));
        }

        yield return ("sheared", RandomGeometry.Affine(random, 3, sheared: true));
        yield return ("spacing-small", Box(0.001, 0.0025, 0.005));
        yield return ("spacing-large", Box(1000, 250, 500));
        yield return ("origin-far", new Affine(new double[,] { { 0.75, 0, 0, 12345.678 }, { 0, 0.75, 0, -98765.4 }, { 0, 0, 1.25, 4321 }, { 0, 0, 0, 1 } }));
    }

    private static IEnumerable<(string Name, MedImage Image, DicomExportOptions Options)> Series()
    {
        foreach (DicomTransferSyntax syntax in Enum.GetValues<DicomTransferSyntax>())
        {
            yield return ($"ct-{syntax}", Make(VoxelType.Int16, Box(0.75, 0.75, 2.5), 1, 6, 5, 4), Wish("CT", syntax));
            yield return ($"rgb-{syntax}", Make(VoxelType.UInt8, Box(0.75, 0.75, 2.5), 3, 6, 5, 4), Wish("OT", syntax));
        }

        foreach (VoxelType type in VoxelTypes.All.Where(t => !VoxelTypes.IsComplex(t) && VoxelTypes.SizeOf(t) < 8))
        {
            yield return ($"mr-{type}", Make(type, Box(0.75, 0.75, 2.5), 1, 6, 5, 4), Wish("MR", DicomTransferSyntax.ExplicitVRLittleEndian));
        }

        foreach (string modality in new[] { "PT", "NM", "US", "CT" })
        {
            yield return ($"{modality}-float", Make(VoxelType.Float32, Box(2, 2, 3), 1, 6, 5, 4), Wish(modality, DicomTransferSyntax.ExplicitVRLittleEndian));
        }

        foreach ((string name, Affine affine) in Geometries().Where(g => g.Name != "sheared" && g.Name != "spacing-small"))
        {
            yield return (name, Make(VoxelType.Int16, affine, 1, 5, 4, 3), Wish("MR", DicomTransferSyntax.ExplicitVRLittleEndian));
        }

        yield return ("one", Make(VoxelType.Int16, Box(0.5, 0.75, 3), 1, 5, 4, 1), Wish("MR", DicomTransferSyntax.ExplicitVRLittleEndian));
        yield return ("plane", Make(VoxelType.UInt8, Affine.Identity(2), 1, 7, 5), Wish("OT", DicomTransferSyntax.ExplicitVRLittleEndian));
    }

    private static DicomExportOptions Wish(string modality, DicomTransferSyntax syntax) =>
        new() { CreateDirectory = true, AllowReorient = true, TransferSyntax = syntax, Tags = new Dictionary<string, object> { ["Modality"] = modality } };

    private static MedImage Make(VoxelType type, Affine affine, int components, params int[] shape) =>
        new(SampleVoxels.Make(type, shape.Aggregate(components, (n, s) => n * s)), new MedMeta(new Shape(shape), affine, CoordinateSystem.Itk, type, components));

    private static MedImage Of(Array voxels, Affine affine, params int[] shape) => new(voxels, new MedMeta(new Shape(shape), affine));

    private static MedImage Timed(MedImage image)
    {
        image.Metadata.TimeStep = 2.5;
        return image;
    }

    private static byte[] Any(byte[] bytes, Random random)
    {
        random.NextBytes(bytes);
        return bytes;
    }

    private static Affine Box(double x, double y, double z) => new(new double[,] { { x, 0, 0, -10 }, { 0, y, 0, -20 }, { 0, 0, z, -30 }, { 0, 0, 0, 1 } });

    // Letters that say where the axes go.
    private static Affine Toward(string letters)
    {
        double[] spacing = { 0.5, 0.75, 2 };
        var m = new double[4, 4] { { 0, 0, 0, -10 }, { 0, 0, 0, 20 }, { 0, 0, 0, -30 }, { 0, 0, 0, 1 } };
        for (int axis = 0; axis < 3; axis++)
        {
            m["LRPASI".IndexOf(letters[axis]) / 2, axis] = "LPS".Contains(letters[axis]) ? spacing[axis] : -spacing[axis];
        }

        return new Affine(m);
    }
}
