using System;
using System.Collections.Generic;

namespace MedIO.Formats.Analyze;

/// <summary>How stored numbers become values, as SPM2 (spm_vol_ana) and nibabel have it.</summary>
internal static class AnalyzeScaling
{
    /// <summary>SPM's scale and offset; without a scale, what the ranges of stored and calibrated values say; else nothing.</summary>
    public static (double Slope, double Intercept) Read(AnalyzeHeader header, List<string> warnings)
    {
        double slope = header.Number(AnalyzeField.SclSlope);
        if (slope != 0 && IsFinite(slope))
        {
            double intercept = header.Number(AnalyzeField.SclInter);
            return (slope, IsFinite(intercept) ? intercept : 0);
        }

        double low = header.Number(AnalyzeField.Glmin);
        double stored = header.Number(AnalyzeField.Glmax) - low;
        double calibrated = header.Number(AnalyzeField.CalMax) - header.Number(AnalyzeField.CalMin);
        if (stored == 0 || calibrated == 0 || !IsFinite(calibrated))
        {
            return (1, 0);
        }

        slope = calibrated / stored;
        double offset = header.Number(AnalyzeField.CalMin) - (slope * low);
        if (slope != 1 || offset != 0)
        {
            warnings.Add(FormattableString.Invariant($"The header has no scale; as in SPM2 and nibabel, values are mapped from glmin..glmax to cal_min..cal_max: {slope:G6} x stored value + {offset:G6}."));
        }

        return (slope, offset);
    }

    private static bool IsFinite(double value) => !double.IsNaN(value) && !double.IsInfinity(value);
}
