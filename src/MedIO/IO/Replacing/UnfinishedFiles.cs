using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Threading;

namespace MedIO.IO.Replacing;

/// <summary>
/// A hidden file that stands beside files of one image while they are moved into place one after another. As long as it is
/// there, no one else moves files of the same names, and no reader takes new voxels for those of an old header. A process
/// that is killed between two moves leaves it behind, and the next one that writes these files takes it over.
/// </summary>
internal sealed class UnfinishedFiles : IDisposable
{
    // Longer names in UTF-8 might not fit with what is added to them.
    private const int MostOfName = 60;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly MoveList _moves;
    private readonly MoveList _left;
    private readonly bool _settles;
    private FileStream? _file;

    private UnfinishedFiles(string path, FileStream file, MoveList moves, MoveList left, bool settles)
    {
        Path = path;
        _file = file;
        _moves = moves;
        _left = left;
        _settles = settles;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Waits until nobody else moves these files, and says in a file that they are being moved.</summary>
    /// <param name="files">Where they are, and where they go; each folder's files under one name, pairs under that of their header, which is the last.</param>
    /// <param name="settles">Whether the file has to be on the disk itself before the first is moved.</param>
    /// <exception cref="MedIOException">The file cannot be made, or others did not come to an end.</exception>
    public static UnfinishedFiles Begin(IReadOnlyList<MovedFile> files, bool settles)
    {
        MovedFile last = files[files.Count - 1];
        string path = IsPair(files) ? OfPair(last.Target) : OfFolder(System.IO.Path.GetDirectoryName(last.Name)!);
        string folder = System.IO.Path.GetDirectoryName(path)!;
        MoveList moves = MoveList.Of(files, folder);
        DateTime end = DateTime.UtcNow + Patience;
        while (true)
        {
            FileStream? file = null;
            bool says = false;
            try
            {
                file = Open(path);
                says = file.Length > 0;
                if (IsStillThere(path, file))
                {
                    // The one before may have been killed.
                    MoveList left = MoveList.Read(file, folder);
                    var mine = new UnfinishedFiles(path, file, moves, left, settles);
                    mine.Write(moves.With(left), isUnsure: false);
                    return mine;
                }
            }
            catch (Exception e) when (file is null && MayBeAnothers(path, e))
            {
                // Nobody holds it longer than it takes to rename some files.
                if (DateTime.UtcNow > end)
                {
                    throw new MedIOException(MedIOError.FileNotWritable, $"{last.Target}: is being written by something else, which does not come to an end. Nothing was changed; try again, or delete '{path}' if nothing is.", last.Target, e);
                }
            }
            catch when (file is not null)
            {
                // Such as where the disk is full.
                try
                {
                    if (IsStillThere(path, file))
                    {
                        // What was said there of others is no less true: what says nothing is taken for the worst.
                        file.SetLength(0);
                        Close(path, file, isDone: !says);
                    }
                }
                finally
                {
                    file.Dispose();
                }

                throw;
            }

            file?.Dispose();
            Thread.Sleep(5);
        }
    }

    /// <summary>The files that may say something of an image that is in several files.</summary>
    /// <param name="header">The file that was asked for.</param>
    /// <param name="data">The files of the voxels.</param>
    public static IEnumerable<string> Of(string header, IEnumerable<string> data) =>
        data.Select(System.IO.Path.GetDirectoryName).Distinct(StringComparer.Ordinal).Select(f => OfFolder(f!)).Concat(new[] { OfPair(header) });

    /// <summary>The file that may say something of the files of a folder.</summary>
    public static string OfFolder(string folder) => System.IO.Path.Combine(folder, TemporaryNames.UnfinishedSuffix);

    /// <summary>Says that the files go back now, and may be anywhere.</summary>
    public void Undoing()
    {
        try
        {
            Write(_moves.With(_left), isUnsure: true);
        }
        catch (IOException)
        {
            // On a full disk: what says nothing is taken for the worst.
            _file!.SetLength(0);
        }
    }

    /// <summary>All files are in place, or all are back.</summary>
    public void Done()
    {
        if (_file is null)
        {
            return;
        }

        MoveList? rest = _moves.RestOf(_left);
        if (rest is not null)
        {
            Write(rest, isUnsure: false);
        }

        Close(Path, _file, isDone: rest is null);
        _file = null;
        _moves.DeleteLeftOf(_left);
    }

    /// <summary>Leaves the file where it is, unless <see cref="Done"/> has deleted it.</summary>
    public void Dispose()
    {
        _file?.Dispose();
        _file = null;
    }

    private static void Close(string path, FileStream file, bool isDone)
    {
        // On Unix while it is still locked: later it may be another's. On Windows nobody can delete it while it is open, and
        // another that has opened it meanwhile keeps it.
        bool isUnix = System.IO.Path.DirectorySeparatorChar == '/';
        if (isDone && isUnix)
        {
            TemporaryNames.TryDelete(path);
        }

        file.Dispose();
        if (isDone && !isUnix)
        {
            TemporaryNames.TryDelete(path);
        }
    }

    private void Write(MoveList moves, bool isUnsure)
    {
        byte[] bytes = moves.ToBytes(isUnsure);
        if (_file!.Length > 0)
        {
            // Not for nothing: ext4 takes it for a file that is written anew, and goes to the disk when it is closed.
            _file.SetLength(0);
        }

        _file.Write(bytes, 0, bytes.Length);
        if (_settles)
        {
            WrittenBytes.Settle(_file);
        }
    }

    // What was left behind is taken over, but not if it is a link, which might lead to anything.
    private static FileStream Open(string path)
    {
        if (File.Exists(path) && FileLinks.IsLink(new FileInfo(path)))
        {
            File.Delete(path);
        }

        return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1);
    }

    // Another has it, or has deleted it between two looks at it; Windows refuses what is about to be deleted.
    private static bool MayBeAnothers(string path, Exception e) =>
        e is FileNotFoundException || (e is IOException && IsLocked(e.HResult)) || (File.Exists(path) && (e is IOException || System.IO.Path.DirectorySeparatorChar == '\\'));

    /// <summary>Whether an error says that another has a file: ERROR_SHARING_VIOLATION, and EWOULDBLOCK of Linux and macOS.</summary>
    public static bool IsLocked(int code) => code is unchecked((int)0x80070020) or 11 or 35;

    private static bool IsPair(IReadOnlyList<MovedFile> files) =>
        files.Count == 2 && !string.Equals(System.IO.Path.GetExtension(files[0].Name), System.IO.Path.GetExtension(files[1].Name), StringComparison.OrdinalIgnoreCase);

    private static string OfPair(string header)
    {
        string name = System.IO.Path.GetFileName(header);
        if (name.Length > MostOfName)
        {
            // Names that begin alike are told apart by their hash (FNV-1a).
            ulong hash = 14695981039346656037;
            foreach (char letter in name.ToUpperInvariant())
            {
                hash = unchecked((hash ^ letter) * 1099511628211);
            }

            int length = char.IsHighSurrogate(name[MostOfName - 1]) ? MostOfName - 1 : MostOfName;
            name = FormattableString.Invariant($"{name.Substring(0, length)}.{hash:x16}");
        }

        return System.IO.Path.Combine(System.IO.Path.GetDirectoryName(header)!, "." + name + TemporaryNames.UnfinishedSuffix);
    }

    // On Unix a file can be locked that was deleted after it was opened: it locks nothing.
    private static bool IsStillThere(string path, FileStream file)
    {
#if NET8_0_OR_GREATER
        if (System.IO.Path.DirectorySeparatorChar == '/')
        {
            try
            {
                int mark = RandomNumberGenerator.GetInt32((int)TimeSpan.TicksPerSecond);
                File.SetLastWriteTimeUtc(file.SafeFileHandle, DateTime.UtcNow.AddTicks(-mark));
                return File.Exists(path) && File.GetLastWriteTimeUtc(path) == File.GetLastWriteTimeUtc(file.SafeFileHandle);
            }
            catch (UnauthorizedAccessException) when (LinuxStatus.IsAvailable)
            {
                // A colleague has left it, who alone may set its time.
                return LinuxStatus.Of(path) is { } there && LinuxStatus.TryOf((int)file.SafeFileHandle.DangerousGetHandle(), out LinuxStatus open) && there.Number == open.Number;
            }
        }
#endif
        return true;
    }
}
