using System;
using System.IO;
using BitMiracle.LibTiff.Classic;
using MedIO.IO;

namespace MedIO.Raster;

/// <summary>Lets the library read an open file.</summary>
internal sealed class TiffFileStream : TiffStream
{
    private readonly FileBytes _file;
    private long _position;

    public TiffFileStream(FileBytes file) => _file = file;

    public override int Read(object clientData, byte[] buffer, int offset, int count)
    {
        int n = _position < 0 ? 0 : _file.Read(_position, buffer.AsSpan(offset, count));
        _position += n;
        return n;
    }

    public override void Write(object clientData, byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(object clientData, long offset, SeekOrigin origin)
    {
        if (offset == -1)
        {
            return -1;
        }

        _position = origin switch { SeekOrigin.Begin => offset, SeekOrigin.Current => _position + offset, _ => _file.Length + offset };
        return _position;
    }

    public override void Close(object clientData)
    {
        // Whoever opened the file closes it.
    }

    public override long Size(object clientData) => _file.Length;
}
