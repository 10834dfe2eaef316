#if NET8_0_OR_GREATER
using System;
#endif
using System.IO;

namespace MedIO.IO.Replacing;

/// <summary>
/// A new file that is written once. Shares keep what is written to themselves and may find only when it is closed that
/// their disk is full; .NET does not tell, and this does.
/// </summary>
internal sealed class WrittenFile : FileStream
{
    private const int BufferBytes = 1 << 16;

    /// <param name="path">A file that is not there.</param>
    /// <param name="isPrivate">Whether nobody else may read it yet: it replaces one that perhaps not all may read.</param>
    /// <param name="bufferBytes">The buffer, 1 for none.</param>
    public WrittenFile(string path, bool isPrivate, int bufferBytes = BufferBytes)
#if NET8_0_OR_GREATER
        : base(path, Options(isPrivate, bufferBytes))
#else
        : base(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferBytes)
#endif
    {
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        try
        {
#if NET8_0_OR_GREATER
            if (disposing && CanWrite)
            {
                Flush();
                WrittenBytes.Send(SafeFileHandle);
            }
#endif
        }
        finally
        {
            base.Dispose(disposing);
        }
    }

#if NET8_0_OR_GREATER
    private static FileStreamOptions Options(bool isPrivate, int bufferBytes)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None, BufferSize = bufferBytes };
        if (isPrivate && !OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }
#endif
}
