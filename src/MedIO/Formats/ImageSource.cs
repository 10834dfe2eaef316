using System;
using System.IO;
using MedIO.IO;
using MedIO.IO.Compression;

namespace MedIO.Formats;

/// <summary>A file that is being found out: opened once, its first bytes read once.</summary>
internal sealed class ImageSource : IDisposable
{
    // Covers the headers of NIfTI-1 (352 bytes) and NIfTI-2 (544), DICOM's preamble and the usual text headers.
    private const int HeadLength = 4096;
    private const int ContentLength = 544;

    private readonly byte[] _head;
    private readonly byte[] _content;
    private readonly int _headCount;
    private readonly int _contentCount;
    private bool _disposed;

    private ImageSource(string path, FileBytes file)
    {
        Path = path;
        File = file;
        _head = System.Buffers.ArrayPool<byte>.Shared.Rent(HeadLength);
        _headCount = file.Read(0, _head.AsSpan(0, HeadLength));
        IsGzip = _headCount > 2 && _head[0] == 0x1f && _head[1] == 0x8b;
        if (IsGzip)
        {
            _content = System.Buffers.ArrayPool<byte>.Shared.Rent(ContentLength);
            try
            {
                _contentCount = GzipHead.Read(_head.AsSpan(0, _headCount), _content.AsSpan(0, ContentLength));
            }
            catch (InvalidDataException e)
            {
                Dispose();
                throw Corrupt(path, e);
            }
        }
        else
        {
            _content = _head;
            _contentCount = _headCount;
        }
    }

    /// <summary>The full path.</summary>
    public string Path { get; }

    /// <summary>The open file.</summary>
    public FileBytes File { get; }

    /// <summary>Whether the file begins as a gzip file does.</summary>
    public bool IsGzip { get; }

    /// <summary>The first bytes, decompressed.</summary>
    public ReadOnlySpan<byte> Content => _content.AsSpan(0, _contentCount);

    public static ImageSource Open(string path)
    {
        FileBytes file = FileBytes.Open(path);
        try
        {
            return new ImageSource(path, file);
        }
        catch (IOException e)
        {
            file.Dispose();
            throw new MedIOException(MedIOError.FileNotReadable, $"{path}: cannot be read: {e.Message} Check that the disk or the network drive is there, and try again.", path, e);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public static MedIOException Corrupt(string path, Exception e) => new(
        MedIOError.CorruptCompression,
        $"{path}: the compressed data are damaged: {e.Message} Copy the file again from where it came from.",
        path,
        e);

    /// <summary>Whether the path ends in the suffix, in any case.</summary>
    public bool HasSuffix(string suffix) => Path.EndsWith(suffix, StringComparison.OrdinalIgnoreCase);

    /// <summary>The first bytes, decompressed, as many as asked for or as there are.</summary>
    public byte[] ReadStart(int count)
    {
        if (count <= _contentCount || (!IsGzip && File.Length <= _contentCount))
        {
            return Content.Slice(0, Math.Min(count, _contentCount)).ToArray();
        }

        try
        {
            byte[] start = IsGzip ? Inflate(count) : ReadRaw(count);

            // What was found out by the first bytes is not found to have none: a stream that is cut off may give up before it gives them.
            return start.Length < _contentCount ? Content.ToArray() : start;
        }
        catch (InvalidDataException e)
        {
            throw Corrupt(Path, e);
        }
        catch (IOException e)
        {
            throw new MedIOException(MedIOError.FileNotReadable, $"{Path}: cannot be read: {e.Message} Check that the disk or the network drive is there, and try again.", Path, e);
        }
    }

    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        File.Dispose();
        System.Buffers.ArrayPool<byte>.Shared.Return(_head);
        if (IsGzip)
        {
            System.Buffers.ArrayPool<byte>.Shared.Return(_content);
        }
    }

    private byte[] ReadRaw(int count)
    {
        var bytes = new byte[(int)Math.Min(count, File.Length)];
        Array.Resize(ref bytes, File.Read(0, bytes));
        return bytes;
    }

    // The memory grows with what comes: a damaged header may ask for far more than there is.
    private byte[] Inflate(int count)
    {
        var bytes = new byte[Math.Min(count, 1 << 16)];
        int total = 0;
        using var stream = new GzipReadStream(File.OpenStream(0), CompressedFormat.Gzip);
        try
        {
            for (int n = 1; n > 0 && total < count; total += n)
            {
                if (total == bytes.Length)
                {
                    Array.Resize(ref bytes, (int)Math.Min(count, 2L * total));
                }

                n = stream.Read(bytes, total, bytes.Length - total);
            }
        }
        catch (EndOfStreamException)
        {
            // A truncated file gives what it has; the format says what is missing.
        }

        Array.Resize(ref bytes, total);
        return bytes;
    }
}
