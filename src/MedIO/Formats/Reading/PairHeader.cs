using System;
using System.Collections.Generic;
using System.Linq;
using MedIO.IO;
using MedIO.IO.Replacing;

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
    private readonly string[] _signs;
    private readonly long _length;
    private readonly long _changed;
    private readonly byte[] _start;
    private bool _isSame;

    /// <param name="path">The header.</param>
    /// <param name="source">The file that is open; the header or another.</param>
    /// <param name="data">The files of the voxels.</param>
    /// <param name="signs">What may say that they are being replaced.</param>
    public PairHeader(string path, ImageSource source, IReadOnlyList<string> data, string[] signs)
    {
        _path = path;
        _data = data;
        _signs = signs;
        if (path == source.Path)
        {
            (_length, _changed, _start) = Look(source.File);
            return;
        }

        using FileBytes file = FileBytes.Open(path);
        (_length, _changed, _start) = Look(file);
    }

    /// <summary>Checks that it is the same still, and so is the data. The header is read again for the first file only; of the others of a long list, its time says as much.</summary>
    /// <param name="path">A file of the voxels.</param>
    /// <param name="data">What was opened by that name.</param>
    /// <exception cref="MedIOException">One of them is another.</exception>
    public void RequireSame(string path, FileBytes data)
    {
        // In this order: voxels are moved into place before their header.
        bool isSame = !UnfinishedReads.Refuse(_signs, _path, _data);
        if (_isSame && _changed != 0)
        {
            isSame &= FileLinks.Changed(_path) == _changed && FileLinks.Changed(path) == data.Changed;
        }
        else
        {
            using FileBytes file = FileBytes.Open(_path);
            (long length, long changed, byte[] start) = Look(file);
            using FileBytes again = FileBytes.Open(path);
            isSame &= length == _length && changed == _changed && start.SequenceEqual(_start) && again.Length == data.Length && again.Changed == data.Changed;
        }

        _isSame = isSame ? true : throw Replaced(_path);
    }

    /// <summary>Says that an image's files have been replaced while it was read; another try may find them at rest.</summary>
    public static MedIOException Replaced(string path) => new(
        MedIOError.FileNotReadable, $"{path}: the file or its voxels have been replaced since it was read. Wait until it is not written to any more, and read it again.", path) { IsPassing = true };

    private static (long Length, long Changed, byte[] Start) Look(FileBytes file)
    {
        var start = new byte[(int)Math.Min(Most, file.Length)];
        Array.Resize(ref start, file.Read(0, start));
        return (file.Length, file.Changed, start);
    }
}
