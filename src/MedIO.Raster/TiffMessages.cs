using System;
using System.Globalization;
using BitMiracle.LibTiff.Classic;

namespace MedIO.Raster;

/// <summary>Keeps what the library says of errors, which would go to the console else.</summary>
internal sealed class TiffMessages : TiffErrorHandler
{
    [ThreadStatic]
    private static string? t_last;

    /// <summary>The last error of this thread.</summary>
    public static string? Last
    {
        get => t_last;
        set => t_last = value;
    }

    public override void ErrorHandler(Tiff tif, string method, string format, params object[] args)
    {
        try
        {
            t_last ??= string.Format(CultureInfo.InvariantCulture, format, args).TrimEnd('.');
        }
        catch (FormatException)
        {
            t_last ??= format;
        }
    }

    public override void ErrorHandlerExt(Tiff tif, object clientData, string method, string format, params object[] args)
    {
    }

    public override void WarningHandler(Tiff tif, string method, string format, params object[] args)
    {
    }

    public override void WarningHandlerExt(Tiff tif, object clientData, string method, string format, params object[] args)
    {
    }
}
