using System;
using System.IO;

namespace MedIO.Dicom.Codecs.Jpeg2000.Headers;

/// <summary>The SIZ segment: the reference grid, its tiles and the components (ISO/IEC 15444-1 sections A.5.1 and B.2 to B.4).</summary>
internal sealed class ImageSize
{
    /// <summary>Tile numbers have 16 bits.</summary>
    private const long MostTiles = 65535;

    /// <summary>What coefficients of 31 bits hold.</summary>
    private const int MostBits = 26;

    private ImageSize(ComponentSize[] components) => Components = components;

    public long X0 { get; private set; }

    public long Y0 { get; private set; }

    public long X1 { get; private set; }

    public long Y1 { get; private set; }

    public long TileWidth { get; private set; }

    public long TileHeight { get; private set; }

    public long TileX0 { get; private set; }

    public long TileY0 { get; private set; }

    public int TilesWide { get; private set; }

    public int TilesHigh { get; private set; }

    public ComponentSize[] Components { get; }

    /// <summary>Whether the frame has the size that all components have, not that of the finer reference grid.</summary>
    public bool IsFrameOfComponents { get; private set; }

    /// <summary>Reads the segment, and holds it against what the data set says of the frame.</summary>
    public static ImageSize Read(HeaderBytes segment, FrameDescription frame)
    {
        segment.Word();
        long x1 = segment.Long(), y1 = segment.Long(), x0 = segment.Long(), y0 = segment.Long();
        long tileWidth = segment.Long(), tileHeight = segment.Long(), tileX0 = segment.Long(), tileY0 = segment.Long();
        int count = segment.Word();
        if (count != frame.Components)
        {
            throw new InvalidDataException(FormattableString.Invariant($"Its JPEG 2000 code stream has {count} components, but the data set says {frame.Components}."));
        }

        if (segment.Left < 3 * count || x0 >= x1 || y0 >= y1)
        {
            throw new InvalidDataException("The size of a JPEG 2000 code stream is impossible.");
        }

        var components = new ComponentSize[count];
        for (int c = 0; c < count; c++)
        {
            int bits = segment.Byte();
            components[c] = new ComponentSize((bits & 0x7F) + 1, (bits & 0x80) != 0, segment.Byte(), segment.Byte());
        }

        var size = new ImageSize(components)
        {
            X0 = x0, Y0 = y0, X1 = x1, Y1 = y1, TileWidth = tileWidth, TileHeight = tileHeight, TileX0 = tileX0, TileY0 = tileY0,
        };
        size.CheckComponents(frame);
        size.CheckFrame(frame);
        size.CheckTiles();
        return size;
    }

    /// <summary>A tile's place on the reference grid (equations B-7 to B-10).</summary>
    public (long X0, long Y0, long X1, long Y1) Tile(int number)
    {
        long left = TileX0 + (number % TilesWide * TileWidth);
        long top = TileY0 + (number / TilesWide * TileHeight);
        return (Math.Max(left, X0), Math.Max(top, Y0), Math.Min(left + TileWidth, X1), Math.Min(top + TileHeight, Y1));
    }

    /// <summary>Whether a tile has samples at all: where all components are subsampled, a narrow one may have none.</summary>
    public bool HasSamples(int tile)
    {
        (long x0, long y0, long x1, long y1) = Tile(tile);
        return Array.Exists(Components, c => DivideUp(x0, c.StepX) < DivideUp(x1, c.StepX) && DivideUp(y0, c.StepY) < DivideUp(y1, c.StepY));
    }

    private static long DivideUp(long a, long b) => (a + b - 1) / b;

    private void CheckComponents(FrameDescription frame)
    {
        foreach (ComponentSize component in Components)
        {
            if (component.StepX == 0 || component.StepY == 0)
            {
                throw new InvalidDataException("The subsampling of a component of a JPEG 2000 code stream is 0.");
            }

            if (DivideUp(X0, component.StepX) == DivideUp(X1, component.StepX) || DivideUp(Y0, component.StepY) == DivideUp(Y1, component.StepY))
            {
                throw new InvalidDataException("A component of a JPEG 2000 code stream is subsampled so far that it has no samples.");
            }

            if (component.Precision > 8 * frame.CellBytes || component.Precision > MostBits)
            {
                throw new InvalidDataException(component.Precision > MostBits
                    ? FormattableString.Invariant($"Its JPEG 2000 code stream has {component.Precision} bits a sample; up to {MostBits} can be decoded.")
                    : FormattableString.Invariant($"Its JPEG 2000 code stream has {component.Precision} bits a sample, but the data set allocates {frame.BitsAllocated}."));
            }
        }
    }

    private void CheckFrame(FrameDescription frame)
    {
        if (X1 - X0 == frame.Columns && Y1 - Y0 == frame.Rows)
        {
            return;
        }

        // Encoders that were told to subsample all components alike give the frame's size to the components.
        ComponentSize first = Components[0];
        IsFrameOfComponents = DivideUp(X1, first.StepX) - DivideUp(X0, first.StepX) == frame.Columns
            && DivideUp(Y1, first.StepY) - DivideUp(Y0, first.StepY) == frame.Rows
            && Array.TrueForAll(Components, c => c.StepX == first.StepX && c.StepY == first.StepY);
        if (!IsFrameOfComponents)
        {
            throw new InvalidDataException(FormattableString.Invariant($"Its JPEG 2000 code stream has {X1 - X0} x {Y1 - Y0} pixels, but the data set says {frame.Columns} x {frame.Rows}."));
        }
    }

    private void CheckTiles()
    {
        if (TileWidth == 0 || TileHeight == 0 || TileX0 > X0 || TileY0 > Y0 || TileX0 + TileWidth <= X0 || TileY0 + TileHeight <= Y0)
        {
            throw new InvalidDataException("The tiles of a JPEG 2000 code stream do not begin where its image does.");
        }

        long wide = DivideUp(X1 - TileX0, TileWidth);
        long high = DivideUp(Y1 - TileY0, TileHeight);
        if (wide > MostTiles || high > MostTiles || wide * high > MostTiles)
        {
            throw new InvalidDataException("A JPEG 2000 code stream has more tiles than can have a number.");
        }

        TilesWide = (int)wide;
        TilesHigh = (int)high;
    }

    /// <summary>A component's samples.</summary>
    /// <param name="Precision">Bits of a sample.</param>
    /// <param name="IsSigned">Whether they are two's complements.</param>
    /// <param name="StepX">Columns of the reference grid from one to the next.</param>
    /// <param name="StepY">Rows of the reference grid from one to the next.</param>
    internal readonly record struct ComponentSize(int Precision, bool IsSigned, int StepX, int StepY);
}
