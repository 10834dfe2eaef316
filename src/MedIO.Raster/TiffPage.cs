using System;
using System.Linq;
using MedIO.Formats;
using MedIO.Formats.Reading;

namespace MedIO.Raster;

/// <summary>A page: its pixels, and where they are in the file.</summary>
internal sealed class TiffPage
{
    // Deflate, the densest of those that are common, has 1032; LZW comes to more on one colour.
    private const long MostExpansion = 4096;

    private const long MostOfPiece = 1 << 30;

    // A drawing of 100 megapixels is nearly all white.
    private const long MostOfFax = 1 << 28;
    private const int MostOfFaxLine = 1 << 17;

    private long[] _offsets = Array.Empty<long>();
    private long[] _counts = Array.Empty<long>();

    private TiffPage(TiffPixels pixels) => Pixels = pixels;

    public TiffPixels Pixels { get; }

    /// <summary>What the library gets to see of its directory; null where it is not needed.</summary>
    public TiffExcerpt? Excerpt { get; private set; }

    public int Compression { get; private set; }

    /// <summary>Whether each sample of a pixel has a plane of its own.</summary>
    public bool IsPlanar { get; private set; }

    public bool IsTiled { get; private set; }

    /// <summary>Pixels along a row of a strip or a tile.</summary>
    public int PieceColumns { get; private set; }

    /// <summary>Rows of a strip or a tile.</summary>
    public int PieceRows { get; private set; }

    /// <summary>Whether the bits of a byte are in reverse.</summary>
    public bool IsReversed { get; private set; }

    /// <summary>Strips or tiles side by side.</summary>
    public int PiecesAcross => IsTiled ? (int)Divide(Pixels.Columns, PieceColumns) : 1;

    /// <summary>Strips or tiles of a plane.</summary>
    public long Pieces => PiecesAcross * Divide(Pixels.Rows, PieceRows);

    /// <summary>Planes, as many as samples if each has its own.</summary>
    public int Planes => IsPlanar ? Pixels.Samples : 1;

    /// <summary>Bytes of a whole strip or tile.</summary>
    public long PieceBytes => Pixels.RowBytes(PieceColumns, IsPlanar) * PieceRows;

    /// <summary>Where the pixels lie as they are to come out, in one run; -1 where they do not.</summary>
    public long RawOffset { get; private set; } = -1;

    /// <summary>Where a strip or tile is in the file; nowhere where it is left out, which means that it is zero.</summary>
    public FileRange Range(long piece) => new(_offsets[piece], _counts[piece]);

    /// <summary>Whether strips and tiles are decoded here, without the library.</summary>
    public bool IsPlain => !IsReversed && Pixels.Meaning != TiffMeaning.Colours && (Compression == TiffCode.Uncompressed || (IsDeflated && IsPredictedPlainly));

    public bool IsDeflated => Compression is TiffCode.Deflate or TiffCode.OldDeflate;

    /// <summary>How samples were foretold before compression (Predictor).</summary>
    public int Predictor { get; private set; } = TiffPredictor.None;

    /// <summary>Finds a page's pixels.</summary>
    /// <exception cref="MedIOException">The directory is damaged, or of a kind that is not supported.</exception>
    public static TiffPage Read(TiffDirectory directory, TiffBytes bytes, string path, bool allowTruncated)
    {
        int compression = (int)(directory.Integer(TiffTag.Compression) ?? TiffCode.Uncompressed);
        var page = new TiffPage(TiffPixelsReader.Read(directory, bytes, path, compression))
        {
            Compression = compression,
            IsPlanar = directory.Integer(TiffTag.PlanarConfiguration) == TiffCode.Planar,
            Predictor = (int)(directory.Integer(TiffTag.Predictor) ?? TiffPredictor.None),
            IsReversed = directory.Integer(TiffTag.FillOrder) == 2,
            IsTiled = directory.Has(TiffTag.TileWidth) || directory.Has(TiffTag.TileOffsets),
        };
        if (!TiffCode.IsDecoded(compression))
        {
            throw new MedIOException(MedIOError.UnsupportedFeature, $"{path}: is compressed by {TiffCode.CompressionName(compression)}, which is not supported. Save it anew with Deflate or without compression.", path);
        }

        page.IsPlanar &= page.Pixels.Samples > 1;
        page.Locate(directory, bytes, path, allowTruncated);
        return page;
    }

    private void Locate(TiffDirectory directory, TiffBytes bytes, string path, bool allowTruncated)
    {
        long columns = IsTiled ? directory.Integer(TiffTag.TileWidth) ?? 0 : Pixels.Columns;
        long rows = IsTiled ? directory.Integer(TiffTag.TileLength) ?? 0 : directory.Integer(TiffTag.RowsPerStrip) ?? Pixels.Rows;
        rows = IsTiled ? rows : Math.Min(rows, Pixels.Rows);
        if (columns is < 1 or > int.MaxValue || rows is < 1 or > int.MaxValue || (IsTiled && columns > MostOfPiece / rows))
        {
            throw bytes.Invalid(FormattableString.Invariant($"strips or tiles of {columns} x {rows} pixels cannot be"));
        }

        (PieceColumns, PieceRows) = ((int)columns, (int)rows);
        long needed = Pieces * Planes;
        _offsets = directory.Integers(IsTiled ? TiffTag.TileOffsets : TiffTag.StripOffsets, needed) ?? Array.Empty<long>();
        _counts = directory.Integers(IsTiled ? TiffTag.TileByteCounts : TiffTag.StripByteCounts, needed) ?? Array.Empty<long>();
        bool isRaw = Compression == TiffCode.Uncompressed;
        if (needed == 1 && _offsets.Length == 1 && isRaw && (_counts.Length == 0 || _counts[0] == 0))
        {
            // Old programs leave it out, or do not know it yet.
            _counts = new[] { Math.Max(0, Math.Min(bytes.Length - _offsets[0], PieceBytes)) };
        }

        if (_offsets.Length < needed || _counts.Length < needed)
        {
            throw bytes.Invalid(FormattableString.Invariant($"a page has {Math.Min(_offsets.Length, _counts.Length)} strips or tiles where it needs {needed}"));
        }

        if (isRaw && !IsTiled && !IsPlanar && !IsReversed && Pixels.IsDirect && _offsets[0] >= 0 && IsOneRun())
        {
            RawOffset = _offsets[0];
            return;
        }

        RequireBytes(bytes, path, allowTruncated);
        if (!IsPlain)
        {
            Excerpt = TiffExcerpt.Of(directory, bytes, IsTiled, Pixels.Meaning == TiffMeaning.Indices, _offsets, _counts);
        }
    }

    private bool IsPredictedPlainly => Predictor switch
    {
        TiffPredictor.None => true,
        TiffPredictor.Horizontal => Pixels.Bits is 8 or 16 or 32 or 64,
        TiffPredictor.FloatingPoint => Pixels is { Format: TiffCode.FloatFormat, Bits: 16 or 32 or 64 },
        _ => false,
    };

    private bool IsOneRun()
    {
        for (int i = 1; i < _offsets.Length; i++)
        {
            if (_offsets[i] != _offsets[i - 1] + _counts[i - 1] || _counts[i - 1] != PieceBytes)
            {
                return false;
            }
        }

        return true;
    }

    // What a page declares is held against what the file has of it.
    private void RequireBytes(TiffBytes bytes, string path, bool allowTruncated)
    {
        long stored = 0;
        for (int i = 0; i < _offsets.Length; i++)
        {
            if (_counts[i] < 0 || _offsets[i] < 0 || (_counts[i] > bytes.Length - _offsets[i] && !allowTruncated))
            {
                throw new MedIOException(
                    MedIOError.TruncatedData,
                    FormattableString.Invariant($"{path}: a strip or tile of {_counts[i]} bytes begins at byte {_offsets[i]} of {bytes.Length}. The file is cut off, or its directory is damaged: copy it again from where it came from."),
                    path);
            }

            _counts[i] = Math.Max(0, Math.Min(_counts[i], bytes.Length - _offsets[i]));
            stored += _counts[i];
        }

        // A tile may be mostly outside of its page.
        long declared = Math.Max(Pixels.ByteCount, _counts.Any(c => c > 0) ? PieceBytes : 0);
        bool isFax = Compression is 2 or 3 or 4 or 32771;
        bool fits = isFax
            // A white row is one bit, however long it is.
            ? Pixels.Rows <= 8 * (stored + 8) && Pixels.Columns <= MostOfFaxLine && declared <= MostOfFax + (stored * MostExpansion)
            : declared / MostExpansion <= stored + 64;
        if (!fits || PieceBytes > MostOfPiece)
        {
            throw new MedIOException(
                PieceBytes > MostOfPiece ? MedIOError.ImageTooLarge : MedIOError.TruncatedData,
                FormattableString.Invariant($"{path}: {Pixels} cannot be in the {stored} bytes that the file has for them, or have strips too long to decode. It is damaged: copy it again from where it came from."),
                path);
        }
    }

    private static long Divide(long a, long b) => (a + b - 1) / b;
}
