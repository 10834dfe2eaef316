using System.Runtime.CompilerServices;

namespace MedIO.Dicom.Codecs.JpegLs;

/// <summary>What a sample is expected to be (ISO/IEC 14495-1 | T.87 sections A.4.1 and A.4.2). Without branches: nobody could guess which way noise goes.</summary>
internal static class Prediction
{
    /// <summary>The median of the left sample, the upper one, and the plane through both and the upper left one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Median(int left, int upper, int upperLeft)
    {
        int difference = left - upper;
        int swap = difference & (difference >> 31);
        int least = upper + swap;
        int most = left - swap;
        int plane = left + upper - upperLeft;
        int below = plane - least;
        plane -= below & (below >> 31);
        int above = most - plane;
        return plane + (above & (above >> 31));
    }

    /// <summary>The prediction with the context's correction, within what samples can be.</summary>
    /// <param name="prediction">The median.</param>
    /// <param name="correction">The context's correction.</param>
    /// <param name="sign">-1 where the context is that of the opposite gradients, else 0.</param>
    /// <param name="maximum">The greatest sample.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Corrected(int prediction, int correction, int sign, int maximum)
    {
        prediction += (correction ^ sign) - sign;
        prediction &= ~(prediction >> 31);
        int beyond = maximum - prediction;
        return prediction + (beyond & (beyond >> 31));
    }
}
