using System;
using System.Buffers.Binary;

namespace MedIO.Formats.Pictures.Png;

/// <summary>A chunk: its length, its type, its data, and their CRC (section 5.3).</summary>
internal static class PngChunk
{
    /// <summary>Bytes of a chunk beside its data.</summary>
    public const int Overhead = 12;

    /// <summary>Bytes of a chunk before its data.</summary>
    public const int HeadLength = 8;

    public const uint Header = 0x49484452; // IHDR
    public const uint Palette = 0x504c5445; // PLTE
    public const uint Data = 0x49444154; // IDAT
    public const uint End = 0x49454e44; // IEND
    public const uint Transparency = 0x74524e53; // tRNS
    public const uint PixelSize = 0x70485973; // pHYs
    public const uint Scale = 0x7343414c; // sCAL
    public const uint SignificantBits = 0x73424954; // sBIT
    public const uint Gamma = 0x67414d41; // gAMA
    public const uint Text = 0x74455874; // tEXt
    public const uint AnimationControl = 0x6163544c; // acTL

    /// <summary>What each file begins with (section 5.2).</summary>
    public static ReadOnlySpan<byte> Signature => new byte[] { 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a };

    /// <summary>Whether a decoder must know chunks of the type (section 5.4).</summary>
    public static bool IsCritical(uint type) => (type & 0x20000000) == 0;

    /// <summary>The type as its four letters.</summary>
    public static string Name(uint type)
    {
        var letters = new char[4];
        for (int i = 0; i < 4; i++)
        {
            var c = (char)((type >> (24 - (8 * i))) & 0xff);
            letters[i] = c is > ' ' and < '\x7f' ? c : '?';
        }

        return new string(letters);
    }

    /// <summary>The length and the type that begin a chunk.</summary>
    public static (uint Length, uint Type) Head(ReadOnlySpan<byte> bytes) =>
        (BinaryPrimitives.ReadUInt32BigEndian(bytes), BinaryPrimitives.ReadUInt32BigEndian(bytes.Slice(4)));
}
