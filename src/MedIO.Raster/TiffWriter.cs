using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.ExceptionServices;
using System.Text;
using System.Threading.Tasks;
using MedIO.Formats;
using MedIO.Formats.Pictures;
using MedIO.Formats.Writing;
using MedIO.IO;
using MedIO.IO.Compression;
using MedIO.IO.Replacing;
using MedIO.Voxels;

namespace MedIO.Raster;

/// <summary>
/// Writes an image as pages, one a slice: the pixels of all first, in one run where they are not compressed, so that they may
/// come as they are read; then the directories.
/// </summary>
internal sealed unsafe class TiffWriter
{
    private const long ClassicLimit = 4_000_000_000;
    private const int StripBytes = 1 << 20;
    private const int StripsAtOnce = 16;

    private readonly VoxelSource _image;
    private readonly string _path;
    private readonly SaveOptions _options;
    private readonly MedMeta _meta;
    private readonly PictureSamples _picture;
    private readonly int _pages;
    private readonly int _level;
    private readonly int _rowsOfStrip;
    private readonly int _strips;

    public TiffWriter(VoxelSource image, string path, SaveOptions options)
    {
        _image = image;
        _path = path;
        _options = options;
        _meta = image.Metadata;
        Shape shape = _meta.Shape;
        Vector spacing = _meta.Affine.To3D().Spacing;
        _picture = new PictureSamples(shape[0], shape.Count > 1 ? shape[1] : 1, _meta.DataType, _meta.Components, spacing[0], spacing[1]);
        if (Obstacle() is { } obstacle)
        {
            throw new MedIOException(MedIOError.CannotRepresent, $"{path}: a TIFF {obstacle}.", path);
        }

        _pages = checked((int)(shape.VoxelCount / _picture.Columns / _picture.Rows));
        _level = options.CompressionLevel ?? 0;
        long rows = StripBytes / Math.Max(1, _picture.RowBytes);

        // Without compression a page is one strip, unless it is so long that programs would not take it at once.
        _rowsOfStrip = (int)Math.Max(1, Math.Min(_picture.Rows, _level > 0 ? rows : 64 * rows));
        _strips = (int)(((long)_picture.Rows + _rowsOfStrip - 1) / _rowsOfStrip);
    }

    private long PageBytes => _picture.RowBytes * _picture.Rows;

    public void Write(AtomicFiles files)
    {
        foreach (string loss in PictureLoss.Of(_meta, "TIFF", holdsSlices: true))
        {
            _options.Warn?.Invoke(loss);
        }

        Stream stream = files.Create(_path);
        bool isBig = (PageBytes * _pages) + ((long)_pages * (512 + (_strips * 8L))) > ClassicLimit;
        var fields = new TiffFields(isBig);
        stream.Write(fields.Header(0), 0, fields.HeaderLength);
        (long Offset, long Count)[][] strips = _level > 0 ? WriteCompressed(stream) : WriteRaw(stream);
        if ((stream.Position & 1) != 0)
        {
            stream.WriteByte(0);
        }

        long first = stream.Position;
        for (int page = 0; page < _pages; page++)
        {
            byte[] directory = Directory(fields, strips[page], page).ToBytes(stream.Position, page == _pages - 1);
            stream.Write(directory, 0, directory.Length);
        }

        stream.Position = 0;
        stream.Write(fields.Header(first), 0, fields.HeaderLength);
        _options.Progress?.Report(1);
    }

    private string? Obstacle()
    {
        Shape shape = _meta.Shape;
        return VoxelTypes.IsComplex(_meta.DataType) ? $"holds no numbers of type {_meta.DataType} that other programs read. Save with the data type Float32, or as NIfTI"
            : shape.Skip(4).Any(n => n > 1) ? FormattableString.Invariant($"holds no image of {shape.Count} dimensions ({shape}). Save one volume of it with -Slice, or as NIfTI")
            : _meta.Components > ushort.MaxValue ? FormattableString.Invariant($"holds no {_meta.Components} components a pixel. Save as NIfTI")
            : _picture.RowBytes > int.MaxValue / 2 ? "holds no rows as long. Save as NIfTI"
            : shape.VoxelCount / _picture.Columns / _picture.Rows > int.MaxValue / 1024 ? "holds not as many slices. Save as NIfTI"
            : null;
    }

    private (long Offset, long Count)[][] WriteRaw(Stream stream)
    {
        long at = stream.Position;
        VoxelWriter.Write(_image, stream, _options);
        var strips = new (long Offset, long Count)[_pages][];
        for (int page = 0; page < _pages; page++)
        {
            strips[page] = new (long Offset, long Count)[_strips];
            for (int i = 0; i < _strips; i++)
            {
                long count = Rows(i) * _picture.RowBytes;
                strips[page][i] = (at, count);
                at += count;
            }
        }

        return strips;
    }

    private int Rows(int strip) => Math.Min(_rowsOfStrip, _picture.Rows - (strip * _rowsOfStrip));

    // Some strips at once, each on a core, written in order.
    private (long Offset, long Count)[][] WriteCompressed(Stream stream)
    {
        var strips = new (long Offset, long Count)[_pages][];
        int page = 0;
        foreach (VoxelRun run in _image.Runs(_picture.Count))
        {
            using var numbers = new PinnedArray(run.Numbers);
            nint source = (nint)(numbers.Pointer + (run.Start * numbers.ElementSize));
            int pages = (int)(run.Count / _picture.Count);
            for (int i = 0; i < pages; i++)
            {
                strips[page + i] = new (long Offset, long Count)[_strips];
            }

            for (long done = 0; done < (long)pages * _strips; done += StripsAtOnce)
            {
                _options.CancellationToken.ThrowIfCancellationRequested();
                var compressed = new MemoryStream[(int)Math.Min(StripsAtOnce, ((long)pages * _strips) - done)];
                long begin = done;
                InParallel(compressed.Length, i => compressed[i] = Compress((byte*)source + ((begin + i) / _strips * PageBytes), (int)((begin + i) % _strips)));
                for (int i = 0; i < compressed.Length; i++)
                {
                    strips[page + (int)((done + i) / _strips)][(done + i) % _strips] = (stream.Position, compressed[i].Length);
                    compressed[i].WriteTo(stream);
                }

                _options.Progress?.Report((page + ((double)done / _strips)) / _pages);
            }

            page += pages;
        }

        return strips;
    }

    private static void InParallel(int count, Action<int> work)
    {
        try
        {
            Parallel.For(0, count, work);
        }
        catch (AggregateException e)
        {
            ExceptionDispatchInfo.Capture(e.Flatten().InnerExceptions[0]).Throw();
        }
    }

    private MemoryStream Compress(byte* page, int strip)
    {
        long rowBytes = _picture.RowBytes;
        var bytes = new byte[Rows(strip) * rowBytes];
        fixed (byte* target = bytes)
        {
            Buffer.MemoryCopy(page + (strip * _rowsOfStrip * rowBytes), target, bytes.Length, bytes.Length);
            if (HasPredictor)
            {
                for (int y = 0; y < Rows(strip); y++)
                {
                    TiffPredictor.Difference(target + (y * rowBytes), _picture.Columns, _picture.Components, VoxelTypes.SizeOf(_picture.Type));
                }
            }
        }

        var compressed = new MemoryStream();
        using (var zlib = new ParallelGzipWriter(compressed, _level, CompressedFormat.Zlib, leaveOpen: true, threads: 1, cancellation: _options.CancellationToken))
        {
            zlib.Write(bytes, 0, bytes.Length);
        }

        return compressed;
    }

    private bool HasPredictor => _level > 0 && VoxelTypes.IsInteger(_picture.Type) && VoxelTypes.SizeOf(_picture.Type) <= 4;

    private TiffFields Directory(TiffFields fields, (long Offset, long Count)[] strips, int page)
    {
        int components = _picture.Components;
        fields.Clear();
        fields.Long(TiffTag.NewSubfileType, _pages > 1 ? 2 : 0);
        fields.Long(TiffTag.ImageWidth, _picture.Columns);
        fields.Long(TiffTag.ImageLength, _picture.Rows);
        fields.Shorts(TiffTag.BitsPerSample, Enumerable.Repeat(8 * VoxelTypes.SizeOf(_picture.Type), components));
        fields.Shorts(TiffTag.Compression, new[] { _level > 0 ? TiffCode.Deflate : TiffCode.Uncompressed });
        fields.Shorts(TiffTag.PhotometricInterpretation, new[] { components >= 3 ? TiffCode.Rgb : TiffCode.MinIsBlack });
        if (page == 0 && _meta.Shape.Count > 2)
        {
            fields.Text(TiffTag.ImageDescription, ImageJDescription.Format(_meta.Shape, _meta.Affine.To3D().Spacing[2], _meta.TimeStep));
        }

        fields.Offsets(TiffTag.StripOffsets, strips.Select(s => s.Offset));
        fields.Shorts(TiffTag.SamplesPerPixel, new[] { components });
        fields.Long(TiffTag.RowsPerStrip, _rowsOfStrip);
        fields.Offsets(TiffTag.StripByteCounts, strips.Select(s => s.Count));
        fields.Rational(TiffTag.XResolution, 10 / _picture.SpacingX);
        fields.Rational(TiffTag.YResolution, 10 / _picture.SpacingY);
        fields.Shorts(TiffTag.PlanarConfiguration, new[] { 1 });
        fields.Shorts(TiffTag.ResolutionUnit, new[] { TiffCode.CentimetreUnit });
        if (_pages is > 1 and <= ushort.MaxValue)
        {
            fields.Shorts(TiffTag.PageNumber, new[] { page, _pages });
        }

        fields.Text(TiffTag.Software, "MedIO");
        if (HasPredictor)
        {
            fields.Shorts(TiffTag.Predictor, new[] { TiffPredictor.Horizontal });
        }

        int extra = components >= 3 ? components - 3 : components - 1;
        if (extra > 0)
        {
            // The fourth of colours is alpha, not multiplied into them; of others nothing is known.
            fields.Shorts(TiffTag.ExtraSamples, Enumerable.Range(0, extra).Select(i => components == 4 ? 2 : 0));
        }

        int format = _picture.Type switch
        {
            VoxelType.Float32 or VoxelType.Float64 => TiffCode.FloatFormat,
            VoxelType.Int8 or VoxelType.Int16 or VoxelType.Int32 or VoxelType.Int64 => TiffCode.SignedFormat,
            _ => TiffCode.UnsignedFormat,
        };
        fields.Shorts(TiffTag.SampleFormat, Enumerable.Repeat(format, components));
        return fields;
    }
}
