using System;
using System.IO;
using BitMiracle.LibTiff.Classic;
using MedIO.IO;

namespace MedIO.Raster;

/// <summary>Lets the library read an open file, with an excerpt in place of its directories: behind the file's end, and its place in the header.</summary>
internal sealed class TiffFileStream : TiffStream
{
    private readonly FileBytes _file;
    private readonly byte[] _header;
    private readonly byte[] _directory;
    private readonly long _at;
    private long _position;

    public TiffFileStream(FileBytes file, TiffExcerpt excerpt)
    {
        _file = file;
        _at = (file.Length + 15) & ~15L;
        _header = excerpt.Header(_at);
        _directory = excerpt.Directory(_at);
    }

    public override int Read(object clientData, byte[] buffer, int offset, int count)
    {
        int done = 0;
        while (done < count)
        {
            long at = _position + done;
            Span<byte> rest = buffer.AsSpan(offset + done, count - done);
            int n = at < 0 ? 0
                : at < _header.Length ? Copy(_header, at, rest)
                : at >= _at ? Copy(_directory, at - _at, rest)
                : at < _file.Length ? _file.Read(at, rest.Slice(0, (int)Math.Min(rest.Length, _file.Length - at))) : Clear(rest, _at - at);
            if (n == 0)
            {
                break;
            }

            done += n;
        }

        _position += done;
        return done;
    }

    public override void Write(object clientData, byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(object clientData, long offset, SeekOrigin origin)
    {
        if (offset == -1)
        {
            return -1;
        }

        _position = origin switch { SeekOrigin.Begin => offset, SeekOrigin.Current => _position + offset, _ => _at + _directory.Length + offset };
        return _position;
    }

    public override void Close(object clientData)
    {
        // Whoever opened the file closes it.
    }

    public override long Size(object clientData) => _at + _directory.Length;

    private static int Copy(byte[] from, long at, Span<byte> to)
    {
        int n = (int)Math.Max(0, Math.Min(to.Length, from.Length - at));
        if (n > 0)
        {
            from.AsSpan((int)at, n).CopyTo(to);
        }

        return n;
    }

    private static int Clear(Span<byte> to, long most)
    {
        Span<byte> gap = to.Slice(0, (int)Math.Min(to.Length, most));
        gap.Clear();
        return gap.Length;
    }
}
