using System.Collections.Generic;

namespace MedIO.SimpleItk;

/// <summary>A format of ITK.</summary>
internal sealed class ItkFormat
{
    public ItkFormat(string imageIO, string name, bool keepsGeometry, params string[] suffixes)
    {
        ImageIO = imageIO;
        Name = name;
        KeepsGeometry = keepsGeometry;
        Suffixes = suffixes;
    }

    /// <summary>ITK's class.</summary>
    public string ImageIO { get; }

    /// <summary>What the field calls it.</summary>
    public string Name { get; }

    /// <summary>Whether it has a place for all of an image's geometry.</summary>
    public bool KeepsGeometry { get; }

    /// <summary>The suffixes that ITK writes it under.</summary>
    public IReadOnlyList<string> Suffixes { get; }

    /// <summary>How many axes ITK writes; more can end the process.</summary>
    public int MostAxes { get; init; } = 4;

    /// <summary>Whether ITK writes its voxels so that they read back as they were; of others that is tried out each time.</summary>
    public bool IsExact { get; init; }

    /// <summary>Bytes before the voxels of a format that this library does not know and that is never compressed, to tell when voxels are missing; null for others.</summary>
    public int? HeaderBytes { get; init; }

    /// <summary>Whether a disk that fills up while ITK writes it ends the process.</summary>
    public bool NeedsRoom { get; init; }

    /// <summary>Whether values change a little by its compression.</summary>
    public bool IsLossy { get; init; }

    /// <summary>Whether it is one of pictures, whose spacing the user may say.</summary>
    public bool IsPicture { get; init; }
}
