using System;
using System.Collections.Generic;
using System.IO;
using System.Runtime.InteropServices;
using BitMiracle.LibJpeg.Classic;
using MedIO.Formats.Pictures;

namespace MedIO.Raster;

/// <summary>Writes baseline JPEG files as JFIF, by means of LibJpeg.NET: colours at full size, at a quality at which few see a difference.</summary>
internal sealed unsafe class JpegEncoder : IPictureEncoder
{
    private const int Quality = 95;

    // What libjpeg takes.
    private const int MostPixels = 65500;

    // A part in so many is what the rounding of a density may change; more is said.
    private const double Tolerance = 1e-4;

    /// <inheritdoc/>
    public string? Obstacle(PictureSamples picture) =>
        picture.Type != VoxelType.UInt8 ? $"holds no numbers of type {picture.Type}. Save with the data type UInt8, or as .png, .tif or NIfTI"
        : picture.Components is not (1 or 3) ? FormattableString.Invariant($"holds gray or RGB, not {picture.Components} components. Save as .png, .tif or NIfTI")
        : picture.Columns > MostPixels || picture.Rows > MostPixels ? FormattableString.Invariant($"holds at most {MostPixels} x {MostPixels} pixels, not {picture.Columns} x {picture.Rows}. Save as .png or .tif")
        : null;

    /// <inheritdoc/>
    public IEnumerable<string> Losses(PictureSamples picture)
    {
        yield return FormattableString.Invariant($"JPEG stores values with loss (quality {Quality}); .png and .tif keep them.");
        (DensityUnit unit, int x, int y) = Density(picture);
        double length = unit == DensityUnit.DotsCm ? 10 : PictureSpacing.Inch;
        if (unit == DensityUnit.Unknown)
        {
            yield return FormattableString.Invariant($"JPEG has no place for the distance of pixels ({picture.SpacingX} x {picture.SpacingY} mm).");
        }
        else if (Math.Abs((length / x / picture.SpacingX) - 1) > Tolerance || Math.Abs((length / y / picture.SpacingY) - 1) > Tolerance)
        {
            yield return FormattableString.Invariant($"JPEG rounds the distance of pixels from {picture.SpacingX:G6} x {picture.SpacingY:G6} mm to {length / x:G6} x {length / y:G6} mm.");
        }
    }

    /// <inheritdoc/>
    public void Encode(PictureSamples picture, byte* samples, Stream target, bool isAlone, SaveOptions options)
    {
        var jpeg = new jpeg_compress_struct(new jpeg_error_mgr()) { Image_width = picture.Columns, Image_height = picture.Rows, Input_components = picture.Components };
        jpeg.In_color_space = picture.Components == 1 ? J_COLOR_SPACE.JCS_GRAYSCALE : J_COLOR_SPACE.JCS_RGB;
        jpeg.jpeg_set_defaults();
        jpeg.jpeg_set_quality(Quality, true);
        jpeg.Dct_method = J_DCT_METHOD.JDCT_ISLOW;
        jpeg.Optimize_coding = true;
        foreach (jpeg_component_info component in jpeg.Component_info)
        {
            component.H_samp_factor = 1;
            component.V_samp_factor = 1;
        }

        (DensityUnit unit, int x, int y) = Density(picture);
        jpeg.Density_unit = unit;
        jpeg.X_density = (short)x;
        jpeg.Y_density = (short)y;
        jpeg.jpeg_stdio_dest(target);
        jpeg.jpeg_start_compress(true);
        var row = new[] { new byte[picture.RowBytes] };
        for (int line = 0; line < picture.Rows; line++)
        {
            if ((line & 63) == 0)
            {
                options.CancellationToken.ThrowIfCancellationRequested();
            }

            Marshal.Copy((nint)(samples + (line * picture.RowBytes)), row[0], 0, row[0].Length);
            jpeg.jpeg_write_scanlines(row, 1);
        }

        jpeg.jpeg_finish_compress();
    }

    // Whole dots a centimetre or an inch, whichever is nearer.
    private static (DensityUnit Unit, int X, int Y) Density(PictureSamples picture)
    {
        (DensityUnit Unit, int X, int Y) best = (DensityUnit.Unknown, 1, 1);
        double least = double.PositiveInfinity;
        foreach ((DensityUnit unit, double length) in new[] { (DensityUnit.DotsCm, 10.0), (DensityUnit.DotsInch, PictureSpacing.Inch) })
        {
            double x = Math.Round(length / picture.SpacingX);
            double y = Math.Round(length / picture.SpacingY);
            double error = Math.Abs((x * picture.SpacingX / length) - 1) + Math.Abs((y * picture.SpacingY / length) - 1);
            if (x is >= 1 and <= short.MaxValue && y is >= 1 and <= short.MaxValue && error < least)
            {
                best = (unit, (int)x, (int)y);
                least = error;
            }
        }

        return best;
    }
}
