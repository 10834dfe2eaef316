using System;
using System.IO;
using System.Runtime.InteropServices;

namespace MedIO.Bench;

/// <summary>libdeflate, where the machine has it: the fastest inflate on one core that is to be had.</summary>
internal static unsafe partial class LibDeflate
{
    private const string Library = "libdeflate";

    // Less room than the data need: what fits has been decoded.
    private const int InsufficientSpace = 3;

    static LibDeflate() => NativeLibrary.SetDllImportResolver(typeof(LibDeflate).Assembly, (name, assembly, paths) =>
        name != Library ? 0
        : NativeLibrary.TryLoad("libdeflate.so.0", out nint handle) || NativeLibrary.TryLoad(Library, out handle) || NativeLibrary.TryLoad("deflate", out handle) ? handle
        : throw new DllNotFoundException("there is no libdeflate"));

    public static void Inflate(Memory packed, Memory voxels, bool gzip)
    {
        nint decompressor = NewDecompressor();
        nuint written;
        int result = gzip
            ? InflateGzip(decompressor, packed.Pointer, (nuint)packed.Length, voxels.Pointer, (nuint)voxels.Length, &written)
            : InflateZlib(decompressor, packed.Pointer, (nuint)packed.Length, voxels.Pointer, (nuint)voxels.Length, &written);
        FreeDecompressor(decompressor);
        if (!(result == 0 && written == (nuint)voxels.Length) && result != InsufficientSpace)
        {
            throw new InvalidDataException($"libdeflate cannot inflate it: {result}.");
        }
    }

    public static long Deflate(Memory voxels, Memory packed, int level)
    {
        nint compressor = NewCompressor(level);
        nuint length = DeflateGzip(compressor, voxels.Pointer, (nuint)voxels.Length, packed.Pointer, (nuint)packed.Length);
        FreeCompressor(compressor);
        return length == 0 ? throw new InvalidDataException("libdeflate makes it larger.") : (long)length;
    }

    [LibraryImport(Library, EntryPoint = "libdeflate_alloc_decompressor")]
    private static partial nint NewDecompressor();

    [LibraryImport(Library, EntryPoint = "libdeflate_free_decompressor")]
    private static partial void FreeDecompressor(nint decompressor);

    [LibraryImport(Library, EntryPoint = "libdeflate_gzip_decompress")]
    private static partial int InflateGzip(nint decompressor, byte* packed, nuint packedLength, byte* plain, nuint plainLength, nuint* written);

    [LibraryImport(Library, EntryPoint = "libdeflate_zlib_decompress")]
    private static partial int InflateZlib(nint decompressor, byte* packed, nuint packedLength, byte* plain, nuint plainLength, nuint* written);

    [LibraryImport(Library, EntryPoint = "libdeflate_alloc_compressor")]
    private static partial nint NewCompressor(int level);

    [LibraryImport(Library, EntryPoint = "libdeflate_free_compressor")]
    private static partial void FreeCompressor(nint compressor);

    [LibraryImport(Library, EntryPoint = "libdeflate_gzip_compress")]
    private static partial nuint DeflateGzip(nint compressor, byte* plain, nuint plainLength, byte* packed, nuint packedLength);
}
