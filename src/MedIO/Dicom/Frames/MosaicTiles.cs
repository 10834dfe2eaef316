using System;
using System.Buffers;
using System.IO;
using MedIO.Dicom.Pixels;
using MedIO.Formats;
using MedIO.Formats.Reading;

namespace MedIO.Dicom.Frames;

/// <summary>The tiles of a mosaic as they lie in its picture.</summary>
/// <param name="Picture">What decodes the picture; null where it is as it is.</param>
/// <param name="PictureBytes">Bytes of the picture, decoded.</param>
/// <param name="Side">Tiles of a row, and of a column.</param>
/// <param name="Rows">Rows of a tile.</param>
/// <param name="RowBytes">Bytes of a tile's row.</param>
internal sealed record MosaicGrid(IFrameDecoder? Picture, long PictureBytes, int Side, int Rows, int RowBytes);

/// <summary>Cuts slices out of a mosaic, so that the picture is read and decoded once for all that follow each other.</summary>
internal sealed class MosaicTiles : IFrameDecoder
{
    private readonly MosaicGrid _grid;
    private readonly int[] _tiles;

    private MosaicTiles(MosaicGrid grid, int[] tiles)
    {
        _grid = grid;
        _tiles = tiles;
    }

    /// <summary>The run of some tiles.</summary>
    /// <param name="picture">The run of the whole picture.</param>
    /// <param name="grid">Its tiles.</param>
    /// <param name="tiles">Those wanted, in order.</param>
    public static VoxelSegment Segment(VoxelSegment picture, MosaicGrid grid, int[] tiles) => picture with
    {
        ByteCount = (long)tiles.Length * grid.Rows * grid.RowBytes,
        EncodedByteCount = picture.Decoder is null ? grid.PictureBytes : picture.EncodedByteCount,
        Decoder = new MosaicTiles(grid, tiles),
    };

    /// <summary>Makes one run of two that follow each other in the image, if both are of one mosaic; null if they are not.</summary>
    public static VoxelSegment? Join(VoxelSegment first, VoxelSegment second)
    {
        if (first.Decoder is not MosaicTiles a || second.Decoder is not MosaicTiles b || a._grid != b._grid || first.Path != second.Path)
        {
            return null;
        }

        var tiles = new int[a._tiles.Length + b._tiles.Length];
        a._tiles.CopyTo(tiles, 0);
        b._tiles.CopyTo(tiles, a._tiles.Length);
        return first with { ByteCount = first.ByteCount + second.ByteCount, Decoder = new MosaicTiles(a._grid, tiles) };
    }

    public long LeastBytes(long sampleBytes) => _grid.Picture?.LeastBytes(_grid.PictureBytes) ?? _grid.PictureBytes;

    public void Decode(ReadOnlySpan<byte> encoded, Span<byte> samples)
    {
        if (_grid.Picture is null && encoded.Length >= _grid.PictureBytes)
        {
            Cut(encoded, samples);
            return;
        }

        byte[] picture = ArrayPool<byte>.Shared.Rent(checked((int)_grid.PictureBytes));
        try
        {
            Span<byte> whole = picture.AsSpan(0, (int)_grid.PictureBytes);

            // In case that not all can be decoded: what is there before stands for the rest.
            for (int at = 0; at < whole.Length; at += samples.Length)
            {
                samples.Slice(0, Math.Min(samples.Length, whole.Length - at)).CopyTo(whole.Slice(at));
            }

            try
            {
                if (_grid.Picture is null)
                {
                    encoded.Slice(0, encoded.Length / _grid.RowBytes * _grid.RowBytes).CopyTo(whole);
                    throw new EndOfStreamException(FormattableString.Invariant($"The mosaic has {encoded.Length} bytes where its rows and columns need {_grid.PictureBytes}."));
                }

                _grid.Picture.Decode(encoded, whole);
            }
            finally
            {
                Cut(whole, samples);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(picture);
        }
    }

    private void Cut(ReadOnlySpan<byte> picture, Span<byte> samples)
    {
        int stride = _grid.Side * _grid.RowBytes;
        int done = 0;
        foreach (int tile in _tiles)
        {
            int at = (tile / _grid.Side * _grid.Rows * stride) + (tile % _grid.Side * _grid.RowBytes);
            for (int row = 0; row < _grid.Rows; row++)
            {
                picture.Slice(at + (row * stride), _grid.RowBytes).CopyTo(samples.Slice(done));
                done += _grid.RowBytes;
            }
        }
    }
}
