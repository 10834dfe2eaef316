using System.Collections.Generic;

namespace MedIO.Tests.Dicom.Codecs;

/// <summary>Writes bits from the lowest of a byte on, stuffed as segments that grow forwards or backwards are (ISO/IEC 15444-15 clause 7.1).</summary>
internal sealed class HighThroughputBits
{
    private readonly List<byte> _bytes = new();
    private readonly bool _isBackwards;
    private int _byte;
    private int _held;
    private int _last;

    /// <param name="isBackwards">Whether bytes come in reverse order.</param>
    /// <param name="first">Bits of the first byte that are taken.</param>
    /// <param name="held">How many.</param>
    public HighThroughputBits(bool isBackwards, int first = 0, int held = 0)
    {
        _isBackwards = isBackwards;
        _last = isBackwards ? 0xFF : 0;
        _byte = first;
        _held = held;
    }

    public void Write(long value, int count)
    {
        for (int i = 0; i < count; i++)
        {
            _byte |= (int)((value >> i) & 1) << _held++;
            bool isStuffed = _isBackwards ? _last > 0x8F && _byte == 0x7F && _held == 7 : _last == 0xFF && _held == 7;
            if (_held == 8 || isStuffed)
            {
                Flush();
            }
        }
    }

    /// <summary>All bytes in the order of a segment, the last one filled.</summary>
    public byte[] End(bool withOnes)
    {
        if (_held > 0)
        {
            int bits = _last == 0xFF && !_isBackwards ? 7 : 8;
            _byte |= withOnes ? (0xFF >> (8 - bits)) & (0xFF << _held) : 0;
            Flush();
        }

        byte[] bytes = _bytes.ToArray();
        if (_isBackwards)
        {
            System.Array.Reverse(bytes);
        }

        return bytes;
    }

    private void Flush()
    {
        _bytes.Add((byte)_byte);
        _last = _byte;
        _byte = 0;
        _held = 0;
    }
}
