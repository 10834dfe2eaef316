using System;
using System.IO;

namespace MedIO.SimpleItk;

/// <summary>How much room a disk has: ITK does not always say that there was none.</summary>
internal static class DiskRoom
{
    /// <summary>Less is none: what is left of a disk that is full.</summary>
    public const long Least = 1 << 16;

    /// <summary>Bytes that can be written in a folder; as many as there can be where nobody knows.</summary>
    public static long In(string folder)
    {
        try
        {
            return new DriveInfo(folder).AvailableFreeSpace;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return long.MaxValue - Least;
        }
    }

    /// <summary>Whether the disk of a folder is full.</summary>
    public static bool IsFull(string folder) => In(folder) < Least;
}
