using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using MedIO.Formats.Headers;
using MedIO.Formats.Writing;
using MedIO.Geometry;
using MedIO.IO;
using MedIO.IO.Replacing;
using MedIO.Voxels;

namespace MedIO.Formats.Vtk;

/// <summary>
/// Writes structured points: binary, which is big endian, with the header that ITK writes. The format holds no direction, so the
/// axes are turned until they run along those of the world; nothing is resampled.
/// </summary>
internal static class VtkWriter
{
    // Farther than this from its place, in voxels, no voxel may come to lie.
    private const double MostMoved = 1e-3;

    // An identity direction.
    private const string Straight = "RAI";

    public static void Write(VoxelSource image, string path, AtomicFiles files, SaveOptions options)
    {
        MedMeta meta = image.Metadata.Clone();
        meta.Convert(CoordinateSystem.Itk);
        string type = VtkTypes.LegacyName(meta.DataType) ?? throw CannotRepresent(
            path, $"a VTK file has no place for the type {meta.DataType}. Save with another data type, such as Float32, or as NIfTI");
        if (meta.Shape.Skip(3).Any(n => n > 1))
        {
            throw CannotRepresent(path, $"a VTK file has three dimensions, but the image has the shape {meta.Shape}. Save a part of it, such as -Slice '..., 0', or as NIfTI");
        }

        // A plane lies in space; what it lacks is one voxel thick.
        var shape = new Shape(meta.Shape[0], meta.Shape.Count > 1 ? meta.Shape[1] : 1, meta.Shape.Count > 2 ? meta.Shape[2] : 1);
        Affine affine = meta.Affine.To3D();
        string orientation = AxisCodes.FromAffine(affine, CoordinateSystem.Itk);
        AxisMap map = AxisMap.Reorient(shape, orientation, Straight);
        affine = map.Apply(affine);
        RequireStraight(affine, map.Shape, path);
        Stream stream = files.Create(path);
        byte[] header = Encoding.ASCII.GetBytes(Header(meta, map.Shape, affine, type));
        stream.Write(header, 0, header.Length);
        if (orientation == Straight)
        {
            VoxelWriter.Write(image, stream, options, bigEndian: true);
            return;
        }

        options.Warn?.Invoke($"VTK files hold no direction: the axes were turned from {orientation} to {Straight}, those of the world. Every voxel keeps its place.");
        MedImage whole = image.ToImage();
        Array turned = VoxelReorder.Apply(whole.Voxels, shape, meta.Components, map);
        VoxelWriter.Write(new ImageInMemory(new MedImage(turned, new MedMeta(map.Shape, null, CoordinateSystem.Itk, meta.DataType, meta.Components))), stream, options, bigEndian: true);
    }

    private static string Header(MedMeta meta, Shape shape, Affine affine, string type)
    {
        var text = new StringBuilder();
        text.Append(VtkHeader.Magic).Append(" 3.0\n");
        text.Append("Written by MedIO\n");
        text.Append("BINARY\n");
        text.Append("DATASET STRUCTURED_POINTS\n");
        text.Append("DIMENSIONS ").Append(string.Join(" ", shape.Select(n => n.ToString(CultureInfo.InvariantCulture)))).Append('\n');
        text.Append("SPACING ").Append(HeaderNumbers.Format(affine.Spacing)).Append('\n');
        text.Append("ORIGIN ").Append(HeaderNumbers.Format(affine.Origin)).Append('\n');
        text.Append("POINT_DATA ").Append(shape.VoxelCount.ToString(CultureInfo.InvariantCulture)).Append('\n');
        string components = meta.Components.ToString(CultureInfo.InvariantCulture);
        bool isColour = meta.DataType == VoxelType.UInt8 && meta.Components is 3 or 4;
        text.Append(isColour ? $"COLOR_SCALARS color_scalars {components}\n" : $"SCALARS scalars {type} {components}\nLOOKUP_TABLE default\n");
        return text.ToString();
    }

    private static void RequireStraight(Affine affine, Shape shape, string path)
    {
        double[,] whole = affine.Whole();
        double smallest = affine.Spacing.Min();
        for (int r = 0; r < 3; r++)
        {
            double moved = Enumerable.Range(0, 3).Where(c => c != r).Sum(c => Math.Abs(whole[r, c]) * (shape[c] - 1));
            if (moved > MostMoved * smallest)
            {
                throw CannotRepresent(path, "a VTK file holds no direction, and the image's axes are oblique to those of the world. Save it as NIfTI, MetaImage or NRRD");
            }
        }
    }

    private static MedIOException CannotRepresent(string path, string why) => new(MedIOError.CannotRepresent, $"{path}: {why}.", path);
}
