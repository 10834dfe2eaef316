using System;
using System.IO;
using ICSharpCode.SharpZipLib.BZip2;
using MedIO.IO;

namespace MedIO.Bzip2;

/// <summary>Reads one bzip2 stream, or several one after another as parallel compressors write them; other bytes behind are ignored.</summary>
internal sealed class Bzip2ReadStream : ForwardStream
{
    private readonly ByteSource _source;
    private BZip2InputStream? _stream;
    private bool _isBegun;

    /// <param name="source">The compressed bytes.</param>
    public Bzip2ReadStream(Stream source) => _source = new ByteSource(source);

    public override int Read(byte[] buffer, int offset, int count)
    {
        try
        {
            while (count > 0 && (_stream ??= Next()) is { } stream)
            {
                int n = stream.Read(buffer, offset, count);
                if (n > 0)
                {
                    return n;
                }

                _stream = null;
            }

            return 0;
        }
        catch (Exception e) when (e is not (IOException or OutOfMemoryException or MedIOException))
        {
            // Damaged data make SharpZipLib throw whatever comes.
            throw new InvalidDataException(e.Message, e);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _source.Dispose();
        }

        base.Dispose(disposing);
    }

    private BZip2InputStream? Next()
    {
        if (_source.Peek() != 'B')
        {
            return _isBegun ? null
                : _source.Peek() < 0 ? throw new EndOfStreamException("There are no compressed data.")
                : throw new InvalidDataException("They do not begin as bzip2 data do.");
        }

        _isBegun = true;
        return new BZip2InputStream(_source) { IsStreamOwner = false };
    }
}
