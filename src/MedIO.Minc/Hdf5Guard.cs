using System;
using System.IO;
using MedIO.Formats;

namespace MedIO.Minc;

/// <summary>Says in our words what goes wrong inside PureHDF, which ends in exceptions of many kinds where bytes are damaged.</summary>
internal static class Hdf5Guard
{
    /// <summary>Runs a step of reading a header.</summary>
    /// <exception cref="MedIOException">The file is cut off, damaged, or of a kind that cannot be read.</exception>
    public static T Header<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (IsOfByteOrder(e))
        {
            throw OtherByteOrder(e).About(path);
        }
        catch (Exception e) when (e is EndOfStreamException || e.InnerException is EndOfStreamException)
        {
            throw new MedIOException(MedIOError.TruncatedHeader, $"{path}: ends within its HDF5 structures. Copy it again from where it came from.", path, e);
        }
        catch (Exception e) when (e is not (MedIOException or OperationCanceledException or IOException or OutOfMemoryException))
        {
            throw new MedIOException(
                MedIOError.InvalidHeader, $"{path}: its HDF5 structures are damaged, or of a kind that cannot be read: {e.Message.TrimEnd('.')}. Copy the file again from where it came from, or write it anew with mincconvert -2.", path, e);
        }
    }

    /// <summary>Runs a step of reading voxels.</summary>
    /// <exception cref="InvalidDataException">The bytes are damaged.</exception>
    /// <exception cref="EndOfStreamException">The file ends before.</exception>
    public static void Voxels(Action read)
    {
        try
        {
            read();
        }
        catch (Exception e) when (IsOfByteOrder(e is AggregateException several ? several.Flatten().InnerExceptions[0] : e))
        {
            throw OtherByteOrder(e);
        }
        catch (AggregateException e) when (e.Flatten().InnerExceptions[0] is OperationCanceledException or MedIOException or IOException)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Capture(e.Flatten().InnerExceptions[0]).Throw();
        }
        catch (Exception e) when (e is not (MedIOException or OperationCanceledException or IOException or InvalidDataException or OutOfMemoryException))
        {
            Exception first = e is AggregateException all ? all.Flatten().InnerExceptions[0] : e;
            throw new InvalidDataException(first.Message.TrimEnd('.') + ".", e);
        }
    }

    // PureHDF turns no bytes around, and has no type of its own for saying so.
    private static bool IsOfByteOrder(Exception e) => e is not MedIOException && e.Message.StartsWith("Byte order conversion", StringComparison.Ordinal);

    private static MedIOException OtherByteOrder(Exception e) => new(
        MedIOError.UnsupportedFeature, "its numbers have their high byte first, as old machines wrote them, which cannot be read. Write it anew with mincconvert -2 -clobber.", innerException: e);
}
