using System;

namespace MedIO.Dicom.Codecs.JpegLs;

/// <summary>Quantized gradients (ISO/IEC 14495-1 | T.87 section A.3.3) of all differences of two samples.</summary>
internal static class GradientTable
{
    /// <summary>Bytes of the table.</summary>
    public static int Length(CodingParameters parameters) => (2 * parameters.MaximumValue) + 1;

    /// <summary>Fills the table.</summary>
    /// <param name="table">Begins with the lowest difference, -MAXVAL.</param>
    /// <param name="parameters">Its thresholds.</param>
    public static void Fill(Span<sbyte> table, CodingParameters parameters)
    {
        int most = parameters.MaximumValue;
        ReadOnlySpan<int> from = stackalloc int[] { parameters.Near + 1, parameters.Threshold1, parameters.Threshold2, parameters.Threshold3, most + 1 };
        table.Clear();
        for (int i = 0; i < 4; i++)
        {
            int length = Math.Max(0, from[i + 1] - from[i]);
            table.Slice(most + from[i], length).Fill((sbyte)(i + 1));
            table.Slice(most - from[i] - length + 1, length).Fill((sbyte)(-i - 1));
        }
    }
}
