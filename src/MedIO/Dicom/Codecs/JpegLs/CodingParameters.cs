using System;
using System.IO;

namespace MedIO.Dicom.Codecs.JpegLs;

/// <summary>What a scan is coded with (ISO/IEC 14495-1 | T.87 annexes A.2.1 and C.2.4.1), all of it settled by MAXVAL, NEAR, the thresholds and RESET.</summary>
internal sealed record CodingParameters
{
    private const int DefaultReset = 64;

    /// <param name="bits">Bits of a sample as the frame header says (P).</param>
    /// <param name="near">How much a sample may differ from the original (NEAR).</param>
    /// <param name="presets">Those that the stream sets; 0 is the default.</param>
    /// <exception cref="InvalidDataException">They are out of the ranges that the standard gives them.</exception>
    public CodingParameters(int bits, int near, PresetParameters presets)
    {
        int most = (1 << bits) - 1;
        MaximumValue = presets.MaximumValue == 0 ? most : presets.MaximumValue;
        if (MaximumValue > most)
        {
            throw new InvalidDataException(FormattableString.Invariant($"A JPEG-LS stream has samples of {bits} bits, but says that they go up to {MaximumValue}."));
        }

        Near = near;
        if (near > Math.Min(255, MaximumValue / 2))
        {
            throw new InvalidDataException(FormattableString.Invariant($"A JPEG-LS stream lets samples of at most {MaximumValue} be off by {near}, which is more than the standard allows."));
        }

        (int t1, int t2, int t3) = DefaultThresholds(MaximumValue, near);
        Threshold1 = presets.Threshold1 == 0 ? t1 : presets.Threshold1;
        Threshold2 = presets.Threshold2 == 0 ? t2 : presets.Threshold2;
        Threshold3 = presets.Threshold3 == 0 ? t3 : presets.Threshold3;
        Reset = presets.Reset == 0 ? DefaultReset : presets.Reset;
        if (Threshold1 < near + 1 || Threshold2 < Threshold1 || Threshold3 < Threshold2 || Threshold3 > MaximumValue)
        {
            throw new InvalidDataException(FormattableString.Invariant($"The thresholds {Threshold1}, {Threshold2} and {Threshold3} of a JPEG-LS stream are not in order between {near + 1} and {MaximumValue}."));
        }

        if (Reset < 3 || Reset > Math.Max(255, MaximumValue))
        {
            throw new InvalidDataException(FormattableString.Invariant($"A JPEG-LS stream halves its counts at {Reset}; the standard allows 3 to {Math.Max(255, MaximumValue)}."));
        }

        Range = ((MaximumValue + (2 * near)) / ((2 * near) + 1)) + 1;
        ErrorBits = BitsOf(Range - 1);
        int sampleBits = Math.Max(2, BitsOf(MaximumValue));
        Limit = 2 * (sampleBits + Math.Max(8, sampleBits));
    }

    /// <summary>The greatest sample (MAXVAL).</summary>
    public int MaximumValue { get; }

    /// <summary>How much a sample may differ from the original (NEAR).</summary>
    public int Near { get; }

    /// <summary>From where on a gradient is quantized to 2 (T1).</summary>
    public int Threshold1 { get; }

    /// <summary>From where on a gradient is quantized to 3 (T2).</summary>
    public int Threshold2 { get; }

    /// <summary>From where on a gradient is quantized to 4 (T3).</summary>
    public int Threshold3 { get; }

    /// <summary>At which count of samples a context's sums are halved (RESET).</summary>
    public int Reset { get; }

    /// <summary>How many values an error has (RANGE).</summary>
    public int Range { get; }

    /// <summary>Bits of an error (qbpp).</summary>
    public int ErrorBits { get; }

    /// <summary>Bits of the longest code (LIMIT).</summary>
    public int Limit { get; }

    /// <summary>Whether nothing is lost and errors have a power of two of values, so that samples wrap round with a mask.</summary>
    public bool IsLosslessBinary => Near == 0 && (Range & (Range - 1)) == 0;

    private static int BitsOf(int value)
    {
        int bits = 0;
        while (value >> bits != 0)
        {
            bits++;
        }

        return bits;
    }

    // C.2.4.1.1.1
    private static (int T1, int T2, int T3) DefaultThresholds(int maximum, int near)
    {
        int t1, t2, t3;
        if (maximum >= 128)
        {
            int factor = (Math.Min(maximum, 4095) + 128) / 256;
            t1 = factor + 2 + (3 * near);
            t2 = (factor * 4) + 3 + (5 * near);
            t3 = (factor * 17) + 4 + (7 * near);
        }
        else
        {
            int factor = 256 / (maximum + 1);
            t1 = Math.Max(2, (3 / factor) + (3 * near));
            t2 = Math.Max(3, (7 / factor) + (5 * near));
            t3 = Math.Max(4, (21 / factor) + (7 * near));
        }

        t1 = Within(t1, near + 1, maximum);
        t2 = Within(t2, t1, maximum);
        return (t1, t2, Within(t3, t2, maximum));
    }

    private static int Within(int value, int least, int most) => value > most || value < least ? least : value;
}
