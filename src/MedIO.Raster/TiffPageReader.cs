using System;
using System.Buffers;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using BitMiracle.LibTiff.Classic;
using MedIO.Formats;
using MedIO.Formats.Reading;
using MedIO.IO;
using MedIO.IO.Compression;
using LibraryTag = BitMiracle.LibTiff.Classic.TiffTag;

namespace MedIO.Raster;

/// <summary>Reads pages by means of the library: each call opens the file for itself, so that all cores read at once and nothing stays open.</summary>
internal sealed unsafe class TiffPageReader : ISegmentReader
{
    private readonly IReadOnlyList<TiffPage> _pages;
    private readonly TiffPalette? _palette;
    private readonly bool _isSwapped;

    static TiffPageReader() => Tiff.SetErrorHandler(new TiffMessages());

    /// <param name="pages">The pages, by their frames' numbers.</param>
    /// <param name="palette">Their palette; null for none.</param>
    /// <param name="isBigEndian">Whether the file has the high byte first.</param>
    public TiffPageReader(IReadOnlyList<TiffPage> pages, TiffPalette? palette, bool isBigEndian)
    {
        _isSwapped = isBigEndian == BitConverter.IsLittleEndian;
        _pages = pages;
        _palette = palette;
    }

    /// <inheritdoc/>
    public void Read(VoxelSegment segment, byte* target, CancellationToken cancellation)
    {
        TiffPage page = _pages[segment.Frame];
        using FileBytes file = FileBytes.Open(segment.Path);
        DataCheck.IsUnchanged(segment, file);
        if (page.IsPlain)
        {
            ReadPieces(page, target, (piece, buffer, count) => ReadPlain(file, page, piece, buffer, count), cancellation);
            return;
        }

        try
        {
            TiffMessages.Last = null;
            using Tiff tiff = Tiff.ClientOpen(segment.Path, "r", file, new TiffFileStream(file, page.Excerpt!)) ?? throw Damaged("the file's directory");
            if (tiff.IsTiled() != page.IsTiled)
            {
                throw Damaged("its directory");
            }

            if (page.Pixels.Meaning == TiffMeaning.Colours)
            {
                ReadColours(tiff, page.Pixels, target);
                return;
            }

            if (page.Compression == TiffCode.Jpeg)
            {
                tiff.SetField(LibraryTag.JPEGCOLORMODE, JpegColorMode.RGB);
            }

            ReadPieces(page, target, (piece, buffer, count) => ReadCoded(tiff, page, piece, buffer, count), cancellation);
        }
        catch (Exception e) when (e is not (OperationCanceledException or MedIOException or InvalidDataException or EndOfStreamException or OutOfMemoryException or IOException))
        {
            // What the library does with bytes that it did not expect.
            throw new InvalidDataException($"The library gave up: {e.Message}", e);
        }
    }

    // Decodes strip by strip, or tile by tile, and puts the numbers where they belong.
    private void ReadPieces(TiffPage page, byte* target, Action<long, byte[], int> decode, CancellationToken cancellation)
    {
        TiffPixels pixels = page.Pixels;
        var samples = new TiffSamples(pixels, _palette, page.IsPlanar);
        var buffer = new byte[checked((int)page.PieceBytes)];
        long rowBytes = pixels.RowBytes(page.PieceColumns, page.IsPlanar);
        int pixelBytes = pixels.Components * VoxelTypes.SizeOf(pixels.Type);
        fixed (byte* source = buffer)
        {
            for (long piece = 0; piece < page.Pieces * page.Planes; piece++)
            {
                cancellation.ThrowIfCancellationRequested();
                long inPlane = piece % page.Pieces;
                int column = (int)(inPlane % page.PiecesAcross) * page.PieceColumns;
                int row = (int)(inPlane / page.PiecesAcross) * page.PieceRows;
                int rows = Math.Min(page.PieceRows, pixels.Rows - row);
                int columns = Math.Min(page.PieceColumns, pixels.Columns - column);
                int count = page.IsTiled ? buffer.Length : checked((int)(rows * rowBytes));
                if (page.Range(piece).Count == 0)
                {
                    Array.Clear(buffer, 0, count);
                }
                else
                {
                    decode(piece, buffer, count);
                }

                for (int y = 0; y < rows; y++)
                {
                    samples.Write(source + (y * rowBytes), columns, (int)(piece / page.Pieces), target + ((((long)(row + y) * pixels.Columns) + column) * pixelBytes));
                }
            }
        }
    }

    private void ReadPlain(FileBytes file, TiffPage page, long piece, byte[] buffer, int count)
    {
        FileRange range = page.Range(piece);
        int stored = page.IsDeflated ? (int)Math.Min(range.Count, int.MaxValue / 2) : (int)Math.Min(range.Count, count);
        byte[] bytes = page.IsDeflated ? ArrayPool<byte>.Shared.Rent(stored) : buffer;
        try
        {
            int got = file.Read(range.Offset, bytes.AsSpan(0, stored));
            Exception? damage = null;
            got = page.IsDeflated ? ZlibData.Inflate(bytes.AsSpan(0, got), buffer.AsSpan(0, count), out damage) : got;
            if (damage is not null || got < count)
            {
                throw damage ?? new EndOfStreamException(FormattableString.Invariant($"{Name(page, piece)} has fewer bytes than its pixels need."));
            }
        }
        finally
        {
            if (page.IsDeflated)
            {
                ArrayPool<byte>.Shared.Return(bytes);
            }
        }

        // Packed bits have no byte order. libtiff, which most files come from, has that of floating-point numbers outside of their predictor.
        int size = page.Pixels.Bits / 8;
        int predictor = page.IsDeflated ? page.Predictor : TiffPredictor.None;
        if (predictor == TiffPredictor.FloatingPoint)
        {
            Restore(page, buffer, count, size);
        }

        if (_isSwapped && size * 8 == page.Pixels.Bits)
        {
            Swap(buffer, count, VoxelTypes.IsComplex(page.Pixels.Type) ? size / 2 : size);
        }

        if (predictor == TiffPredictor.Horizontal)
        {
            Restore(page, buffer, count, size);
        }
    }

    private static void Restore(TiffPage page, byte[] buffer, int count, int size)
    {
        int components = page.IsPlanar ? 1 : page.Pixels.Samples;
        int numbers = page.PieceColumns * components;
        byte[] room = page.Predictor == TiffPredictor.FloatingPoint ? new byte[numbers * size] : buffer;
        fixed (byte* rows = buffer, free = room)
        {
            for (byte* row = rows; row < rows + count; row += numbers * size)
            {
                if (page.Predictor == TiffPredictor.FloatingPoint)
                {
                    TiffPredictor.Join(row, numbers, components, size, free);
                }
                else
                {
                    TiffPredictor.Sum(row, numbers, components, size);
                }
            }
        }
    }

    private static void Swap(byte[] buffer, int count, int size)
    {
        fixed (byte* bytes = buffer)
        {
            switch (size)
            {
                case 2: ByteOrder.Swap(bytes, count, VoxelType.UInt16); break;
                case 4: ByteOrder.Swap(bytes, count, VoxelType.UInt32); break;
                case 8: ByteOrder.Swap(bytes, count, VoxelType.UInt64); break;
                default:
                    for (int i = 0; size > 1 && i + size <= count; i += size)
                    {
                        Array.Reverse(buffer, i, size);
                    }

                    break;
            }
        }
    }

    private static void ReadCoded(Tiff tiff, TiffPage page, long piece, byte[] buffer, int count)
    {
        int got = page.IsTiled ? tiff.ReadEncodedTile((int)piece, buffer, 0, count) : tiff.ReadEncodedStrip((int)piece, buffer, 0, count);
        if (got < count)
        {
            throw Damaged(Name(page, piece));
        }
    }

    private static string Name(TiffPage page, long piece) => FormattableString.Invariant($"{(page.IsTiled ? "tile" : "strip")} {piece + 1}");

    private static void ReadColours(Tiff tiff, TiffPixels pixels, byte* target)
    {
        if (!tiff.RGBAImageOK(out string why))
        {
            throw new MedIOException(MedIOError.UnsupportedFeature, $"its colours cannot be made RGB: {why} Save it anew as RGB in another program.");
        }

        var colours = new int[checked(pixels.Columns * pixels.Rows)];
        if (!tiff.ReadRGBAImageOriented(pixels.Columns, pixels.Rows, colours, Orientation.TOPLEFT, true))
        {
            throw Damaged("its colours");
        }

        for (int i = 0; i < colours.Length; i++)
        {
            *target++ = (byte)Tiff.GetR(colours[i]);
            *target++ = (byte)Tiff.GetG(colours[i]);
            *target++ = (byte)Tiff.GetB(colours[i]);
        }
    }

    private static InvalidDataException Damaged(string what) => new($"The library cannot decode {what}: {TiffMessages.Last ?? "it does not say why"}.");
}
