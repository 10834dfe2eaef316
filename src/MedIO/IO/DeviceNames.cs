using System;
using System.Linq;

namespace MedIO.IO;

/// <summary>Names that Windows takes for a device in every folder, whatever follows a point: to read <c>CON.nii</c> waits for the keyboard.</summary>
internal static class DeviceNames
{
    private static readonly string[] Single = { "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$" };

    /// <summary>Whether a name without its folder is one of them.</summary>
    public static bool IsReserved(string? name)
    {
        string bare = (name ?? string.Empty).Split('.', ':')[0].TrimEnd(' ');
        return Single.Contains(bare, StringComparer.OrdinalIgnoreCase)
            || (bare.Length == 4 && IsNumber(bare[3]) && (bare.StartsWith("COM", StringComparison.OrdinalIgnoreCase) || bare.StartsWith("LPT", StringComparison.OrdinalIgnoreCase)));
    }

    // The raised digits of Latin-1 count, too.
    private static bool IsNumber(char c) => c is (>= '1' and <= '9') or '\u00b9' or '\u00b2' or '\u00b3';
}
