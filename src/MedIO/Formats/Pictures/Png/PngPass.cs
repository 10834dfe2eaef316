using System;
using System.IO;

namespace MedIO.Formats.Pictures.Png;

/// <summary>The pixels that come together: all of them, or one of the seven passes of Adam7 (ISO/IEC 15948 section 8.2).</summary>
/// <param name="Left">Column of the first one.</param>
/// <param name="Top">Row of the first one.</param>
/// <param name="Across">Columns from one to the next.</param>
/// <param name="Down">Rows from one to the next.</param>
/// <param name="Columns">How many there are along a row.</param>
/// <param name="Rows">How many rows there are.</param>
internal sealed record PngPass(int Left, int Top, int Across, int Down, int Columns, int Rows)
{
    private static readonly int[][] Adam7 =
    {
        new[] { 0, 0, 8, 8 }, new[] { 4, 0, 8, 8 }, new[] { 0, 4, 4, 8 }, new[] { 2, 0, 4, 4 }, new[] { 0, 2, 2, 4 }, new[] { 1, 0, 2, 2 }, new[] { 0, 1, 1, 2 },
    };

    /// <summary>The passes of a picture, those without pixels left out.</summary>
    public static PngPass[] Of(PngHeader header)
    {
        PictureHeader picture = header.Picture;
        if (!header.IsInterlaced)
        {
            return new[] { new PngPass(0, 0, 1, 1, picture.Columns, picture.Rows) };
        }

        PngPass[] passes = Array.ConvertAll(Adam7, p => new PngPass(p[0], p[1], p[2], p[3], Count(picture.Columns, p[0], p[2]), Count(picture.Rows, p[1], p[3])));
        return Array.FindAll(passes, p => p.Columns > 0 && p.Rows > 0);
    }

    /// <summary>Takes the filters of the pass's rows back, in place, and puts the samples where they belong.</summary>
    /// <param name="header">The picture.</param>
    /// <param name="image">Makes samples of a row.</param>
    /// <param name="row">The first row's filter; moves on behind the last row that is whole.</param>
    /// <param name="end">Where the rows end.</param>
    /// <param name="target">The whole picture's samples.</param>
    /// <returns>What is wrong with a row; null where nothing is.</returns>
    public unsafe Exception? Decode(PngHeader header, PngSamples image, ref byte* row, byte* end, byte* target)
    {
        int bytes = checked((int)header.RowBytes(Columns));
        int step = Math.Max(1, header.PixelBits / 8);
        int pixelBytes = image.PixelBytes;
        long lineBytes = (long)header.Picture.Columns * pixelBytes;
        byte[]? spread = Across > 1 ? new byte[Columns * pixelBytes] : null;
        byte* before = null;
        fixed (byte* pixels = spread)
        {
            for (int y = 0; y < Rows; y++)
            {
                if (end - row < 1 + bytes)
                {
                    row = end;
                    return null;
                }

                if (!PngFilter.TakeBack(*row, row + 1, before, bytes, step))
                {
                    Exception damage = new InvalidDataException(FormattableString.Invariant($"Its row {Top + ((long)y * Down)} has the filter {*row}, which there is none of."));
                    row = end;
                    return damage;
                }

                byte* line = target + ((Top + ((long)y * Down)) * lineBytes);
                if (pixels is null)
                {
                    image.Write(row + 1, Columns, line);
                }
                else
                {
                    image.Write(row + 1, Columns, pixels);
                    byte* to = line + ((long)Left * pixelBytes);
                    byte* from = pixels;
                    for (int x = 0; x < Columns; x++, to += (long)Across * pixelBytes)
                    {
                        for (int i = 0; i < pixelBytes; i++)
                        {
                            to[i] = *from++;
                        }
                    }
                }

                before = row + 1;
                row += 1 + bytes;
            }
        }

        return null;
    }

    private static int Count(int size, int first, int step) => size <= first ? 0 : (int)(((long)size - first + step - 1) / step);
}
