using System;
using System.Collections.Generic;
using System.IO;

namespace MedIO.IO;

/// <summary>
/// Files that appear together or not at all: written under temporary names beside their targets, moved into place by
/// <see cref="Commit"/>. Without it, nothing is left behind and what was there stays.
/// </summary>
internal sealed class AtomicFiles : IDisposable
{
    /// <summary>How temporary names end.</summary>
    public const string TemporarySuffix = ".medio.tmp";

    private const string BackupSuffix = ".old";

    private readonly bool _noClobber;
    private readonly string? _folder;
    private readonly List<(string Temporary, string Target, Stream? Stream)> _files = new();
    private readonly List<string> _folders = new();
    private bool _committed;

    /// <summary>Prepares for files.</summary>
    /// <param name="noClobber">Whether files that exist stay.</param>
    /// <param name="folder">A folder for the temporary files on the disk of their targets; null for that of each target.</param>
    public AtomicFiles(bool noClobber, string? folder = null)
    {
        _noClobber = noClobber;
        _folder = folder;
    }

    /// <summary>The files so far, by their final names.</summary>
    public IReadOnlyList<string> Targets
    {
        get
        {
            lock (_files)
            {
                return _files.ConvertAll(f => f.Target);
            }
        }
    }

    /// <summary>A new name in a folder for what is temporary.</summary>
    public static string TemporaryIn(string folder) => Path.Combine(folder, $".{Guid.NewGuid():N}{TemporarySuffix}");

    /// <summary>Whether a file or a folder is named as temporary ones are: a process that was killed may have left it.</summary>
    public static bool IsTemporary(string path) =>
        path.EndsWith(TemporarySuffix, StringComparison.Ordinal) || path.EndsWith(TemporarySuffix + BackupSuffix, StringComparison.Ordinal);

    /// <summary>Starts a file; several threads may at once. Its stream is closed by <see cref="Commit"/> or <see cref="Dispose"/>, if not before: many files should not all stay open.</summary>
    /// <exception cref="MedIOException">The target exists and is to be kept, or cannot be written.</exception>
    public Stream Create(string path)
    {
        string target = Writable(path);
        string temporary = TemporaryIn(_folder ?? Path.GetDirectoryName(target)!);
        Stream stream = Guard(path, () => new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16));
        lock (_files)
        {
            _files.Add((temporary, target, stream));
        }

        return stream;
    }

    /// <summary>Makes a folder on the disk of a target, for a library that opens its files itself; it goes away with this, and what is left in it, too.</summary>
    /// <exception cref="MedIOException">The target exists and is to be kept, or cannot be written.</exception>
    public string CreateFolder(string path)
    {
        string folder = TemporaryIn(_folder ?? Path.GetDirectoryName(Writable(path))!);
        lock (_files)
        {
            _folders.Add(folder);
        }

        Guard(path, () => Directory.CreateDirectory(folder));
        return folder;
    }

    /// <summary>Takes over a file of such a folder that is finished and closed.</summary>
    /// <param name="file">The file.</param>
    /// <param name="path">What it is to be.</param>
    /// <exception cref="MedIOException">The target exists and is to be kept, or cannot be written.</exception>
    public void Adopt(string file, string path)
    {
        string target = Writable(path);
        lock (_files)
        {
            _files.Add((file, target, null));
        }
    }

    // What the path leads to, if that can be written.
    private string Writable(string path)
    {
        string target = Guard(path, () => ResolveLink(path));
        if (Path.DirectorySeparatorChar == '\\' && DeviceNames.IsReserved(Path.GetFileName(target)))
        {
            throw new MedIOException(MedIOError.FileNotWritable, $"{path}: is the name of a device on Windows. Give another name.", path);
        }

        if (_noClobber && File.Exists(target))
        {
            throw new MedIOException(MedIOError.FileExists, $"{path}: exists already and was not to be replaced. Give another name, or leave out NoClobber.", path);
        }

        if (Directory.Exists(target))
        {
            throw new MedIOException(MedIOError.FileNotWritable, $"{path}: is a directory. Give the name of a file.", path);
        }

        string folder = Path.GetDirectoryName(target)!;
        if (!Directory.Exists(folder))
        {
            throw new MedIOException(MedIOError.DirectoryNotFound, $"{path}: the directory {folder} does not exist. Make it first, or ask for CreateDirectory.", path);
        }

        // Asked once: another export may move the file away meanwhile.
        if (new FileInfo(target) is { Exists: true, IsReadOnly: true })
        {
            throw new MedIOException(MedIOError.FileNotWritable, $"{path}: exists and is read-only. Give another name, or clear the attribute.", path);
        }

        return target;
    }

    /// <summary>Runs a step of writing and says in our words what went wrong with the target.</summary>
    public static T Guard<T>(string path, Func<T> write)
    {
        try
        {
            return write();
        }
        catch (Exception e) when (e is UnauthorizedAccessException or System.Security.SecurityException)
        {
            throw new MedIOException(MedIOError.FileNotWritable, $"{path}: cannot be written: {e.Message} Check your rights to the directory.", path, e);
        }
        catch (IOException e) when (IsDiskFull(e))
        {
            throw new MedIOException(MedIOError.DiskFull, $"{path}: the disk is full. Nothing was changed; make room and try again.", path, e);
        }
        catch (ArgumentOutOfRangeException e) when (e.ParamName == "value" && e.TargetSite?.DeclaringType?.Namespace == typeof(Stream).Namespace)
        {
            // What .NET makes of EFBIG, such as beyond 4 GiB on a FAT32 disk.
            throw new MedIOException(MedIOError.FileNotWritable, $"{path}: the file is larger than its disk or the system allows. Nothing was changed; compress it, or give a name on another disk.", path, e);
        }
        catch (IOException e)
        {
            throw new MedIOException(MedIOError.FileNotWritable, $"{path}: cannot be written: {e.Message} Nothing was changed; check the directory and try again.", path, e);
        }
    }

    /// <summary>Closes all files and moves them into place.</summary>
    public void Commit()
    {
        foreach ((_, string target, Stream? stream) in _files)
        {
            Guard(target, () =>
            {
                stream?.Dispose();
                return true;
            });
        }

        if (_files.Count < 2 && _folder is null)
        {
            MoveAll(new List<Action>());
        }
        else if (_files.Count > 0)
        {
            MoveTogether();
        }

        _committed = true;
        DeleteBackups();
    }

    // One file after another, while nobody else does so, and no reader takes what is there for one image.
    private void MoveTogether()
    {
        string last = _files[_files.Count - 1].Target;
        using UnfinishedFiles unfinished = Guard(last, () => UnfinishedFiles.Begin(_files.ConvertAll(f => (f.Temporary, f.Target))));
        var undo = new List<Action>();
        try
        {
            MoveAll(undo);
        }
        catch
        {
            if (UndoAll(undo))
            {
                unfinished.Done();
            }

            throw;
        }

        unfinished.Done();
    }

    private void MoveAll(List<Action> undo)
    {
        foreach ((string temporary, string target, _) in _files)
        {
            Guard(target, () =>
            {
                Replace(temporary, target, undo);
                return true;
            });
        }
    }

    private static bool UndoAll(List<Action> undo)
    {
        bool undone = true;
        undo.Reverse();
        foreach (Action action in undo)
        {
            try
            {
                action();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // The old file stays under its temporary name; what happened first is the error to tell.
                undone = false;
            }
        }

        return undone;
    }

    public void Dispose()
    {
        if (!_committed)
        {
            DeleteFiles();
        }

        foreach (string folder in _folders)
        {
            TryDeleteFolder(folder);
        }
    }

    private void DeleteFiles()
    {
        foreach ((string temporary, _, Stream? stream) in _files)
        {
            try
            {
                stream?.Dispose();
            }
            catch (Exception e) when (e is IOException or ArgumentOutOfRangeException)
            {
                // A full disk, or one with a limit, may fail again when the last bytes are flushed; the file goes anyway.
            }

            TryDelete(temporary);
        }
    }

    private static bool IsDiskFull(IOException e)
    {
        // ERROR_DISK_FULL, ERROR_HANDLE_DISK_FULL, and ENOSPC and EDQUOT of Linux and macOS.
        int code = e.HResult & 0xffff;
        return code is 0x70 or 0x27 || e.HResult is 28 or 122 or 69;
    }

    private static void TryDeleteFolder(string path)
    {
        try
        {
            foreach (string file in Directory.GetFiles(path))
            {
                if (!file.EndsWith(BackupSuffix, StringComparison.Ordinal))
                {
                    TryDelete(file);
                }
            }

            // Not where an old file is left that could not be put back.
            Directory.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Nothing more can be done about a temporary folder, or it is not there.
        }
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Nothing more can be done about a temporary file.
        }
    }

    // A link stays a link: what it points to is replaced.
    private static string ResolveLink(string path)
    {
#if NET8_0_OR_GREATER
        var file = new FileInfo(path);
        return file.LinkTarget is null ? path : file.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
#else
        return path;
#endif
    }

    private void DeleteBackups()
    {
        foreach ((string temporary, _, _) in _files)
        {
            if (_files.Count > 1)
            {
                TryDelete(temporary + BackupSuffix);
            }
        }
    }

    private void Replace(string temporary, string target, List<Action> undo)
    {
        bool exists = File.Exists(target);
        if (exists && _noClobber)
        {
            throw new MedIOException(MedIOError.FileExists, $"{target}: has come to exist meanwhile and was not to be replaced. Give another name, or leave out NoClobber.", target);
        }

        KeepMode(temporary, target, exists);
        if (_files.Count > 1 && exists)
        {
            // Several files change together: the old one is kept until the last is in place. At no moment is there none.
            string backup = temporary + BackupSuffix;
            File.Replace(temporary, target, backup, ignoreMetadataErrors: true);
            undo.Add(() => Overwrite(backup, target));
            return;
        }

        try
        {
            if (_noClobber)
            {
                File.Move(temporary, target);
            }
            else
            {
                Overwrite(temporary, target);
            }
        }
        catch (IOException e) when (_noClobber && File.Exists(target))
        {
            throw new MedIOException(MedIOError.FileExists, $"{target}: has come to exist meanwhile and was not to be replaced. Give another name, or leave out NoClobber.", target, e);
        }

        // Only now is a new file ours to take away again.
        if (_files.Count > 1)
        {
            undo.Add(() => TryDelete(target));
        }
    }

    private static void Overwrite(string file, string target)
    {
#if NET8_0_OR_GREATER
        File.Move(file, target, overwrite: true);
#else
        if (File.Exists(target))
        {
            File.Replace(file, target, null);
        }
        else
        {
            File.Move(file, target);
        }
#endif
    }

    private static void KeepMode(string temporary, string target, bool exists)
    {
#if NET8_0_OR_GREATER
        if (exists && !OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(temporary, File.GetUnixFileMode(target));
        }
#endif
    }
}
