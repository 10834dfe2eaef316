using System;
using System.IO;

namespace MedIO.Formats.Headers;

/// <summary>The data files that headers name: where they are, inside the header's folder unless told otherwise, and whose.</summary>
internal static class DetachedData
{
    /// <summary>The full path of a data file.</summary>
    /// <exception cref="MedIOException"><see cref="MedIOError.DataFileOutsideFolder"/>, or <see cref="MedIOError.InvalidHeader"/> for a name that is none.</exception>
    public static string Resolve(string headerPath, string name, ReadOptions options)
    {
        string folder = Path.GetDirectoryName(headerPath)!;
        string full;
        try
        {
            full = Path.GetFullPath(Path.Combine(folder, IsName(folder, name) ? name : name.Replace('\\', Path.DirectorySeparatorChar)));
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException or PathTooLongException)
        {
            throw new MedIOException(MedIOError.InvalidHeader, $"{headerPath}: names a data file '{name}', which is no file name. Correct the name in the header.", headerPath, e);
        }

        if (!options.AllowExternalData && !RealPath.IsBelow(full, folder))
        {
            throw new MedIOException(
                MedIOError.DataFileOutsideFolder,
                $"{headerPath}: names the data file '{name}', which lies outside its folder. If you trust the header, allow external data.",
                headerPath);
        }

        if (!options.AllowExternalData && RealPath.LeadsOut(full, folder))
        {
            throw new MedIOException(
                MedIOError.DataFileOutsideFolder,
                $"{headerPath}: names the data file '{name}', which is a link that leads out of its folder. If you trust who made both, allow external data.",
                headerPath);
        }

        return full;
    }

    /// <summary>Says that a header of another format beside the one that is written may lose its voxels to it.</summary>
    /// <param name="headerPath">The header that is written.</param>
    /// <param name="dataPath">Where its voxels go.</param>
    /// <param name="suffix">The suffix of the other format's headers, whose data files are named alike.</param>
    /// <param name="options">Who is told.</param>
    public static void WarnOfShared(string headerPath, string dataPath, string suffix, SaveOptions options)
    {
        string other = Path.ChangeExtension(headerPath, suffix);
        if (File.Exists(dataPath) && File.Exists(other))
        {
            options.Warn?.Invoke($"{headerPath}: '{Path.GetFileName(other)}' is there already and may have its voxels in '{Path.GetFileName(dataPath)}', which gets those of this image. Give another name if it is to be read again.");
        }
    }

    // Elsewhere than on Windows a file of the folder may have a backslash in its name, which writers put ./ before where it begins
    // as something else than a name does.
    private static bool IsName(string folder, string name)
    {
        string plain = name.StartsWith("./", StringComparison.Ordinal) ? name.Substring(2) : name;
        return Path.DirectorySeparatorChar != '\\' && plain.IndexOf('\\') >= 0 && plain.IndexOf(Path.DirectorySeparatorChar) < 0 && File.Exists(Path.Combine(folder, plain));
    }
}
