using System.IO;

namespace MedIO.IO.Compression;

/// <summary>A source of single bytes, from which headers are read.</summary>
internal interface IByteSource
{
    /// <summary>The next byte, or -1 at the end.</summary>
    int ReadByte();
}

/// <summary>Reads the headers of the gzip (RFC 1952, section 2.3) and zlib (RFC 1950, section 2.2) formats.</summary>
internal static class CompressedHeader
{
    public const byte GzipId1 = 0x1f;
    public const byte GzipId2 = 0x8b;
    public const byte MethodDeflate = 8;

    private const int FlagHeaderCrc = 1 << 1;
    private const int FlagExtra = 1 << 2;
    private const int FlagName = 1 << 3;
    private const int FlagComment = 1 << 4;
    private const int FlagsReserved = 0xe0;
    private const int FlagPresetDictionary = 1 << 5;

    /// <summary>Reads what follows the two bytes that mark a gzip member.</summary>
    public static void ReadGzipRest<TSource>(ref TSource source)
        where TSource : IByteSource
    {
        uint crc = Crc32.Update(0, [GzipId1, GzipId2]);
        int method = Next(ref source, ref crc);
        if (method != MethodDeflate)
        {
            throw new InvalidDataException($"The gzip data uses the unknown compression method {method}.");
        }

        int flags = Next(ref source, ref crc);
        if ((flags & FlagsReserved) != 0)
        {
            throw new InvalidDataException("The gzip header has reserved flags set.");
        }

        // MTIME, XFL and OS do not matter here.
        for (int i = 0; i < 6; i++)
        {
            Next(ref source, ref crc);
        }

        if ((flags & FlagExtra) != 0)
        {
            int length = Next(ref source, ref crc);
            length |= Next(ref source, ref crc) << 8;
            for (; length > 0; length--)
            {
                Next(ref source, ref crc);
            }
        }

        SkipString(ref source, ref crc, (flags & FlagName) != 0);
        SkipString(ref source, ref crc, (flags & FlagComment) != 0);
        if ((flags & FlagHeaderCrc) != 0)
        {
            uint computed = crc & 0xffff;
            int stored = Next(ref source, ref crc);
            stored |= Next(ref source, ref crc) << 8;
            if (stored != computed)
            {
                throw new InvalidDataException("The gzip header does not match its checksum.");
            }
        }
    }

    public static void ReadZlib<TSource>(ref TSource source)
        where TSource : IByteSource
    {
        int method = Next(ref source);
        int flags = Next(ref source);
        if ((method & 15) != MethodDeflate || method >> 4 > 7 || ((method << 8) + flags) % 31 != 0)
        {
            throw new InvalidDataException("The data does not begin with a zlib header.");
        }

        if ((flags & FlagPresetDictionary) != 0)
        {
            throw new InvalidDataException("The zlib data needs a preset dictionary.");
        }
    }

    private static void SkipString<TSource>(ref TSource source, ref uint crc, bool present)
        where TSource : IByteSource
    {
        while (present)
        {
            present = Next(ref source, ref crc) != 0;
        }
    }

    private static int Next<TSource>(ref TSource source, ref uint crc)
        where TSource : IByteSource
    {
        int value = Next(ref source);
        crc = Crc32.Update(crc, [(byte)value]);
        return value;
    }

    private static int Next<TSource>(ref TSource source)
        where TSource : IByteSource
    {
        int value = source.ReadByte();
        return value >= 0 ? value : throw new EndOfStreamException("The compressed data ends within its header.");
    }
}
