using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;

namespace MedIO.Tests.Dicom;

/// <summary>
/// A DICOM image made for a test: 3 columns, 2 rows and 16 bits unless told otherwise. Elements are put into the order of their
/// tags; one that is given again replaces the first. The pixels of frame f are 100 f, 100 f + 1, ...
/// </summary>
internal sealed class ImageFile
{
    public const string CT = "1.2.840.10008.5.1.4.1.1.2";
    public const string MR = "1.2.840.10008.5.1.4.1.1.4";
    public const string NM = "1.2.840.10008.5.1.4.1.1.20";
    public const string RTDose = "1.2.840.10008.5.1.4.1.1.481.2";
    public const string SecondaryCapture = "1.2.840.10008.5.1.4.1.1.7";
    public const string MultiframeSecondaryCapture = "1.2.840.10008.5.1.4.1.1.7.2";
    public const string EnhancedCT = "1.2.840.10008.5.1.4.1.1.2.1";
    public const string EnhancedMR = "1.2.840.10008.5.1.4.1.1.4.1";
    public const string EnhancedUSVolume = "1.2.840.10008.5.1.4.1.1.6.2";
    public const string Segmentation = "1.2.840.10008.5.1.4.1.1.66.4";

    /// <summary>Directions of no axis of the world, at right angles: rows, then columns.</summary>
    public const string Oblique = @"0.6\0.8\0\0\0\-1";

    /// <summary>Across them.</summary>
    public static readonly double[] ObliqueNormal = { -0.8, 0.6, 0 };

    private readonly SortedDictionary<uint, Action<DicomBytesBuilder>> _elements = new();

    private readonly string _sopClass;

    public ImageFile(string sopClass, string modality, int frames = 1, int columns = 3, int rows = 2)
    {
        _sopClass = sopClass;
        Columns = columns;
        Rows = rows;
        Frames = frames;
        Text(0x00080016, "UI", sopClass).Text(0x00080018, "UI", "2.25.11").Text(0x00080060, "CS", modality);
        Text(0x00100010, "PN", "Doe^Jane").Text(0x00100020, "LO", "ID-4711").Text(0x0020000d, "UI", "2.25.12").Text(0x0020000e, "UI", "2.25.13");
        UInt16(0x00280002, 1).Text(0x00280004, "CS", "MONOCHROME2").UInt16(0x00280010, (ushort)rows).UInt16(0x00280011, (ushort)columns);
        UInt16(0x00280100, 16).UInt16(0x00280101, 16).UInt16(0x00280102, 15).UInt16(0x00280103, 0);
        if (frames > 1)
        {
            Text(0x00280008, "IS", frames.ToString(CultureInfo.InvariantCulture));
        }
    }

    public int Columns { get; }

    public int Rows { get; }

    public int Frames { get; }

    public ImageFile Text(uint tag, string vr, string value) => Add(tag, b => b.Text(tag, vr, value));

    public ImageFile UInt16(uint tag, params ushort[] values) => Add(tag, b => b.UInt16(tag, values));

    public ImageFile Double(uint tag, params double[] values) => Add(tag, b => b.Double(tag, values));

    public ImageFile Binary(uint tag, string vr, byte[] value) => Add(tag, b => b.Binary(tag, vr, value));

    public ImageFile Sequence(uint tag, params Action<DicomBytesBuilder>[] items) => Add(tag, b => b.Sequence(tag, items));

    public ImageFile Add(uint tag, Action<DicomBytesBuilder> element)
    {
        _elements[tag] = element;
        return this;
    }

    public ImageFile Without(uint tag)
    {
        _elements.Remove(tag);
        return this;
    }

    /// <summary>ImagePositionPatient, ImageOrientationPatient and PixelSpacing of a file with one place.</summary>
    public ImageFile Place(string position = @"-10\20\30", string orientation = Oblique, string spacing = @"2\0.5") =>
        Text(0x00200032, "DS", position).Text(0x00200037, "DS", orientation).Text(0x00280030, "DS", spacing);

    public byte[] ToBytes(Func<int, int, ushort>? pixel = null)
    {
        int size = Rows * Columns;
        var pixels = new ushort[size * Frames];
        for (int i = 0; i < pixels.Length; i++)
        {
            pixels[i] = pixel is null ? (ushort)((100 * (i / size)) + (i % size)) : pixel(i / size, i % size);
        }

        var builder = new DicomBytesBuilder();
        foreach (Action<DicomBytesBuilder> element in _elements.Values)
        {
            element(builder);
        }

        return builder.PixelData(pixels).ToFile(sopClass: _elements.ContainsKey(0x00080016) ? _sopClass : string.Empty);
    }

    public MedImage Read(ReadOptions? options = null, Func<int, int, ushort>? pixel = null) => WithFile(pixel, path => MedFile.Read(path, options));

    public MedMeta ReadMeta(ReadOptions? options = null) => WithFile(null, path => MedFile.ReadMeta(path, options));

    /// <summary>The error of reading, which is that of the metadata too.</summary>
    public MedIOException Fails(ReadOptions? options = null)
    {
        MedIOException error = Xunit.Assert.Throws<MedIOException>(() => ReadMeta(options));
        Xunit.Assert.Equal(error.Error, Xunit.Assert.Throws<MedIOException>(() => Read(options)).Error);
        Xunit.Assert.DoesNotContain("Doe", error.Message);
        Xunit.Assert.DoesNotContain("4711", error.Message);
        return error;
    }

    /// <summary>The first pixel of each slice, which tells the frame it came from.</summary>
    public static double[] FirstPixels(MedImage image)
    {
        int slice = image.Shape[0] * image.Shape[1];
        double[] values = Values(image);
        return Enumerable.Range(0, values.Length / slice).Select(s => values[s * slice]).ToArray();
    }

    /// <summary>All numbers, whatever their type.</summary>
    public static double[] Values(MedImage image) => image.Voxels.Cast<object>().Select(v => Convert.ToDouble(v, CultureInfo.InvariantCulture)).ToArray();

    /// <summary>Numbers of a text such as a decimal string has them.</summary>
    public static string Text(params double[] values) => string.Join("\\", values.Select(v => v.ToString("R", CultureInfo.InvariantCulture)));

    /// <summary>A position some way from (-10, 20, 30) along the oblique normal.</summary>
    public static string At(double distance) => Text(-10 + (ObliqueNormal[0] * distance), 20 + (ObliqueNormal[1] * distance), 30 + (ObliqueNormal[2] * distance));

    /// <summary>Whether a voxel lies where it should, mm.</summary>
    public static void AssertPlace(MedImage image, double[] index, double[] world)
    {
        Vector place = image.Affine.IndexToCoordinate(new Vector(index));
        for (int i = 0; i < world.Length; i++)
        {
            Xunit.Assert.Equal(world[i], place[i], 6);
        }
    }

    private T WithFile<T>(Func<int, int, ushort>? pixel, Func<string, T> use)
    {
        using var folder = new ScratchFolder();
        string path = folder["image.dcm"];
        File.WriteAllBytes(path, ToBytes(pixel));
        return use(path);
    }
}
