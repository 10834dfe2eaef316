using System;
using System.Globalization;
using System.IO;
using System.Linq;

namespace MedIO.Formats.Vtk;

/// <summary>The header of a legacy VTK file of structured points (VTK File Formats, Simple Legacy Formats), up to its first array of points.</summary>
internal sealed class VtkHeader
{
    public const string Magic = "# vtk DataFile Version";

    private const int FirstRead = 4096;

    // With all fields that may come before the points.
    private const int MostBytes = 1 << 26;

    private readonly VtkWords _words;

    private VtkHeader(byte[] bytes, bool isWhole) => _words = new VtkWords(bytes, isWhole);

    /// <summary>The version of the format, such as <c>3.0</c>.</summary>
    public string Version { get; private set; } = string.Empty;

    /// <summary>The second line.</summary>
    public string Title { get; private set; } = string.Empty;

    /// <summary>Whether the numbers are text.</summary>
    public bool IsText { get; private set; }

    /// <summary>Points along each axis.</summary>
    public long[]? Dimensions { get; private set; }

    /// <summary>Distance of points.</summary>
    public double[] Spacing { get; private set; } = { 1, 1, 1 };

    /// <summary>Place of the first point.</summary>
    public double[] Origin { get; private set; } = { 0, 0, 0 };

    /// <summary>Whether the array belongs to the cells between the points.</summary>
    public bool IsOfCells { get; private set; }

    /// <summary>How many points, or cells, the header says that the array is of.</summary>
    public long Count { get; private set; } = -1;

    /// <summary>What the array is: <c>SCALARS</c>, <c>VECTORS</c> and so on.</summary>
    public string Attribute { get; private set; } = string.Empty;

    /// <summary>The array's name.</summary>
    public string Name { get; private set; } = string.Empty;

    /// <summary>The name of its type.</summary>
    public string Type { get; private set; } = string.Empty;

    /// <summary>Numbers a point.</summary>
    public long Components { get; private set; } = 1;

    /// <summary>Where the numbers begin.</summary>
    public int Length => _words.Position;

    /// <summary>Whether a file begins as VTK's legacy files do.</summary>
    public static bool IsAtStartOf(ReadOnlySpan<byte> content)
    {
        for (int i = 0; i < Magic.Length; i++)
        {
            if (content.Length <= i || char.ToUpperInvariant((char)content[i]) != char.ToUpperInvariant(Magic[i]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Reads the header.</summary>
    /// <exception cref="MedIOException">It is cut off, contradicts the format, or is not that of an image.</exception>
    public static VtkHeader Read(ImageSource source)
    {
        for (int count = FirstRead; ; count *= 4)
        {
            byte[] bytes = source.ReadStart(count);
            try
            {
                var header = new VtkHeader(bytes, bytes.Length < count);
                header.Parse(source.Path);
                return header;
            }
            catch (EndOfStreamException e) when (bytes.Length < count || count >= MostBytes)
            {
                throw new MedIOException(MedIOError.TruncatedHeader, $"{source.Path}: ends before its VTK header does: there is no array of points in it. Copy it again from where it came from.", source.Path, e);
            }
            catch (EndOfStreamException)
            {
                // More of it is needed.
            }
            catch (InvalidDataException e)
            {
                throw new MedIOException(MedIOError.InvalidHeader, $"{source.Path}: {e.Message}. The VTK header is damaged: copy the file again from where it came from.", source.Path, e);
            }
        }
    }

    /// <summary>All fields as a dictionary for users, by the format's own words.</summary>
    public HeaderFields ToFields() => new()
    {
        ["Version"] = Version,
        ["Title"] = Title,
        ["Encoding"] = IsText ? "ASCII" : "BINARY",
        ["DATASET"] = "STRUCTURED_POINTS",
        ["DIMENSIONS"] = new Vector(Dimensions!.Select(n => (double)n).ToArray()),
        ["SPACING"] = new Vector(Spacing),
        ["ORIGIN"] = new Vector(Origin),
        [IsOfCells ? "CELL_DATA" : "POINT_DATA"] = Count,
        [Attribute] = Name,
        ["DataType"] = Type,
        ["NumComponents"] = Components,
    };

    private void Parse(string path)
    {
        Version = _words.Line().Substring(Magic.Length).Trim();
        Title = _words.Line();
        string encoding = _words.Keyword();
        IsText = encoding == "ASCII" || (encoding == "BINARY" ? false : throw new InvalidDataException($"its third line is '{VtkWords.Shorten(encoding)}', neither ASCII nor BINARY"));
        for (string keyword = _words.Keyword(); keyword != "DATASET"; keyword = _words.Keyword())
        {
            Field(keyword);
        }

        string dataSet = _words.Keyword();
        if (dataSet != "STRUCTURED_POINTS")
        {
            throw new MedIOException(
                MedIOError.UnsupportedFeature, $"{path}: holds a VTK data set of the kind {VtkWords.Shorten(dataSet)}, not an image. Give one of STRUCTURED_POINTS.", path);
        }

        while (Attribute.Length == 0)
        {
            string keyword = _words.Keyword();
            switch (keyword)
            {
                case "DIMENSIONS":
                    Dimensions = new[] { _words.Count(keyword), _words.Count(keyword), _words.Count(keyword) };
                    break;
                case "SPACING" or "ASPECT_RATIO":
                    Spacing = _words.Three(keyword);
                    break;
                case "ORIGIN":
                    Origin = _words.Three(keyword);
                    break;
                case "POINT_DATA" or "CELL_DATA":
                    IsOfCells = keyword[0] == 'C';
                    Count = _words.Count(keyword);
                    break;
                default:
                    if (Count < 0)
                    {
                        Field(keyword);
                    }
                    else
                    {
                        Array(keyword);
                    }

                    break;
            }
        }

        if (Dimensions is null)
        {
            throw new InvalidDataException("it has no DIMENSIONS");
        }
    }

    // The first array there is: as ITK, and as VTK where no other is asked for.
    private void Array(string keyword)
    {
        switch (keyword)
        {
            case "SCALARS":
                Name = _words.Word();
                string[] words = _words.Line().Split(new[] { ' ', '\t' }, StringSplitOptions.RemoveEmptyEntries);
                Type = words.Length > 0 ? words[0] : throw new InvalidDataException("SCALARS has no type");
                Components = words.Length < 2 ? 1 : long.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out long n) ? n : throw new InvalidDataException($"SCALARS has '{VtkWords.Shorten(words[1])}' components");
                SkipTableName();
                break;
            case "COLOR_SCALARS":
                Name = _words.Word();
                Components = _words.Count(keyword);
                Type = "unsigned_char";
                _words.Line();
                break;
            case "VECTORS" or "NORMALS" or "TENSORS" or "TENSORS6":
                Name = _words.Word();
                Type = _words.Word();
                Components = keyword == "TENSORS" ? 9 : keyword == "TENSORS6" ? 6 : 3;
                _words.Line();
                break;
            case "TEXTURE_COORDINATES":
                Name = _words.Word();
                Components = _words.Count(keyword);
                Type = _words.Word();
                _words.Line();
                break;
            case "FIELD":
                _words.Word();
                if (_words.Count(keyword) == 0)
                {
                    return;
                }

                Name = _words.Word();
                Components = _words.Count(keyword);
                Count = _words.Count(keyword);
                Type = _words.Word();
                _words.Line();
                break;
            case "LOOKUP_TABLE":
                _words.Word();
                SkipNumbers(Product(4, _words.Count(keyword)), 1);
                return;
            default:
                throw new InvalidDataException($"'{VtkWords.Shorten(keyword)}' is no array of points");
        }

        Attribute = keyword;
    }

    // A line of its own that may be left out where it is text.
    private void SkipTableName()
    {
        if (_words.IsAt("LOOKUP_TABLE", skipBlanks: IsText))
        {
            _words.Line();
        }
    }

    // Fields of the whole data set, such as a time.
    private void Field(string keyword)
    {
        if (keyword == "METADATA")
        {
            _words.Line();
            while (_words.Line().Length > 0)
            {
                // Up to an empty line.
            }

            return;
        }

        if (keyword != "FIELD")
        {
            throw new InvalidDataException($"'{VtkWords.Shorten(keyword)}' stands where a keyword should be");
        }

        _words.Word();
        for (long left = _words.Count(keyword); left > 0; left--)
        {
            string name = _words.Word();
            if (name.Equals("METADATA", StringComparison.OrdinalIgnoreCase))
            {
                Field("METADATA");
                name = _words.Word();
            }

            long numbers = Product(_words.Count(name), _words.Count(name));
            string type = _words.Word();
            if (!VtkTypes.TryGetLegacy(type, 8, out VoxelType stored))
            {
                throw new InvalidDataException($"the field '{VtkWords.Shorten(name)}' has the type '{VtkWords.Shorten(type)}', which cannot be skipped");
            }

            SkipNumbers(numbers, VoxelTypes.SizeOf(stored));
        }
    }

    private void SkipNumbers(long numbers, int size)
    {
        if (IsText)
        {
            _words.Skip(numbers);
        }
        else
        {
            _words.Line();
            _words.SkipBytes(Product(numbers, size));
        }
    }

    private static long Product(long a, long b) => b > 0 && a > int.MaxValue / b ? throw new InvalidDataException("a field is larger than any header") : a * b;
}
