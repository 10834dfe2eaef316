namespace MedIO.Dicom.Codecs.Jpeg2000.HighThroughput;

/// <summary>
/// Decodes the runs that say which quads with no significant neighbours have a significant sample (MEL, ISO/IEC 15444-15 clause
/// 7.3.3): runs of zeros, mostly ended by a one.
/// </summary>
internal unsafe struct MelDecoder
{
    private byte* _at;
    private byte* _end;
    private ulong _bits;
    private int _held;
    private bool _afterFF;
    private int _state;
    private bool _one;

    /// <summary>Zeros that come before anything else; callers may take them off themselves.</summary>
    public int Zeros;

    /// <summary>Begins.</summary>
    /// <param name="at">The first byte.</param>
    /// <param name="count">Bytes; the last of them shares its lower half with the length of the segment, which reads as ones.</param>
    public void Begin(byte* at, int count)
    {
        this = default;
        _at = at;
        _end = at + count;
    }

    /// <summary>Decodes a symbol, 0 or 1.</summary>
    public uint Next()
    {
        while (true)
        {
            if (Zeros > 0)
            {
                Zeros--;
                return 0;
            }

            if (_one)
            {
                _one = false;
                return 1;
            }

            NextRun();
        }
    }

    // Table 2 of the standard: the exponents of runs, 0 0 0 1 1 1 2 2 2 3 3 4 5.
    private static int Exponent(int state) => state < 9 ? state / 3 : state < 11 ? 3 : state - 7;

    private void NextRun()
    {
        if (_held < 6)
        {
            Refill();
        }

        int exponent = Exponent(_state);
        if (_bits >> 63 != 0)
        {
            Zeros = 1 << exponent;
            _state += _state < 12 ? 1 : 0;
            _bits <<= 1;
            _held--;
        }
        else
        {
            Zeros = (int)(_bits >> (63 - exponent)) & ((1 << exponent) - 1);
            _one = true;
            _state -= _state > 0 ? 1 : 0;
            _bits <<= 1 + exponent;
            _held -= 1 + exponent;
        }
    }

    private void Refill()
    {
        while (_held <= 56)
        {
            uint next = 0xFF;
            if (_at < _end)
            {
                next = *_at++;
                if (_at == _end)
                {
                    next |= 0xF;
                }
            }

            int bits = _afterFF ? 7 : 8;
            _bits |= (ulong)(next & (0xFFu >> (8 - bits))) << (64 - bits - _held);
            _held += bits;
            _afterFF = next == 0xFF;
        }
    }
}
