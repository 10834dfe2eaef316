using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;

namespace MedIO.IO.Replacing;

/// <summary>What a reader makes of files that are being moved, or that somebody who was killed has left between two moves.</summary>
internal static class UnfinishedReads
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>The files that may say something of an image that is in several files.</summary>
    /// <param name="header">The file that was asked for.</param>
    /// <param name="data">The files of the voxels.</param>
    public static string[] Signs(string header, IReadOnlyList<string> data)
    {
        IEnumerable<string> signs = UnfinishedFiles.Of(header, data);
        string final = FileLinks.Final(header);

        // Who writes through a link does so where it leads to.
        return (final == header ? signs : signs.Concat(UnfinishedFiles.Of(final, data)).Distinct()).ToArray();
    }

    /// <summary>Fails for files that are being moved, if they do not come to rest, and for those of which some are old and some new.</summary>
    /// <param name="signs">What <see cref="Signs"/> gives for them.</param>
    /// <param name="header">The file that was asked for.</param>
    /// <param name="data">The files of the voxels.</param>
    /// <returns>Whether it had to wait: then they are other files now.</returns>
    /// <exception cref="MedIOException"><see cref="MedIOError.UnfinishedFiles"/>.</exception>
    public static bool Refuse(string[] signs, string header, IReadOnlyList<string> data)
    {
        bool waited = false;
        foreach (string path in Array.FindAll(signs, File.Exists))
        {
            waited |= Refuse(header, path, new HashSet<string>(data, StringComparer.OrdinalIgnoreCase) { header, FileLinks.Final(header) });
        }

        return waited;
    }

    /// <summary>The same for all files of a folder.</summary>
    /// <exception cref="MedIOException"><see cref="MedIOError.UnfinishedFiles"/>.</exception>
    public static void RefuseFolder(string folder) => Refuse(folder, UnfinishedFiles.OfFolder(folder), null);

    /// <summary>Waits for files of a folder that are being moved, but not for ever.</summary>
    public static void WaitForFolder(string folder) => Wait(UnfinishedFiles.OfFolder(folder), null);

    private static bool Refuse(string asked, string path, ICollection<string>? files)
    {
        bool waited = Wait(path, files);
        if (Look(path) is { } moves && (moves.IsHeld ? moves.List.Concerns(files) : moves.List.IsMixed(files)))
        {
            throw new MedIOException(
                MedIOError.UnfinishedFiles,
                $"{asked}: its files are old and new ones: they are being replaced, or that was broken off. Write the image again; or look into '{path}', which says what is missing, and delete it to read the files as they are.",
                asked);
        }

        return waited;
    }

    // Until they are in place, or nobody does anything any more.
    private static bool Wait(string path, ICollection<string>? files)
    {
        DateTime start = DateTime.UtcNow;
        bool waited = false;
        while (Look(path) is { } moves && (moves.IsHeld || IsRecent(path, start)) && moves.List.Concerns(files) && DateTime.UtcNow < start + Patience)
        {
            waited = true;
            Thread.Sleep(5);
        }

        return waited;
    }

    // Locks are not seen on every share. A clock that is ahead is not waited for.
    private static bool IsRecent(string path, DateTime start) => File.GetLastWriteTimeUtc(path) is var written && (written < start ? written : start) + Patience > DateTime.UtcNow;

    // Null where it is not there any more.
    private static (MoveList List, bool IsHeld)? Look(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        string folder = Path.GetDirectoryName(path)!;
        if (FileBytes.LeadsToNothing(path))
        {
            // It says nothing yet, or is a pipe, which nobody may wait for.
            return (MoveList.Unknown(folder), false);
        }

        bool isHeld = false;

        // With the right to delete it, which on Windows who has moved the files needs.
        foreach (FileShare share in new[] { FileShare.Read | FileShare.Delete, FileShare.ReadWrite | FileShare.Delete })
        {
            try
            {
                using var file = new FileStream(path, FileMode.Open, FileAccess.Read, share, 1);
                return (MoveList.Read(file, folder), isHeld);
            }
            catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
            {
                return null;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                isHeld |= UnfinishedFiles.IsLocked(e.HResult);
            }
        }

        return (MoveList.Unknown(folder), isHeld);
    }
}
