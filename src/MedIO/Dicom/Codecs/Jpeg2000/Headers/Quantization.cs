using System;
using System.IO;

namespace MedIO.Dicom.Codecs.Jpeg2000.Headers;

/// <summary>The quantizer of a component: a QCD or QCC segment (ISO/IEC 15444-1 sections A.6.4 and E.1).</summary>
internal sealed class Quantization
{
    private const int MostBands = 97;

    private readonly ushort[] _steps;
    private readonly bool _isDerived;
    private readonly bool _isReversible;

    private Quantization(int guardBits, ushort[] steps, bool isDerived, bool isReversible)
    {
        GuardBits = guardBits;
        _steps = steps;
        _isDerived = isDerived;
        _isReversible = isReversible;
    }

    public int GuardBits { get; }

    /// <summary>Reads what is left of a segment.</summary>
    public static Quantization Read(ref HeaderBytes segment)
    {
        int style = segment.Byte();
        int kind = style & 31;
        if (kind > 2)
        {
            throw new InvalidDataException(FormattableString.Invariant($"A JPEG 2000 code stream uses quantization {kind}, which part 1 of the standard does not have."));
        }

        int count = kind == 1 ? 1 : Math.Min(MostBands, segment.Left / (kind == 0 ? 1 : 2));
        if (count == 0)
        {
            throw new InvalidDataException("A JPEG 2000 code stream has a quantization segment without steps.");
        }

        var steps = new ushort[count];
        for (int i = 0; i < count; i++)
        {
            // An exponent of 5 bits above a mantissa of 11.
            steps[i] = (ushort)(kind == 0 ? segment.Byte() >> 3 << 11 : segment.Word());
        }

        return new Quantization(style >> 5, steps, kind == 1, kind == 0);
    }

    /// <summary>The exponent of a sub-band's step size (equation E-5 where it is derived).</summary>
    /// <param name="band">The sub-band's number: 0 for LL, then HL, LH and HH of each level, the coarsest first.</param>
    public int Exponent(int band)
    {
        if (_isDerived)
        {
            return Math.Max(0, (_steps[0] >> 11) - (band == 0 ? 0 : (band - 1) / 3));
        }

        // Too few steps are damage that a decoder can live with: nothing of the sub-bands beyond has to be coded.
        return band < _steps.Length ? _steps[band] >> 11 : 0;
    }

    /// <summary>A sub-band's step size (equation E-3).</summary>
    /// <param name="band">The sub-band's number.</param>
    /// <param name="dynamicRange">Bits of the component's samples and of the sub-band's gain.</param>
    public float Step(int band, int dynamicRange)
    {
        int mantissa = _isReversible ? 0 : _isDerived ? _steps[0] & 0x7FF : band < _steps.Length ? _steps[band] & 0x7FF : 0;
        return (float)(Math.Pow(2, dynamicRange - Exponent(band)) * (1 + (mantissa / 2048.0)));
    }
}
