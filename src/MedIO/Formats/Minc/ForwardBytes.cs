using System;
using System.IO;
using MedIO.IO.Compression;

namespace MedIO.Formats.Minc;

/// <summary>Reads at places that follow one another: of a compressed file all of them by decompressing it once.</summary>
internal sealed class ForwardBytes : IDisposable
{
    private readonly ImageSource _source;
    private GzipReadStream? _stream;

    /// <param name="source">The file.</param>
    public ForwardBytes(ImageSource source) => _source = source;

    /// <summary>Reads as many bytes as there are, up to the buffer's length.</summary>
    /// <exception cref="MedIOException">What is compressed is damaged.</exception>
    public int Read(long offset, byte[] bytes)
    {
        if (!_source.IsGzip)
        {
            return _source.File.Read(offset, bytes);
        }

        if (_stream is null || offset < _stream.Position)
        {
            Dispose();
            _stream = new GzipReadStream(_source.File.OpenStream(0), CompressedFormat.Gzip);
        }

        int got = 0;
        try
        {
            _stream.Skip(offset - _stream.Position);
            for (int n = 1; n > 0 && got < bytes.Length && _stream.Position == offset + got; got += n)
            {
                n = _stream.Read(bytes, got, bytes.Length - got);
            }
        }
        catch (EndOfStreamException)
        {
            // What is missing is told by whoever needs it.
        }
        catch (InvalidDataException e)
        {
            throw ImageSource.Corrupt(_source.Path, e);
        }

        return got;
    }

    public void Dispose() => _stream?.Dispose();
}
