using System;
using System.IO;
#if NET8_0_OR_GREATER
using Microsoft.Win32.SafeHandles;
#endif

namespace MedIO.IO;

/// <summary>A file open for reading at any offset, by any thread.</summary>
internal sealed class FileBytes : IDisposable
{
#if NET8_0_OR_GREATER
    private readonly SafeFileHandle _handle;
    private long _changed;

    private FileBytes(SafeFileHandle handle, long length, long changed)
    {
        _handle = handle;
        Length = length;
        _changed = changed;
    }

    private FileBytes(string path)
    {
        // Files still being written elsewhere can be read.
        _handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        try
        {
            Length = RandomAccess.GetLength(_handle);
        }
        catch
        {
            _handle.Dispose();
            throw;
        }
    }
#else
    private readonly FileStream _stream;

    private FileBytes(string path)
    {
        _stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1);
        Length = _stream.Length;
    }
#endif

    public long Length { get; }

#if NET8_0_OR_GREATER
    /// <summary>When it was changed last, in ticks.</summary>
    public long Changed => _changed != 0 ? _changed : _changed = File.GetLastWriteTimeUtc(_handle).Ticks;
#else
    /// <summary>When it was changed last is not known of an open file: 0.</summary>
    public long Changed { get; }
#endif

    /// <summary>Opens a file.</summary>
    /// <exception cref="MedIOException">It is not there, is a directory, is empty or may not be read, or is a pipe or a device.</exception>
    public static FileBytes Open(string path)
    {
#if NET8_0_OR_GREATER
        if (LinuxFile.TryOpen(path, out LinuxStatus status) is { } handle)
        {
            return Whole(path, new FileBytes(handle, status.Length, status.Changed));
        }

#endif
        if (LeadsToNothing(path))
        {
            // To open a named pipe would wait for its writer, for ever.
            throw new MedIOException(MedIOError.EmptyFile, $"{path}: the file has no bytes, or is no file but a pipe or a device. Copy it again from where it came from.", path);
        }

        FileBytes file;
        try
        {
            file = new FileBytes(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new MedIOException(MedIOError.FileNotFound, $"{path}: there is no such file. Check the name and the current location.", path, e);
        }
        catch (UnauthorizedAccessException) when (Directory.Exists(path))
        {
            throw new MedIOException(MedIOError.NoImageInDirectory, $"{path}: is a directory without images of a format that reads directories. Pipe its files: Get-ChildItem -File.", path);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException or NotSupportedException or ArgumentException)
        {
            throw new MedIOException(MedIOError.FileNotReadable, $"{path}: cannot be opened: {e.Message} Check that it is a file and your rights.", path, e);
        }

        return Whole(path, file);
    }

    /// <summary>Whether nothing is to be had from a path that is there: it is empty, or stands for a pipe or a device.</summary>
    public static bool LeadsToNothing(string path)
    {
        if (Path.DirectorySeparatorChar != '/')
        {
            return DeviceNames.IsPath(path);
        }

        var file = new FileInfo(path);
        if (!file.Exists || file.Length == 0)
        {
            return file.Exists;
        }

#if NET8_0_OR_GREATER
        // The length of a link is that of its text.
        try
        {
            return (file.Attributes & FileAttributes.ReparsePoint) != 0 && file.ResolveLinkTarget(returnFinalTarget: true) is FileInfo { Exists: true, Length: 0 };
        }
        catch (IOException)
        {
            // A link to itself: to open it says so.
        }
#endif
        return false;
    }

    /// <summary>Reads as much as there is, up to the buffer's length.</summary>
    public int Read(long offset, Span<byte> buffer)
    {
        int total = 0;
#if NET8_0_OR_GREATER
        while (total < buffer.Length)
        {
            int n = RandomAccess.Read(_handle, buffer.Slice(total), offset + total);
            if (n == 0)
            {
                break;
            }

            total += n;
        }
#else
        byte[] chunk = System.Buffers.ArrayPool<byte>.Shared.Rent(Math.Min(buffer.Length, 1 << 18));
        lock (_stream)
        {
            _stream.Position = offset;
            while (total < buffer.Length)
            {
                int n = _stream.Read(chunk, 0, Math.Min(chunk.Length, buffer.Length - total));
                if (n == 0)
                {
                    break;
                }

                chunk.AsSpan(0, n).CopyTo(buffer.Slice(total));
                total += n;
            }
        }

        System.Buffers.ArrayPool<byte>.Shared.Return(chunk);
#endif
        return total;
    }

    /// <summary>A stream from an offset on, for decoders; closing it leaves the file open.</summary>
    public Stream OpenStream(long offset) => new FileBytesStream(this, offset);

    private static FileBytes Whole(string path, FileBytes file)
    {
        if (file.Length == 0)
        {
            file.Dispose();
            throw new MedIOException(MedIOError.EmptyFile, $"{path}: the file has no bytes. Copy it again from where it came from.", path);
        }

        return file;
    }

    public void Dispose() =>
#if NET8_0_OR_GREATER
        _handle.Dispose();
#else
        _stream.Dispose();
#endif
}
