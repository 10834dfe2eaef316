using System;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using MedIO.Dicom.Writing;

namespace MedIO.Formats.Pictures;

/// <summary>The files that an image's slices go to: one, or numbered ones where the name has <c>{0}</c> or <c>{0:D4}</c>.</summary>
internal static class PictureNames
{
    private static readonly Regex Place = new(@"\{0?(:[^{}]*)?\}", RegexOptions.CultureInvariant);

    /// <summary>Whether a name stands for numbered files.</summary>
    public static bool IsPattern(string path) => Place.IsMatch(Path.GetFileName(path));

    /// <summary>The full path of a target. .NET Framework knows no path with a colon in its name.</summary>
    public static string FullPath(string path)
    {
        const char colon = '\uE000';
        return path.IndexOf('{') < 0 ? Path.GetFullPath(path) : Path.GetFullPath(Place.Replace(path, m => m.Value.Replace(':', colon))).Replace(colon, ':');
    }

    /// <summary>The full paths, one a slice.</summary>
    /// <param name="path">The target.</param>
    /// <param name="shape">The image's.</param>
    /// <param name="format">The format's name.</param>
    /// <exception cref="MedIOException">The image has more slices or dimensions than there are names for, or names that would not be read as its stack.</exception>
    public static string[] Of(string path, Shape shape, string format)
    {
        if (shape.Skip(3).Any(n => n > 1))
        {
            throw new MedIOException(MedIOError.CannotRepresent, $"{path}: pictures hold no image of {shape.Count} dimensions ({shape}). Save one volume of it with -Slice, or as NIfTI.", path);
        }

        int slices = shape.Count > 2 ? shape[2] : 1;
        if (IsPattern(path))
        {
            string folder = Path.GetDirectoryName(path)!;
            string[] names = Array.ConvertAll(FileNamePattern.Names(Path.GetFileName(path), slices), name => Path.Combine(folder, name));
            return PictureStackNames.AreStack(names) ? names : throw new MedIOException(
                MedIOError.InvalidPattern,
                $"{path}: so numbered, the pictures are not read again as one stack. Give a pattern such as slice{{0:D3}}{Path.GetExtension(path)}, with one place for a decimal number and no digits beside it.",
                path);
        }

        return slices == 1 ? new[] { path } : throw new MedIOException(
            MedIOError.CannotRepresent,
            $"{path}: a {format} holds one picture, and the image has {slices} slices. Give a name with a place for the number, such as slice{{0:D3}}{Path.GetExtension(path)}, or save one slice, or save as .tif, which holds volumes.",
            path);
    }
}
