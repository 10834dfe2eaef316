using System.Collections.Generic;
using MedIO.Dicom;
using MedIO.Formats;

namespace MedIO.Backends;

/// <summary>
/// A library that reads and writes images in place of this one's own formats. What it says of a file is an
/// <see cref="ImageDescription"/> like that of any format, so that orientations, slices, voxel types and conversions are made of
/// its voxels in the same way. Made with one argument: the folder that the library is in, or null where none was named.
/// </summary>
internal interface IImageBackend : IImageCodec
{
    /// <summary>The library's version, with what it is built on, such as <c>2.4.0 (ITK 5.4.0)</c>.</summary>
    string Version { get; }

    /// <summary>The library's file, a full path.</summary>
    string Path { get; }

    /// <summary>What it reads, in words.</summary>
    string Reads { get; }

    /// <summary>What it writes, in words; empty where it is nothing.</summary>
    string Writes { get; }

    /// <summary>The suffixes that it writes, in lower case with the dot.</summary>
    IReadOnlyList<string> WriteSuffixes { get; }

    /// <summary>Whether it knows the file's format. Cheap, and never an error.</summary>
    bool CanRead(ImageSource source);

    /// <summary>Describes the image that a series makes. Never touches voxels.</summary>
    /// <exception cref="MedIOException">The series makes no image here, or the library cannot read it.</exception>
    ImageDescription Describe(DicomSeries series, ReadOptions options);
}
