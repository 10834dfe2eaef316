using System;
using System.Collections.Generic;
using System.IO;
using MedIO.IO;
using MedIO.IO.Replacing;

namespace MedIO.Dicom.Writing;

/// <summary>
/// The folder that a series is written to: all its files appear together, or none. A new folder is made beside its place
/// and moved there when it is whole; where it exists already, the files wait in a hidden folder inside it, where no reader
/// of the folder takes them for a series if the process is killed.
/// </summary>
internal sealed class SeriesFolder : IDisposable
{
    private readonly string _target;
    private readonly string _temporary;
    private readonly bool _force;
    private readonly AtomicFiles? _files;
    private readonly Stack<string> _made = new();
    private readonly Func<Stream, Stream> _wrap;
    private bool _committed;

    private SeriesFolder(string target, bool force, Func<Stream, Stream>? wrap)
    {
        _target = target;
        _force = force;
        _wrap = wrap ?? (stream => stream);
        if (Directory.Exists(target))
        {
            _temporary = TemporaryNames.In(target);
            _files = new AtomicFiles(noClobber: !force, _temporary);
        }
        else
        {
            _temporary = TemporaryNames.In(Path.GetDirectoryName(target)!);
        }
    }

    /// <summary>Checks that a folder may be written to, and changes nothing.</summary>
    /// <exception cref="MedIOException"><see cref="MedIOError.FileExists"/>, <see cref="MedIOError.DirectoryNotFound"/> or <see cref="MedIOError.FileNotWritable"/>.</exception>
    public static void Check(string target, bool force, bool makeParents)
    {
        if (File.Exists(target))
        {
            throw new MedIOException(MedIOError.FileNotWritable, $"{target}: is a file, and a series needs a folder. Give the name of a folder.", target);
        }

        string? parent = Path.GetDirectoryName(target);
        if (Directory.Exists(target))
        {
            if (!force && WriteErrors.Guard(target, () => Entries(target).Count) > 0)
            {
                throw new MedIOException(MedIOError.FileExists, $"{target}: the folder is not empty, and two series in one folder are easily taken for one. Give another folder, or use Force to write into it.", target);
            }
        }
        else if (parent is null || (!Directory.Exists(parent) && !makeParents))
        {
            throw new MedIOException(MedIOError.DirectoryNotFound, $"{target}: the directory {parent} does not exist. Make it first, or ask for CreateDirectory.", target);
        }
    }

    /// <summary>What a folder holds, but for what is temporary.</summary>
    public static List<string> Entries(string folder)
    {
        var entries = new List<string>(Directory.GetFileSystemEntries(folder));
        entries.RemoveAll(TemporaryNames.IsOne);
        return entries;
    }

    /// <summary>Begins to write.</summary>
    public static SeriesFolder Open(string target, bool force, Func<Stream, Stream>? wrap)
    {
        var folder = new SeriesFolder(target, force, wrap);
        try
        {
            WriteErrors.Guard(target, () => folder.Make(folder._temporary));
            return folder;
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>Writes a file; several threads may at once.</summary>
    public void Write(string name, DicomFileBytes file)
    {
        string path = Path.Combine(_target, name);
        Guard(path, () =>
        {
            using Stream stream = _wrap(_files is not null
                ? _files.Create(path)
                : new WrittenFile(Path.Combine(_temporary, name), isPrivate: false, bufferBytes: 1));
            file.WriteTo(stream);
        });
    }

    /// <summary>Moves all files into place.</summary>
    public void Commit()
    {
        if (_files is not null)
        {
            Guard(_target, _files.Commit);
        }
        else
        {
            Guard(_target, MoveFolder);
        }

        _committed = true;
    }

    public void Dispose()
    {
        _files?.Dispose();
        try
        {
            if (Directory.Exists(_temporary))
            {
                // Where files are left in a folder that existed, they are those that could not be put back.
                Directory.Delete(_temporary, recursive: _files is null);
            }

            while (!_committed && _made.Count > 0)
            {
                string made = _made.Pop();
                if (Directory.Exists(made))
                {
                    Directory.Delete(made);
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Nothing more can be done about what is temporary.
        }
    }

    private void MoveFolder()
    {
        try
        {
            Directory.Move(_temporary, _target);
        }
        catch (IOException) when (_force && Directory.Exists(_target))
        {
            // Another has made it meanwhile: the files go into it, as into any that is there.
            using var files = new AtomicFiles(noClobber: false);
            string inside = files.CreateFolder(Path.Combine(_target, Path.GetFileName(_temporary)));
            foreach (string file in Directory.GetFiles(_temporary))
            {
                string name = Path.GetFileName(file);
                File.Move(file, Path.Combine(inside, name));
                files.Adopt(Path.Combine(inside, name), Path.Combine(_target, name));
            }

            files.Commit();
        }
    }

    // What came into being meanwhile is no failure of the disk.
    private void Guard(string path, Action write)
    {
        try
        {
            WriteErrors.Guard(path, () =>
            {
                write();
                return true;
            });
        }
        catch (MedIOException e) when (e.Error == MedIOError.FileExists || (e.Error == MedIOError.FileNotWritable && _files is null && !_force && (Directory.Exists(_target) || File.Exists(_target))))
        {
            throw new MedIOException(MedIOError.FileExists, $"{_target}: has been written to meanwhile by something else, and two series in one folder are easily taken for one. Give another folder, or use Force to write into it.", _target, e);
        }
    }

    // Parents one by one, so that those made here can be taken away again.
    private bool Make(string folder)
    {
        var missing = new Stack<string>();
        for (string? at = folder; at is not null && !Directory.Exists(at); at = Path.GetDirectoryName(at))
        {
            missing.Push(at);
        }

        while (missing.Count > 0)
        {
            string next = missing.Pop();
            Directory.CreateDirectory(next);
            _made.Push(next);
        }

        return true;
    }
}
