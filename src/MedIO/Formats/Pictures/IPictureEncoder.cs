using System.Collections.Generic;
using System.IO;

namespace MedIO.Formats.Pictures;

/// <summary>Writes pictures of a format. One encoder serves many pictures and threads, and so keeps nothing between calls.</summary>
internal unsafe interface IPictureEncoder
{
    /// <summary>What keeps a picture from being written, such as <c>holds no Float32. Save with the data type UInt16</c>; null where nothing does.</summary>
    string? Obstacle(PictureSamples picture);

    /// <summary>Sentences on what gets lost beside what no picture holds.</summary>
    IEnumerable<string> Losses(PictureSamples picture);

    /// <summary>Writes a picture.</summary>
    /// <param name="picture">What its samples are.</param>
    /// <param name="samples">The samples, those of a pixel together, the row above first. No span: a library may bring another build of that type.</param>
    /// <param name="target">Gets the file's bytes.</param>
    /// <param name="isAlone">Whether no other picture is written beside it, so that all cores are free.</param>
    /// <param name="options">Compression and cancellation.</param>
    void Encode(PictureSamples picture, byte* samples, Stream target, bool isAlone, SaveOptions options);
}
