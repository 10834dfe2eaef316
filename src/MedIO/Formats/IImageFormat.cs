namespace MedIO.Formats;

/// <summary>A file format: finds out its files, reads their headers, writes images.</summary>
internal interface IImageFormat : IImageCodec
{
    /// <summary>Its name, its suffixes, and what of it can be read and written.</summary>
    MedFormat Info { get; }

    /// <summary>Whether a file is of this format, by its content if that tells.</summary>
    FormatMatch Match(ImageSource source);
}
