using System;
using System.Collections.Generic;
using System.Linq;
using MedIO.IO;

namespace MedIO.Formats.Reading;

/// <summary>
/// The header of an image whose voxels are in other files, as it was when it was read. Once those files are open as well, a look
/// at the header tells whether they belong together: both may have been replaced meanwhile.
/// </summary>
internal sealed class PairHeader
{
    private const int Most = 4096;

    private readonly string _path;
    private readonly IReadOnlyList<string> _data;
    private readonly long _length;
    private readonly byte[] _start;

    /// <param name="path">The header.</param>
    /// <param name="source">The file that is open; the header or another.</param>
    /// <param name="data">The files of the voxels.</param>
    public PairHeader(string path, ImageSource source, IReadOnlyList<string> data)
    {
        _path = path;
        _data = data;
        if (path == source.Path)
        {
            (_length, _start) = Look(source.File);
            return;
        }

        using FileBytes file = FileBytes.Open(path);
        (_length, _start) = Look(file);
    }

    /// <summary>Checks that it is the same still, and so is the data.</summary>
    /// <param name="path">A file of the voxels.</param>
    /// <param name="data">What was opened by that name.</param>
    /// <exception cref="MedIOException">One of them is another.</exception>
    public void RequireSame(string path, FileBytes data)
    {
        // In this order: voxels are moved into place before their header.
        UnfinishedFiles.Refuse(_path, _data);
        using FileBytes file = FileBytes.Open(_path);
        (long length, byte[] start) = Look(file);
        using FileBytes again = FileBytes.Open(path);
        if (length != _length || !start.SequenceEqual(_start) || again.Length != data.Length || again.Changed != data.Changed)
        {
            throw new MedIOException(MedIOError.FileNotReadable, $"{_path}: the file or its voxels have been replaced since it was read. Wait until it is not written to any more, and read it again.", _path) { IsPassing = true };
        }
    }

    private static (long Length, byte[] Start) Look(FileBytes file)
    {
        var start = new byte[(int)Math.Min(Most, file.Length)];
        Array.Resize(ref start, file.Read(0, start));
        return (file.Length, start);
    }
}
