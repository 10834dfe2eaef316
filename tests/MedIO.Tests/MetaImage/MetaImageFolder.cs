using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;

namespace MedIO.Tests.MetaImage;

/// <summary>A folder of its own for a test, and the bytes of MetaImages made by hand.</summary>
internal sealed class MetaImageFolder : IDisposable
{
    public MetaImageFolder()
    {
        Folder = Path.Combine(Path.GetTempPath(), "medio-" + Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(Folder);
    }

    public string Folder { get; }

    public IEnumerable<string> Files => Directory.GetFiles(Folder).Select(f => Path.GetFileName(f)!).OrderBy(f => f, StringComparer.Ordinal);

    public static byte[] Bytes(params object[] parts)
    {
        using var all = new MemoryStream();
        foreach (object part in parts)
        {
            byte[] bytes = part as byte[] ?? Encoding.UTF8.GetBytes((string)part);
            all.Write(bytes, 0, bytes.Length);
        }

        return all.ToArray();
    }

    /// <summary>A header whose last line is the data file's.</summary>
    public static string Header(string dimSize, string type, string dataFile, params string[] more) =>
        $"ObjectType = Image\nNDims = {dimSize.Split(' ').Length}\nDimSize = {dimSize}\nElementType = {type}\n{string.Concat(more.Select(m => m + "\n"))}ElementDataFile = {dataFile}\n";

    public static byte[] Shorts(params int[] values) => values.SelectMany(v => new[] { (byte)v, (byte)(v >> 8) }).ToArray();

    public static byte[] Zlib(byte[] data)
    {
        uint a = 1;
        uint b = 0;
        foreach (byte d in data)
        {
            a = (a + d) % 65521;
            b = (b + a) % 65521;
        }

        return Bytes(new byte[] { 0x78, 0x9c }, Deflate(data), new[] { (byte)(b >> 8), (byte)b, (byte)(a >> 8), (byte)a });
    }

    public static byte[] Gzip(byte[] data)
    {
        using var target = new MemoryStream();
        using (var gzip = new GZipStream(target, CompressionMode.Compress))
        {
            gzip.Write(data, 0, data.Length);
        }

        return target.ToArray();
    }

    public string Write(string name, params object[] parts)
    {
        string path = Path.Combine(Folder, name);
        File.WriteAllBytes(path, Bytes(parts));
        return path;
    }

    public string PathOf(string name) => Path.Combine(Folder, name);

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static byte[] Deflate(byte[] data)
    {
        using var target = new MemoryStream();
        using (var deflate = new DeflateStream(target, CompressionMode.Compress))
        {
            deflate.Write(data, 0, data.Length);
        }

        return target.ToArray();
    }
}
