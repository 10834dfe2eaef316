using System;
using System.IO;

namespace MedIO.IO.Replacing;

/// <summary>Says in our words what went wrong with a file that is written.</summary>
internal static class WriteErrors
{
    // Windows does not replace a file that is open, and says the same as where the right to do so is missing.
    private static readonly string OrReader = Path.DirectorySeparatorChar == '\\' ? ", and that no other program has the file open" : string.Empty;

    /// <summary>Runs a step of writing.</summary>
    /// <exception cref="MedIOException">It failed.</exception>
    public static T Guard<T>(string path, Func<T> write)
    {
        try
        {
            return write();
        }
        catch (Exception e) when (e is UnauthorizedAccessException or System.Security.SecurityException)
        {
            throw new MedIOException(MedIOError.FileNotWritable, $"{path}: cannot be written: {Sentence(e)} Check your rights to the directory{OrReader}.", path, e);
        }
        catch (IOException e) when (IsDiskFull(e))
        {
            throw new MedIOException(MedIOError.DiskFull, $"{path}: the disk is full. Nothing was changed; make room and try again.", path, e);
        }
        catch (ArgumentOutOfRangeException e) when (e.ParamName == "value" && e.TargetSite?.DeclaringType?.Namespace == typeof(Stream).Namespace)
        {
            // What .NET makes of EFBIG, such as beyond 4 GiB on a FAT32 disk.
            throw new MedIOException(MedIOError.FileNotWritable, $"{path}: the file is larger than its disk or the system allows. Nothing was changed; compress it, or give a name on another disk.", path, e);
        }
        catch (IOException e)
        {
            throw new MedIOException(MedIOError.FileNotWritable, $"{path}: cannot be written: {Sentence(e)} Nothing was changed; check the directory and try again.", path, e);
        }
    }

    /// <summary>The same of a step without a result.</summary>
    /// <exception cref="MedIOException">It failed.</exception>
    public static void Guard(string path, Action write) => Guard(path, () =>
    {
        write();
        return true;
    });

    private static string Sentence(Exception e) => e.Message.TrimEnd('.', ' ') + ".";

    private static bool IsDiskFull(IOException e)
    {
        // ERROR_DISK_FULL, ERROR_HANDLE_DISK_FULL, and ENOSPC and EDQUOT of Linux and macOS.
        int code = e.HResult & 0xffff;
        return code is 0x70 or 0x27 || e.HResult is 28 or 122 or 69;
    }
}
