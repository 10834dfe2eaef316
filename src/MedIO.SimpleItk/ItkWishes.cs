using System.Linq;

namespace MedIO.SimpleItk;

/// <summary>How a file is to be read by ITK.</summary>
/// <param name="ImageIO">The class that reads; null where ITK is to find it.</param>
/// <param name="PixelType">The type to read into; null for the file's own.</param>
/// <param name="PrivateTags">Whether private elements of DICOM belong to the header.</param>
internal sealed record ItkWishes(string? ImageIO, (VoxelType Type, bool IsVector)? PixelType, bool PrivateTags)
{
    /// <summary>Whether a file may be cut off.</summary>
    public bool AllowTruncated { get; init; }

    /// <summary>Tells a reader.</summary>
    /// <exception cref="ItkException">It refuses.</exception>
    public void Tell(ItkObject reader, ItkLibrary library)
    {
        if (ImageIO is not null)
        {
            reader.Call("SetImageIO", ImageIO);
        }

        if (PixelType is { } type)
        {
            reader.Call("SetOutputPixelType", library.PixelTypes.Value(type.Type, type.IsVector) ?? throw new ItkException($"Pixel type {type.Type} is not in this SimpleITK."));
        }

        if (PrivateTags)
        {
            reader.Call("SetLoadPrivateTags", true);
        }
    }

    /// <summary>A reader of a file.</summary>
    /// <exception cref="ItkException">It refuses.</exception>
    public ItkObject Reader(ItkLibrary library, params string[] files)
    {
        ItkObject reader = library.Create(files.Length == 1 ? "ImageFileReader" : "ImageSeriesReader");
        try
        {
            if (files.Length == 1)
            {
                reader.Call("SetFileName", files[0]);
            }
            else
            {
                using ItkObject names = library.Vector("VectorString", files.AsEnumerable());
                reader.Call("SetFileNames", names);
            }

            Tell(reader, library);
            return reader;
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }
}
