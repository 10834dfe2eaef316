using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;

namespace MedIO.IO;

/// <summary>
/// A hidden file that stands beside files of one image while they are moved into place one after another. As long as it is
/// there, no one else moves files of the same names, and no reader takes new voxels for those of an old header. A process
/// that is killed between two moves leaves it behind, and the next one that writes these files takes it over.
/// </summary>
internal sealed class UnfinishedFiles : IDisposable
{
    private const string Suffix = ".unfinished" + AtomicFiles.TemporarySuffix;

    // Longer names in UTF-8 might not fit with what is added to them.
    private const int MostOfName = 60;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan PatienceOfReaders = TimeSpan.FromSeconds(2);

    private readonly string _path;
    private FileStream? _file;

    private UnfinishedFiles(string path, FileStream file)
    {
        _path = path;
        _file = file;
    }

    /// <summary>Waits until nobody else moves these files, and says in a file that they are being moved.</summary>
    /// <param name="files">Where they are, and where they go; each folder's files under one name, pairs under that of their header.</param>
    /// <exception cref="MedIOException">The file cannot be made, or others did not come to an end.</exception>
    public static UnfinishedFiles Begin(IReadOnlyList<(string Temporary, string Target)> files)
    {
        string last = files[files.Count - 1].Target;
        string path = IsPair(files) ? OfPair(last) : OfFolder(Path.GetDirectoryName(last)!);
        var text = new StringBuilder("These files are moved into place together. Where this file stays, the program that did so was killed: write the image again, or move what is still there and delete this file.\n");
        foreach ((string temporary, string target) in files)
        {
            text.Append(Path.GetFileName(temporary)).Append(" -> ").Append(Path.GetFileName(target)).Append('\n');
        }

        byte[] bytes = Encoding.UTF8.GetBytes(text.ToString());
        DateTime end = DateTime.UtcNow + Patience;
        while (true)
        {
            FileStream? file = null;
            try
            {
                file = Open(path);
                file.SetLength(0);
                file.Write(bytes, 0, bytes.Length);
                file.Flush();
                if (IsStillThere(path, file))
                {
                    return new UnfinishedFiles(path, file);
                }
            }
            catch (Exception e) when (file is null && MayBeAnothers(path, e))
            {
                // Nobody holds it longer than it takes to rename some files.
                if (DateTime.UtcNow > end)
                {
                    throw new MedIOException(MedIOError.FileNotWritable, $"{last}: is being written by something else, which does not come to an end. Nothing was changed; try again, or delete '{path}' if nothing is.", last, e);
                }
            }
            catch when (file is not null)
            {
                // Such as where the disk is full.
                if (IsStillThere(path, file))
                {
                    new UnfinishedFiles(path, file).Done();
                }

                file.Dispose();
                throw;
            }

            file?.Dispose();
            Thread.Sleep(5);
        }
    }

    /// <summary>Fails for files that are being moved, if they do not come to rest, and for those that were left between two moves.</summary>
    /// <param name="header">The file that was asked for.</param>
    /// <param name="data">The files of the voxels.</param>
    /// <exception cref="MedIOException"><see cref="MedIOError.UnfinishedFiles"/>.</exception>
    public static void Refuse(string header, IEnumerable<string> data)
    {
        IEnumerable<string> folders = data.Select(Path.GetDirectoryName).Distinct(StringComparer.Ordinal)!;
        Refuse(header, folders.Select(OfFolder).Concat(new[] { OfPair(header) }).ToArray());
    }

    /// <summary>The same for all files of a folder.</summary>
    /// <exception cref="MedIOException"><see cref="MedIOError.UnfinishedFiles"/>.</exception>
    public static void RefuseFolder(string folder) => Refuse(folder, new[] { OfFolder(folder) });

    private static void Refuse(string asked, string[] paths)
    {
        foreach (string path in paths)
        {
            DateTime end = DateTime.MinValue;
            while (File.Exists(path))
            {
                // Written a while ago, it is not looked after any more.
                end = end == DateTime.MinValue ? Earlier(File.GetLastWriteTimeUtc(path), DateTime.UtcNow) + PatienceOfReaders : end;
                if (DateTime.UtcNow > end)
                {
                    throw new MedIOException(
                        MedIOError.UnfinishedFiles,
                        $"{asked}: its files are old and new ones: they are being replaced, or that was broken off. Write the image again; or look into '{path}', which says what is missing, and delete it to read the files as they are.",
                        asked);
                }

                Thread.Sleep(5);
            }
        }
    }

    /// <summary>All files are in place, or all are back.</summary>
    public void Done()
    {
        if (_file is null)
        {
            return;
        }

        if (Path.DirectorySeparatorChar == '/')
        {
            // While it is still locked: later it may be another's.
            Delete(_path);
            _file.Dispose();
        }
        else
        {
            // While it is open nobody can delete it, and another that has opened it meanwhile keeps it.
            _file.Dispose();
            Delete(_path);
        }

        _file = null;
    }

    /// <summary>Leaves the file where it is, unless <see cref="Done"/> has deleted it.</summary>
    public void Dispose()
    {
        _file?.Dispose();
        _file = null;
    }

    // What was left behind is taken over, but not if it is a link, which might lead to anything.
    private static FileStream Open(string path)
    {
        if (File.Exists(path) && (File.GetAttributes(path) & FileAttributes.ReparsePoint) != 0)
        {
            File.Delete(path);
        }

        return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1);
    }

    // Another has it, or has deleted it between two looks at it; Windows refuses what is about to be deleted.
    private static bool MayBeAnothers(string path, Exception e) =>
        e is FileNotFoundException || (e is IOException && IsLocked(e.HResult)) || (File.Exists(path) && (e is IOException || Path.DirectorySeparatorChar == '\\'));

    // ERROR_SHARING_VIOLATION, and EWOULDBLOCK of Linux and macOS.
    private static bool IsLocked(int code) => code is unchecked((int)0x80070020) or 11 or 35;

    private static bool IsPair(IReadOnlyList<(string Temporary, string Target)> files) =>
        files.Count == 2 && !string.Equals(Path.GetExtension(files[0].Target), Path.GetExtension(files[1].Target), StringComparison.OrdinalIgnoreCase);

    private static string OfFolder(string folder) => Path.Combine(folder, Suffix);

    private static string OfPair(string header)
    {
        string name = Path.GetFileName(header);
        return Path.Combine(Path.GetDirectoryName(header)!, "." + name.Substring(0, Math.Min(name.Length, MostOfName)) + Suffix);
    }

    private static DateTime Earlier(DateTime a, DateTime b) => a < b ? a : b;

    // On Unix a file can be locked that was deleted after it was opened: it locks nothing.
    private static bool IsStillThere(string path, FileStream file)
    {
#if NET8_0_OR_GREATER
        if (Path.DirectorySeparatorChar == '/')
        {
            int mark = System.Security.Cryptography.RandomNumberGenerator.GetInt32((int)TimeSpan.TicksPerSecond);
            File.SetLastWriteTimeUtc(file.SafeFileHandle, DateTime.UtcNow.AddTicks(-mark));
            return File.Exists(path) && File.GetLastWriteTimeUtc(path) == File.GetLastWriteTimeUtc(file.SafeFileHandle);
        }
#endif
        return true;
    }

    private static void Delete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Another has it now.
        }
    }
}
