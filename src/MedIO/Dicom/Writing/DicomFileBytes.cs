using System;
using System.IO;
using MedIO.Voxels;

namespace MedIO.Dicom.Writing;

/// <summary>
/// The bytes of a file to be written: its head, and after it pixel data, which are those of the image itself where they
/// need no change, so that nothing is copied on the way to the file. One object serves many files, one after another.
/// </summary>
internal sealed unsafe class DicomFileBytes
{
    private byte[] _own = Array.Empty<byte>();
    private byte* _voxels;
    private int _length;

    /// <summary>The file up to its pixels, or the whole file where these are compressed.</summary>
    public MemoryStream Head { get; } = new();

    /// <summary>Forgets the file before.</summary>
    public void Clear()
    {
        Head.SetLength(0);
        _voxels = null;
        _length = 0;
    }

    /// <summary>Appends a frame's pixels, padded to an even length.</summary>
    public void SetPixels(StoredPixels pixels, PinnedArray voxels, long start, int numbers)
    {
        int bytes = numbers * VoxelTypes.SizeOf(pixels.StoredType);
        _length = bytes + (bytes & 1);
        if (pixels.IsCopy && bytes == _length)
        {
            _voxels = voxels.Pointer + (start * voxels.ElementSize);
            return;
        }

        _voxels = null;
        if (_own.Length < _length)
        {
            _own = new byte[_length];
        }

        fixed (byte* target = _own)
        {
            pixels.Store(voxels, start, numbers, target);
        }

        if (bytes < _length)
        {
            _own[bytes] = 0;
        }
    }

    /// <summary>Moves the pixels into the head, for what is to become of the whole.</summary>
    public void Join()
    {
        WritePixels(Head);
        _length = 0;
    }

    /// <summary>Writes the file.</summary>
    public void WriteTo(Stream stream)
    {
        stream.Write(Head.GetBuffer(), 0, (int)Head.Length);
        WritePixels(stream);
    }

    private void WritePixels(Stream stream)
    {
        if (_length > 0 && _voxels is null)
        {
            stream.Write(_own, 0, _length);
        }
        else if (_length > 0)
        {
#if NET8_0_OR_GREATER
            stream.Write(new ReadOnlySpan<byte>(_voxels, _length));
#else
            if (_own.Length < _length)
            {
                _own = new byte[_length];
            }

            new ReadOnlySpan<byte>(_voxels, _length).CopyTo(_own);
            stream.Write(_own, 0, _length);
#endif
        }
    }
}
