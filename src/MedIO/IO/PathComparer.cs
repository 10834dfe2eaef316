using System;
using System.IO;

namespace MedIO.IO;

/// <summary>Tells paths apart as the system's usual file system does.</summary>
internal static class PathComparer
{
    /// <summary>How they are compared as text.</summary>
    public static StringComparison Comparison { get; } = Path.DirectorySeparatorChar == '\\' ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;

    /// <summary>For sets of them.</summary>
    public static StringComparer Instance { get; } = Comparison == StringComparison.Ordinal ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase;
}
