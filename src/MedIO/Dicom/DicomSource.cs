using System;
using System.IO;
using MedIO.IO;
using MedIO.IO.Compression;

namespace MedIO.Dicom;

/// <summary>Where a data set's bytes can be had again after its file was closed.</summary>
/// <param name="Path">The file.</param>
/// <param name="Length">Its length when it was read.</param>
/// <param name="DeflateOffset">Where its deflated bytes begin; null where it is not deflated.</param>
internal sealed record DicomSource(string Path, long Length, long? DeflateOffset)
{
    /// <summary>Opens the file anew and reads a value.</summary>
    /// <exception cref="MedIOException">It cannot be read, or is another file by now.</exception>
    public byte[] Read(long offset, long count)
    {
        try
        {
            using FileBytes file = FileBytes.Open(Path);
            if (file.Length != Length)
            {
                throw new MedIOException(MedIOError.FileNotReadable, $"{Path}: has changed since its header was read. Read it again.", Path);
            }

            using DicomBytes bytes = DeflateOffset is { } start
                ? new DicomBytes(() => new GzipReadStream(file.OpenStream(start), CompressedFormat.Raw), file.Length - start)
                : new DicomBytes(file, default);
            return bytes.ReadSource(offset, count);
        }
        catch (MedIOException e) when (e.Path is null)
        {
            throw e.About(Path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MedIOException(MedIOError.FileNotReadable, $"{Path}: cannot be read: {e.Message} Check that it is whole and your rights.", Path, e);
        }
    }
}
