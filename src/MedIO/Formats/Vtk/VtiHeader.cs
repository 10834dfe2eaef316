using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using MedIO.Formats.Headers;

namespace MedIO.Formats.Vtk;

/// <summary>What a .vti file says before its voxels (VTK File Formats, XML Formats, ImageData).</summary>
internal sealed class VtiHeader
{
    private const int FirstRead = 1 << 14;

    // Where other arrays stand inside the file before the one that is read.
    private const int MostBytes = 1 << 28;

    private VtiHeader(XmlTag file, XmlTag image, XmlTag piece, XmlTag array, bool isOfCells, XmlTag? appended, int appendedData)
    {
        File = file;
        Image = image;
        Piece = piece;
        Array = array;
        IsOfCells = isOfCells;
        Appended = appended;
        AppendedData = appendedData;
    }

    /// <summary>The tag of the whole file.</summary>
    public XmlTag File { get; }

    /// <summary>The tag ImageData.</summary>
    public XmlTag Image { get; }

    /// <summary>The only piece.</summary>
    public XmlTag Piece { get; }

    /// <summary>The array that is read: the active scalars, or else the first.</summary>
    public XmlTag Array { get; }

    /// <summary>Whether it is of the cells between the points.</summary>
    public bool IsOfCells { get; }

    /// <summary>The tag AppendedData; null where the array is not there.</summary>
    public XmlTag? Appended { get; }

    /// <summary>Where the appended data begin, behind their underscore.</summary>
    public int AppendedData { get; }

    /// <summary>Reads the header.</summary>
    /// <exception cref="MedIOException">It is cut off, contradicts the format, or is not that of an image.</exception>
    public static VtiHeader Read(ImageSource source)
    {
        for (int count = FirstRead; ; count *= 4)
        {
            byte[] bytes = source.ReadStart(count);
            try
            {
                return Parse(bytes, source.Path);
            }
            catch (EndOfStreamException e) when (bytes.Length < count || count >= MostBytes)
            {
                throw new MedIOException(
                    MedIOError.TruncatedHeader, $"{source.Path}: ends before its array of points is found, or that is too far back. Copy it again from where it came from.", source.Path, e);
            }
            catch (EndOfStreamException)
            {
                // More of it is needed.
            }
            catch (InvalidDataException e)
            {
                throw new MedIOException(MedIOError.InvalidHeader, $"{source.Path}: {e.Message}. The file is damaged: copy it again from where it came from.", source.Path, e);
            }
        }
    }

    /// <summary>So many numbers of an attribute; those that are not finite become NaN.</summary>
    /// <exception cref="MedIOException">There are others.</exception>
    public static double[] Numbers(XmlTag tag, string attribute, double[]? missing, int count, string path)
    {
        if (tag[attribute] is not { } text)
        {
            return missing ?? throw Invalid(path, $"<{tag.Name}> has no {attribute}");
        }

        return HeaderNumbers.TryParse(text.Replace('\n', ' ').Replace('\r', ' '), out double[] values) && values.Length == count
            ? values.Select(v => double.IsInfinity(v) ? double.NaN : v).ToArray()
            : throw Invalid(path, FormattableString.Invariant($"{attribute}=\"{VtkWords.Shorten(text)}\" is not {count} numbers"));
    }

    /// <summary>A whole number of an attribute, not negative.</summary>
    /// <exception cref="MedIOException">It is none.</exception>
    public static long Integer(XmlTag tag, string attribute, long missing, string path) =>
        tag[attribute] is not { } text ? missing
        : long.TryParse(text, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out long value) ? value
        : throw Invalid(path, $"{attribute}=\"{VtkWords.Shorten(text)}\" is no whole number");

    /// <summary>All attributes as a dictionary for users.</summary>
    public HeaderFields ToFields()
    {
        var fields = new HeaderFields();
        foreach (XmlTag tag in new[] { File, Image, Piece, Array })
        {
            foreach (KeyValuePair<string, string> attribute in tag.Attributes)
            {
                fields[$"{tag.Name}.{attribute.Key}"] = attribute.Value;
            }
        }

        return fields;
    }

    private static MedIOException Invalid(string path, string what) => new(MedIOError.InvalidHeader, $"{path}: {what}. The file is damaged: copy it again from where it came from.", path);

    private static VtiHeader Parse(byte[] bytes, string path)
    {
        var tags = new XmlTags(bytes);
        XmlTag file = tags.Next();
        if (file.Name != "VTKFile")
        {
            throw new InvalidDataException("it begins with no VTKFile");
        }

        if (file["type"] != "ImageData")
        {
            throw new MedIOException(MedIOError.UnsupportedFeature, $"{path}: holds VTK data of the kind {VtkWords.Shorten(file["type"] ?? "none")}, not an image. Give one of ImageData.", path);
        }

        XmlTag image = Until(tags, "ImageData", null)!;
        XmlTag piece = Until(tags, "Piece", "/ImageData") ?? throw new InvalidDataException("it has no Piece");
        if (piece["Extent"] is { } extent && image["WholeExtent"] is { } whole && Words(extent) != Words(whole))
        {
            throw new MedIOException(
                MedIOError.UnsupportedFeature, $"{path}: has several pieces, or one that is a part of the whole: {VtkWords.Shorten(extent)} of {VtkWords.Shorten(whole)}. Write it anew as one piece.", path);
        }

        bool isOfCells = false;
        XmlTag? array = piece.IsEmpty ? null : Find(tags, out isOfCells);
        return array is null
            ? throw new InvalidDataException("it has no array of points or cells")
            : Located(file, image, piece, array, isOfCells, tags, bytes);
    }

    private static VtiHeader Located(XmlTag file, XmlTag image, XmlTag piece, XmlTag array, bool isOfCells, XmlTags tags, byte[] bytes)
    {
        if (array["format"] != "appended")
        {
            return new VtiHeader(file, image, piece, array, isOfCells, null, 0);
        }

        XmlTag appended = Until(tags, "AppendedData", "/VTKFile") ?? throw new InvalidDataException("it has no AppendedData");
        int mark = System.Array.IndexOf(bytes, (byte)'_', appended.End);
        return mark >= 0 ? new VtiHeader(file, image, piece, array, isOfCells, appended, mark + 1) : throw new EndOfStreamException();
    }

    // The array of points that is active, else the first one, else the same of the cells.
    private static XmlTag? Find(XmlTags tags, out bool isOfCells)
    {
        XmlTag? ofPoints = null;
        XmlTag? ofCells = null;
        XmlTag? group = null;
        isOfCells = false;
        while (true)
        {
            XmlTag tag = tags.Next();
            switch (tag.Name)
            {
                case "PointData" or "CellData":
                    group = tag.IsEmpty ? null : tag;
                    break;
                case "/PointData":
                    if (ofPoints is not null)
                    {
                        return ofPoints;
                    }

                    group = null;
                    break;
                case "/CellData":
                    group = null;
                    break;
                case "DataArray" when group is not null:
                    bool isActive = group["Scalars"] is { } name && name == tag["Name"];
                    bool isPoint = group.Name == "PointData";
                    if (isPoint && (ofPoints is null || isActive))
                    {
                        ofPoints = tag;
                        if (isActive || group["Scalars"] is null)
                        {
                            return ofPoints;
                        }
                    }
                    else if (!isPoint && (ofCells is null || isActive))
                    {
                        ofCells = tag;
                    }

                    break;
                case "/Piece":
                    isOfCells = ofPoints is null;
                    return ofPoints ?? ofCells;
            }
        }
    }

    private static XmlTag? Until(XmlTags tags, string name, string? end)
    {
        while (true)
        {
            XmlTag tag = tags.Next();
            if (tag.Name == name)
            {
                return tag;
            }

            if (tag.Name == end || tag.Name == "/VTKFile" || tag.Name == "AppendedData")
            {
                return end is null ? throw new InvalidDataException($"it has no {name}") : null;
            }
        }
    }

    private static string Words(string text) => string.Join(" ", text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
