using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Numerics;
using MedIO.Dicom;

namespace MedIO.Tests.OtherPrograms.Fuzz;

/// <summary>An image that is written in a format, and what has to be read again of it: all but what the writer said it lost.</summary>
internal sealed class WriteReport
{
    // Most headers hold the geometry in 32 bits.
    private const double Precision = 4e-6;

    // The axes of what is written lie along the world's to a thousandth of a voxel at the far end.
    private const double PrecisionOfVtk = 2e-3;

    // Cosines that writers of DICOM take for rounding.
    private const double LeastShear = 1e-4;

    // Of a pixel, and of a mm: as far as the last slice may lie aside before readers of DICOM take the stack for a tilted one.
    private const double Upright = 0.02;

    private const double LeastOfDicom = 1e-290;

    private MedImage _image;
    private readonly string _suffix;
    private readonly List<string> _warnings = new();
    private string[] _files = Array.Empty<string>();

    public WriteReport(MedImage image, string suffix)
    {
        _image = image;
        _suffix = suffix;
    }

    // How many axes have a direction even where they are one voxel long: of one slice DICOM holds which side is which, not which end.
    private int Directions => _suffix switch { ".vtk" => 0, ".dcm" => Math.Min(2, _image.Shape.Count), _ => _image.Shape.Count };

    private bool IsPicture => _suffix is ".png" or ".tif" or ".tiff" or ".bmp";

    /// <summary>How it is written.</summary>
    /// <param name="level">How small; null for the format's default.</param>
    /// <param name="restore">Whether it is turned to its original orientation.</param>
    public SaveOptions Options(int? level, bool restore = false)
    {
        _image = restore ? _image.Reorient(_image.OriginalOrientation) : _image;
        var files = new List<string>();
        return new SaveOptions
        {
            KeepOrientation = !restore,
            AllowReorient = true,
            CompressionLevel = level,
            Warn = _warnings.Add,
            Written = file =>
            {
                files.Add(file);
                _files = files.ToArray();
            },
        };
    }

    /// <summary>Reads what was written under a name: the file, or the stack of pictures.</summary>
    /// <exception cref="UnlikeException">It cannot be read.</exception>
    public MedImage Read(string path)
    {
        var options = new ReadOptions { AllowDefaultAffine = IsPicture, CoordinateSystem = _image.CoordinateSystem };
        if (IsPicture && !File.Exists(path))
        {
            // Numbered, one a slice.
            path = Path.GetDirectoryName(_files[0])!;
        }

        try
        {
            return MedFile.Read(path, options);
        }
        catch (MedIOException e)
        {
            throw new UnlikeException($"unread{_suffix} {e.Error}", $"Written as {_suffix} ({_image.Shape} {_image.DataType}x{_image.Components}), it cannot be read: {e.Message}");
        }
    }

    /// <summary>What was read is what was written.</summary>
    /// <exception cref="UnlikeException">It is not.</exception>
    public void Require(MedImage read)
    {
        string what = FormattableString.Invariant($"{_image.Shape} {_image.DataType}x{_image.Components} {_image.Orientation} written as {_suffix}{(_warnings.Count > 0 ? ", which warned: " + _warnings[0] : "")}");
        MedImage written = InSpace(_image);
        double step = _suffix == ".dcm" ? Step(written, read) : 0;
        read = InSpace(read);
        if (_suffix == ".vtk")
        {
            // It has none but the world's axes.
            written = written.Reorient("RAI");
        }
        else if (_suffix == ".dcm" && !written.Affine.IsRightHanded && written.Shape[2] > 1)
        {
            // Slices of left-handed images are counted from the other end.
            written = written.Slice(":, :, ::-1, ...");
        }

        if (!read.Shape.Equals(written.Shape) || read.Components != written.Components)
        {
            throw new UnlikeException("shape" + _suffix, FormattableString.Invariant($"It is {read.Shape} with {read.Components} components: {what}."));
        }

        if (!IsPicture)
        {
            double precision = _suffix switch
            {
                ".vtk" => PrecisionOfVtk,
                ".dcm" => Precision + LeastCosine(written.Affine),
                _ => Precision,
            };
            SameImage.RequirePlace(written.Metadata, read.Metadata, precision, what, Directions, _suffix == ".dcm" ? Upright * Math.Min(1, written.Spacing.Take(2).Min()) : 0);
        }

        RequireNumbers(written.Voxels, read, step, _suffix, what);
    }

    // Axes of DICOM are at right angles but for tilted slices: a shear so small that it could be rounding is shared between the axes.
    private static double LeastCosine(Affine affine)
    {
        Matrix direction = affine.Direction;
        double[] cosines = new[] { (0, 1), (0, 2), (1, 2) }.Select(p => Math.Abs(Enumerable.Range(0, 3).Sum(row => direction[row, p.Item1] * direction[row, p.Item2]))).ToArray();
        return cosines.Where(cosine => cosine <= LeastShear).Append(0).Max();
    }

    // Axes of one voxel at the end are some formats' to add or to leave out, and a plane lies in space.
    private static MedImage InSpace(MedImage image)
    {
        int axes = image.Shape.Count;
        while (axes > 3 && image.Shape[axes - 1] == 1)
        {
            axes--;
        }

        int[] shape = Enumerable.Range(0, Math.Max(3, axes)).Select(i => i < image.Shape.Count ? image.Shape[i] : 1).ToArray();
        Affine affine = image.Affine.Dimension == 2 ? image.Affine.To3D() : image.Affine;
        var meta = new MedMeta(new Shape(shape), affine, image.CoordinateSystem, image.DataType, image.Components);
        meta.Convert(CoordinateSystem.Itk);
        return new MedImage(image.Voxels, meta);
    }

    // DICOM's numbers have 16 bits, or 8, and a factor, where the image's have no place in them: half a step of them, and the rounding of
    // what they are read as.
    private static double Step(MedImage written, MedImage read)
    {
        object? slope = DicomElements.ReadAll(read.Series?.Files[0] ?? read.Path!).FirstOrDefault(element => element.Keyword == "RescaleSlope")?.Value;
        double step = slope is null ? 1 : System.Convert.ToDouble(slope, CultureInfo.InvariantCulture);
        if (VoxelTypes.IsComplex(written.DataType))
        {
            return 0;
        }

        if (step == 1)
        {
            // Numbers that no slope could be as small as are 0.
            return LeastOfDicom;
        }

        double largest = written.Voxels.Cast<object>().Max(n => Math.Abs(System.Convert.ToDouble(n, null)));
        return (step * (0.5 + 1e-9)) + (largest * (read.DataType == VoxelType.Float32 ? 2e-7 : 1e-12));
    }

    private static void RequireNumbers(Array written, MedImage read, double step, string suffix, string what)
    {
        for (int i = 0; i < written.Length; i++)
        {
            object a = written.GetValue(i)!;
            object b = read.Voxels.GetValue(i)!;
            if (!Equals(a, b) && !IsSame(a, b) && !(step > 0 && Math.Abs(System.Convert.ToDouble(a, null) - System.Convert.ToDouble(b, null)) <= step))
            {
                throw new UnlikeException("number" + suffix, FormattableString.Invariant($"Number {i} is {b} ({read.DataType}) and not {a}: {what}."));
            }
        }
    }

    private static bool IsSame(object a, object b) => (a, b) switch
    {
        (Complex64 x, Complex y) => (Complex)x == y,
        (Complex x, Complex y) => x == y || (double.IsNaN(x.Real + x.Imaginary) && double.IsNaN(y.Real + y.Imaginary)),
        (Complex64 or Complex, _) or (_, Complex64 or Complex) => a.ToString() == b.ToString(),
        (float or double, _) or (_, float or double) => System.Convert.ToDouble(a, null).Equals(System.Convert.ToDouble(b, null)),
        _ => System.Convert.ToDecimal(a, null) == System.Convert.ToDecimal(b, null),
    };
}
