namespace MedIO.Raster;

/// <summary>The horizontal predictor (TIFF 6.0 section 14): each sample less that of the pixel before.</summary>
internal static unsafe class TiffPredictor
{
    /// <summary>Its number.</summary>
    public const int Horizontal = 2;

    /// <summary>Takes the differences of a row in place.</summary>
    public static void Difference(byte* row, int columns, int components, int size)
    {
        long first = components;
        for (long i = ((long)columns * components) - 1; i >= first; i--)
        {
            switch (size)
            {
                case 1: row[i] -= row[i - components]; break;
                case 2: ((ushort*)row)[i] -= ((ushort*)row)[i - components]; break;
                default: ((uint*)row)[i] -= ((uint*)row)[i - components]; break;
            }
        }
    }
}
