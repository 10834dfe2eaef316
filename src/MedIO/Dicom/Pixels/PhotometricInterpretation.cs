namespace MedIO.Dicom.Pixels;

/// <summary>What the samples of a pixel mean (PS3.3 section C.7.6.3.1.2).</summary>
internal enum PhotometricInterpretation
{
    /// <summary>Grey, the lowest value white. Values stay as they are stored.</summary>
    Monochrome1,

    /// <summary>Grey, the lowest value black.</summary>
    Monochrome2,

    /// <summary>Indices of colours.</summary>
    PaletteColor,

    /// <summary>Red, green and blue.</summary>
    Rgb,

    /// <summary>Alpha, red, green and blue; retired.</summary>
    Argb,

    /// <summary>Luminance and two chrominances.</summary>
    YbrFull,

    /// <summary>The same, with half as many chrominances along a row.</summary>
    YbrFull422,

    /// <summary>As <see cref="YbrFull422"/>, in the ranges of video; retired.</summary>
    YbrPartial422,

    /// <summary>As <see cref="YbrPartial422"/>, with half as many chrominances along a column too; of videos only.</summary>
    YbrPartial420,

    /// <summary>JPEG 2000's irreversible transform, which its decoder undoes.</summary>
    YbrIct,

    /// <summary>JPEG 2000's reversible transform, which its decoder undoes.</summary>
    YbrRct,
}
