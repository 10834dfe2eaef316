namespace MedIO.Raster;

/// <summary>What is to be done with samples.</summary>
internal enum TiffMeaning
{
    /// <summary>They are the values.</summary>
    Values,

    /// <summary>Bits of a scan of which zero is white: the values are counted from the other end, so that it is the highest.</summary>
    InvertedValues,

    /// <summary>They are indices of colours.</summary>
    Indices,

    /// <summary>They are colours that the library makes RGB of.</summary>
    Colours,
}
