using System;
using System.IO;
using System.Linq;

namespace MedIO.SimpleItk;

/// <summary>
/// A file under a name by which ITK reads that very file. Its NIfTI library looks for the voxels by itself and takes
/// <c>x.nii</c> or <c>x.img</c> where <c>x.nii.gz</c> or <c>x.img.gz</c> was asked for: then the files that belong together are
/// linked or copied into a folder of their own, which goes away with this.
/// </summary>
internal sealed class NamedFile : IDisposable
{
    private const string Gz = ".gz";

    private static readonly string[] AllTaken = { ".nii", ".nia", ".hdr", ".img", ".nii.gz", ".hdr.gz", ".img.gz" };

    // Of a file that is header and voxels in one, the header is its own.
    private static readonly string[] TakenForOne = { ".nii", ".nia", ".img", ".img.gz" };

    private readonly string? _folder;

    private NamedFile(string path, string? folder)
    {
        Path = path;
        _folder = folder;
    }

    /// <summary>The name for ITK.</summary>
    public string Path { get; }

    public static NamedFile Open(string path)
    {
        string[]? together = BesideTwin(path);
        if (together is null)
        {
            return new NamedFile(path, null);
        }

        string folder = MakeFolder();
        var named = new NamedFile(System.IO.Path.Combine(folder, System.IO.Path.GetFileName(path)), folder);
        try
        {
            foreach (string file in together)
            {
                Link(file, System.IO.Path.Combine(folder, System.IO.Path.GetFileName(file)));
            }

            return named;
        }
        catch
        {
            named.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        if (_folder is null)
        {
            return;
        }

        try
        {
            Directory.Delete(_folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The system clears its folder for temporary files.
        }
    }

    // The files that make the image; null where none of another name would be taken instead.
    private static string[]? BesideTwin(string path)
    {
        bool isPacked = path.EndsWith(Gz, StringComparison.OrdinalIgnoreCase);
        string plain = isPacked ? path.Substring(0, path.Length - Gz.Length) : path;
        string suffix = System.IO.Path.GetExtension(plain).ToLowerInvariant();
        bool isHeader = suffix == ".hdr";
        bool isData = suffix == ".img";
        if (!(isPacked && suffix is ".nii" or ".nia") && !isHeader && !isData)
        {
            return null;
        }

        // It asks for names one by one, in capitals where the name it was given ends in such. To list the folder would take as
        // long as there are files in it.
        string stem = plain.Substring(0, plain.Length - suffix.Length);
        string given = path.Substring(stem.Length);
        bool isUpper = given.Any(char.IsUpper) && !given.Any(char.IsLower);
        string? Find(params string[] suffixes) => suffixes.Select(s => stem + (isUpper ? s.ToUpperInvariant() : s)).FirstOrDefault(File.Exists);
        string[] packedFirst = { Gz, string.Empty };
        string[] plainFirst = { string.Empty, Gz };
        string[] together = isHeader || isData
            ? new[] { path, Find((isPacked ? packedFirst : plainFirst).Select(g => (isHeader ? ".img" : ".hdr") + g).ToArray()) }.Where(f => f is not null).Select(f => f!).ToArray()
            : new[] { path };
        string[] taken = isHeader || isData ? AllTaken : TakenForOne;
        return taken.Select(s => Find(s)).Any(f => f is not null && !together.Contains(f, StringComparer.OrdinalIgnoreCase)) ? together : null;
    }

    private static string MakeFolder()
    {
#if NET8_0_OR_GREATER
        return Directory.CreateTempSubdirectory("medio-itk-").FullName;
#else
        string folder = System.IO.Path.Combine(System.IO.Path.GetTempPath(), "medio-itk-" + Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(folder);
        return folder;
#endif
    }

    private static void Link(string file, string link)
    {
#if NET8_0_OR_GREATER
        try
        {
            File.CreateSymbolicLink(link, file);
            return;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Windows lets few users make links.
        }
#endif
        File.Copy(file, link);
    }
}
