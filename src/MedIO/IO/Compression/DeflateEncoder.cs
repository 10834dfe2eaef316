using System;
using System.IO;
using System.IO.Compression;
using System.Reflection;

namespace MedIO.IO.Compression;

/// <summary>Makes the platform's DEFLATE encoders, with exact levels where the platform has them.</summary>
internal static class DeflateEncoder
{
    /// <summary>
    /// On images the platform's encoder (zlib-ng) finds more at level 7 than zlib's does at its usual level 6, in
    /// little more time than at its own level 6, where it finds less.
    /// </summary>
    public const int DefaultLevel = 7;

    public const int MaxLevel = 9;

    private static readonly object?[]? s_options = BuildOptions(out s_constructor);
    private static readonly ConstructorInfo? s_constructor;
    private static readonly Lazy<bool> s_syncFlushWorks = new(TestSyncFlush);

    /// <summary>
    /// Whether flushing an encoder makes it write out all its input and end on a byte boundary with an empty stored
    /// block, so that other encoders' output can follow. On .NET Framework it does not.
    /// </summary>
    public static bool SyncFlushWorks => s_syncFlushWorks.Value;

    public static DeflateStream Create(Stream output, int level) => s_options != null
        ? (DeflateStream)s_constructor!.Invoke([output, s_options[level], true])
        : new DeflateStream(output, Nearest(level), leaveOpen: true);

    private static CompressionLevel Nearest(int level) => level switch
    {
        0 => CompressionLevel.NoCompression,
        < 4 => CompressionLevel.Fastest,
#if NET8_0_OR_GREATER
        > 7 => CompressionLevel.SmallestSize,
#endif
        _ => CompressionLevel.Optimal,
    };

    /// <summary>ZLibCompressionOptions came with .NET 9, after the framework that this is compiled for.</summary>
    private static object?[]? BuildOptions(out ConstructorInfo? constructor)
    {
        constructor = null;
        Type? type = typeof(DeflateStream).Assembly.GetType("System.IO.Compression.ZLibCompressionOptions");
        PropertyInfo? property = type?.GetProperty("CompressionLevel");
        constructor = type == null ? null : typeof(DeflateStream).GetConstructor([typeof(Stream), type, typeof(bool)]);
        if (property == null || constructor == null)
        {
            return null;
        }

        var options = new object?[MaxLevel + 1];
        for (int level = 0; level < options.Length; level++)
        {
            options[level] = Activator.CreateInstance(type!);
            property.SetValue(options[level], level);
        }

        return options;
    }

    private static bool TestSyncFlush()
    {
        var data = new byte[1000];
        for (int i = 0; i < data.Length; i++)
        {
            data[i] = (byte)(i * i >> 3);
        }

        using var output = new MemoryStream();
        using DeflateStream encoder = Create(output, MaxLevel);
        encoder.Write(data, 0, data.Length);
        encoder.Flush();
        byte[] flushed = output.ToArray();
        if (flushed.Length < 4 || BitConverter.ToUInt32(flushed, flushed.Length - 4) != 0xffff0000)
        {
            return false;
        }

        // With an empty last block behind it, it must be complete.
        Array.Resize(ref flushed, flushed.Length + 2);
        flushed[flushed.Length - 2] = 3;
        using var decoder = new DeflateStream(new MemoryStream(flushed), CompressionMode.Decompress);
        using var decoded = new MemoryStream();
        try
        {
            decoder.CopyTo(decoded);
            return decoded.ToArray().AsSpan().SequenceEqual(data);
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }
}
