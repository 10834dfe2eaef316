using System.Collections.Generic;

namespace MedIO.Tests.Dicom.Codecs;

/// <summary>Encodes MEL symbols (ISO/IEC 15444-15 clause 7.3.3): bits from the highest of a byte on, seven after 0xFF.</summary>
internal sealed class MelEncoder
{
    private static readonly int[] Exponents = { 0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 4, 5 };

    private readonly List<byte> _bytes = new();
    private int _byte;
    private int _free = 8;
    private int _state;
    private int _run;

    public void Write(bool symbol)
    {
        int exponent = Exponents[_state];
        if (!symbol)
        {
            if (++_run == 1 << exponent)
            {
                Bit(1);
                _run = 0;
                _state = System.Math.Min(12, _state + 1);
            }

            return;
        }

        Bit(0);
        for (int i = exponent - 1; i >= 0; i--)
        {
            Bit((_run >> i) & 1);
        }

        _run = 0;
        _state = System.Math.Max(0, _state - 1);
    }

    public byte[] End()
    {
        if (_run > 0)
        {
            Bit(1);
        }

        if (_free < 8)
        {
            _bytes.Add((byte)(_byte << _free));
        }

        return _bytes.ToArray();
    }

    private void Bit(int bit)
    {
        _byte = (_byte << 1) | bit;
        if (--_free == 0)
        {
            _bytes.Add((byte)_byte);
            _free = _byte == 0xFF ? 7 : 8;
            _byte = 0;
        }
    }
}
