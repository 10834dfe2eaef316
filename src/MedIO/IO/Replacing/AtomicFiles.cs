using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;

namespace MedIO.IO.Replacing;

/// <summary>
/// Files that appear together or not at all: written under temporary names beside their targets, moved into place by
/// <see cref="Commit"/>. Without it, nothing is left behind and what was there stays.
/// </summary>
internal sealed class AtomicFiles : IDisposable
{
    // Disks write what several ask for at once in one go.
    private const int SettledAtOnce = 16;

    private readonly bool _noClobber;
    private readonly string? _folder;
    private readonly List<MovedFile> _files = new();
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

    /// <summary>Starts a file; several threads may at once. Its stream is closed by <see cref="Commit"/> or <see cref="Dispose"/>, if not before: many files should not all stay open.</summary>
    /// <exception cref="MedIOException">The target exists and is to be kept, or cannot be written.</exception>
    public Stream Create(string path)
    {
        string target = Writable(path);
        string temporary = TemporaryNames.In(FolderFor(path, target));
        Stream stream = WriteErrors.Guard(path, () => new WrittenFile(temporary, isPrivate: File.Exists(target)));
        Add(new MovedFile(temporary, path, target, stream));
        return stream;
    }

    /// <summary>Makes a folder on the disk of a target, for a library that opens its files itself; it goes away with this, and what is left in it, too.</summary>
    /// <exception cref="MedIOException">The target exists and is to be kept, or cannot be written.</exception>
    public string CreateFolder(string path)
    {
        string folder = TemporaryNames.In(FolderFor(path, Writable(path)));
        lock (_files)
        {
            _folders.Add(folder);
        }

        WriteErrors.Guard(path, () => Directory.CreateDirectory(folder));
        return folder;
    }

    /// <summary>Takes over a file of such a folder that is finished and closed.</summary>
    /// <param name="file">The file.</param>
    /// <param name="path">What it is to be.</param>
    /// <exception cref="MedIOException">The target exists and is to be kept, or cannot be written.</exception>
    public void Adopt(string file, string path) => Add(new MovedFile(file, path, Writable(path), null));

    /// <summary>Closes all files.</summary>
    /// <returns>Their bytes together: as soon as they are in place, another may replace them.</returns>
    public long Close()
    {
        CloseAll();
        return _files.Sum(f => WriteErrors.Guard(f.Target, () => new FileInfo(f.Temporary).Length));
    }

    /// <summary>Closes all files and moves them into place.</summary>
    /// <remarks>
    /// Where files are replaced, the new ones are on the disk itself before the first is moved: a computer that loses its
    /// power has the old image or the new one. Where there was nothing, there may be nothing.
    /// </remarks>
    public void Commit()
    {
        CloseAll();
        bool replaces = _files.Exists(f => File.Exists(f.Target));
        if (replaces && !_noClobber)
        {
            Settle();
        }

        if (_files.Count < 2 && _folder is null)
        {
            MoveAll();
        }
        else if (_files.Count > 0)
        {
            MoveTogether(replaces);
        }

        _committed = true;
        _files.ForEach(f => f.Forget());
    }

    public void Dispose()
    {
        if (!_committed)
        {
            _files.ForEach(f => f.Delete());
        }

        foreach (string folder in _folders)
        {
            TryDeleteFolder(folder);
        }
    }

    private void CloseAll() => _files.ForEach(f => WriteErrors.Guard(f.Target, f.Close));

    private void Add(MovedFile file)
    {
        lock (_files)
        {
            _files.Add(file);
        }
    }

    // What a link leads to may be on another disk.
    private string FolderFor(string path, string target) =>
        _folder is not null && path == target ? _folder : Path.GetDirectoryName(target)!;

    // What the path leads to, if that can be written.
    private string Writable(string path)
    {
        string target = WriteErrors.Guard(path, () => FileLinks.Final(path));
        DeviceNames.Refuse(path, target);
        if (Path.DirectorySeparatorChar == '\\' && target.IndexOf(':', Path.GetDirectoryName(target)!.Length) >= 0)
        {
            throw new MedIOException(MedIOError.FileNotWritable, $"{path}: names a stream of another file, for it has a colon. Give another name.", path);
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

        if (File.Exists(target) && FileRights.Obstacle(target) is { } obstacle)
        {
            throw new MedIOException(MedIOError.FileNotWritable, $"{path}: {obstacle}. Give another name.", path);
        }

        return target;
    }

    private void Settle()
    {
        if (_files.Count == 1)
        {
            WriteErrors.Guard(_files[0].Target, () => WrittenBytes.Settle(_files[0].Temporary));
            return;
        }

        try
        {
            Parallel.ForEach(_files, new ParallelOptions { MaxDegreeOfParallelism = SettledAtOnce }, f => WriteErrors.Guard(f.Target, () => WrittenBytes.Settle(f.Temporary)));
        }
        catch (AggregateException e)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Capture(e.InnerExceptions[0]).Throw();
        }
    }

    // One file after another, while nobody else does so, and no reader takes what is there for one image.
    private void MoveTogether(bool replaces)
    {
        MovedFile last = _files[_files.Count - 1];
        using UnfinishedFiles unfinished = WriteErrors.Guard(last.Target, () => UnfinishedFiles.Begin(_files, replaces));
        try
        {
            MoveAll();
        }
        catch (MedIOException e)
        {
            unfinished.Undoing();
            if (!Enumerable.Reverse(_files).Aggregate(true, (undone, file) => file.Undo() && undone))
            {
                throw new MedIOException(e.Error, $"{e.Path}: cannot be put in place, and others of the image that were could not be taken back. Write the image again, or look into '{unfinished.Path}', which says what was to be moved; the old files end in '{TemporaryNames.BackupSuffix}'.", e.Path, e);
            }

            unfinished.Done();
            throw;
        }

        unfinished.Done();
    }

    private void MoveAll()
    {
        foreach (MovedFile file in _files)
        {
            WriteErrors.Guard(file.Target, () => file.Move(_noClobber, mayGoBack: _files.Count > 1));
        }
    }

    private static void TryDeleteFolder(string path)
    {
        try
        {
            foreach (string file in Directory.GetFiles(path))
            {
                if (!file.EndsWith(TemporaryNames.BackupSuffix, StringComparison.Ordinal))
                {
                    TemporaryNames.TryDelete(file);
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
}
