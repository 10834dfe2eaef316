using System;
using System.IO;
using System.IO.Compression;

namespace MedIO.Tests.Nifti;

/// <summary>A folder for one test, deleted afterwards.</summary>
internal sealed class NiftiFolder : IDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), "medio-nifti-" + Guid.NewGuid().ToString("N"));

    public NiftiFolder() => Directory.CreateDirectory(_folder);

    public string this[string name] => Path.Combine(_folder, name);

    /// <summary>Writes a file and returns its full path.</summary>
    public string Put(string name, byte[] bytes)
    {
        File.WriteAllBytes(this[name], bytes);
        return this[name];
    }

    public static byte[] Gzip(byte[] bytes)
    {
        using var buffer = new MemoryStream();
        using (var gzip = new GZipStream(buffer, CompressionMode.Compress, leaveOpen: true))
        {
            gzip.Write(bytes, 0, bytes.Length);
        }

        return buffer.ToArray();
    }

    public static byte[] Gunzip(string path)
    {
        using var gzip = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        using var buffer = new MemoryStream();
        gzip.CopyTo(buffer);
        return buffer.ToArray();
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
