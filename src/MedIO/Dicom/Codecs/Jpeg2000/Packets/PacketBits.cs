using System.IO;

namespace MedIO.Dicom.Codecs.Jpeg2000.Packets;

/// <summary>The bits of a packet header; a byte behind one of all ones has but seven (ISO/IEC 15444-1 section B.10.1).</summary>
internal unsafe struct PacketBits
{
    private readonly byte* _data;
    private readonly int _end;
    private int _byte;
    private int _left;

    public PacketBits(byte* data, int position, int end)
    {
        _data = data;
        _end = end;
        Position = position;
        _byte = 0;
        _left = 0;
    }

    /// <summary>Where the next byte is.</summary>
    public int Position { get; private set; }

    public int Bit()
    {
        if (_left == 0)
        {
            Fill();
        }

        return (_byte >> --_left) & 1;
    }

    /// <summary>Reads up to 31 bits.</summary>
    public int Bits(int count)
    {
        int value = 0;
        for (; count > 0; count--)
        {
            value = (value << 1) | Bit();
        }

        return value;
    }

    /// <summary>Goes to the byte behind the header.</summary>
    public void End()
    {
        if (_byte == 0xFF)
        {
            Fill();
        }
    }

    private void Fill()
    {
        if (Position >= _end)
        {
            throw new EndOfStreamException("A packet header of a JPEG 2000 code stream ends too early.");
        }

        _left = _byte == 0xFF ? 7 : 8;
        _byte = _data[Position++];
    }
}
