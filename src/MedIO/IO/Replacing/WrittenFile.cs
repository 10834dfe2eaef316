using System;
using System.IO;

namespace MedIO.IO.Replacing;

/// <summary>
/// A new file that is written once. Shares keep what is written to themselves and may find only when it is closed that
/// their disk is full; .NET does not tell, and this does.
/// </summary>
/// <remarks>It holds a <see cref="FileStream"/> and is none: of classes derived from that, .NET copies what they write before it writes it.</remarks>
internal sealed class WrittenFile : Stream
{
    private const int BufferBytes = 1 << 16;

    private readonly FileStream _file;

    /// <param name="path">A file that is not there.</param>
    /// <param name="isPrivate">Whether nobody else may read it yet: it replaces one that perhaps not all may read.</param>
    /// <param name="bufferBytes">The buffer, 1 for none.</param>
    public WrittenFile(string path, bool isPrivate, int bufferBytes = BufferBytes)
    {
#if NET8_0_OR_GREATER
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None, BufferSize = bufferBytes };
        if (isPrivate && !OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        _file = new FileStream(path, options);
#else
        _file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferBytes);
#endif
    }

    public override bool CanRead => false;

    public override bool CanSeek => _file.CanSeek;

    public override bool CanWrite => _file.CanWrite;

    public override long Length => _file.Length;

    public override long Position
    {
        get => _file.Position;
        set => _file.Position = value;
    }

    public override void Flush() => _file.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => _file.Seek(offset, origin);

    public override void SetLength(long value) => _file.SetLength(value);

    public override void Write(byte[] buffer, int offset, int count) => _file.Write(buffer, offset, count);

    public override void WriteByte(byte value) => _file.WriteByte(value);

#if NET8_0_OR_GREATER
    public override void Write(ReadOnlySpan<byte> buffer) => _file.Write(buffer);
#endif

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            try
            {
#if NET8_0_OR_GREATER
                if (_file.CanWrite)
                {
                    _file.Flush();
                    WrittenBytes.Send(_file.SafeFileHandle);
                }
#endif
            }
            finally
            {
                _file.Dispose();
            }
        }

        base.Dispose(disposing);
    }
}
