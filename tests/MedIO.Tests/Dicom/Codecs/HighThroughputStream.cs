using System;
using System.Collections.Generic;
using System.Linq;
using MedIO.Dicom.Codecs.Jpeg2000;

namespace MedIO.Tests.Dicom.Codecs;

/// <summary>
/// Writes a code stream of one code-block without wavelet transform, in as many layers as wanted: what packet headers say of
/// high-throughput code-blocks (ISO/IEC 15444-15 annex B).
/// </summary>
internal sealed class HighThroughputStream
{
    private readonly List<byte> _packets = new();
    private readonly List<byte> _header = new();
    private readonly CodeBlock _block;
    private readonly int _planes;
    private readonly int _zeroPlanes;
    private int _lengthBits = 3;
    private int _layers;
    private int _byte;
    private int _free;

    /// <param name="block">Its size and style.</param>
    /// <param name="planes">Bit-planes of the sub-band.</param>
    /// <param name="zeroPlanes">How many of them the packet header says are zero.</param>
    public HighThroughputStream(CodeBlock block, int planes, int zeroPlanes)
    {
        _block = block;
        _planes = planes;
        _zeroPlanes = zeroPlanes;
    }

    /// <summary>Adds a layer.</summary>
    /// <param name="segments">What it has of segments.</param>
    /// <param name="bytes">Their bytes.</param>
    /// <param name="leastLengthBits">Bits that a length of one pass has at least.</param>
    public void AddLayer(IReadOnlyList<CodeWordSegment> segments, IEnumerable<byte> bytes, int leastLengthBits = 3)
    {
        _header.Clear();
        _byte = 0;
        _free = 8;
        Bit(1);
        Bit(1);
        if (_layers++ == 0)
        {
            Bits(1, _zeroPlanes + 1);
        }

        Passes(segments.Sum(segment => segment.Passes));
        int bits = _lengthBits;
        _lengthBits = Math.Max(_lengthBits, leastLengthBits);
        while (segments.Any(segment => segment.Length >> (_lengthBits + Log2(segment.Passes)) != 0))
        {
            _lengthBits++;
        }

        for (; bits < _lengthBits; bits++)
        {
            Bit(1);
        }

        Bit(0);
        foreach (CodeWordSegment segment in segments)
        {
            Bits(segment.Length, _lengthBits + Log2(segment.Passes));
        }

        // The last byte is filled; where the one before it was 0xFF it is needed even if it is empty.
        bool isAfterOnes = _header.Count > 0 && _header[_header.Count - 1] == 0xFF;
        if (_free < 8 || isAfterOnes)
        {
            Bits(0, _free);
        }

        _packets.AddRange(_header);
        _packets.AddRange(bytes);
    }

    /// <summary>The whole code stream, of signed samples of 16 bits.</summary>
    public byte[] End()
    {
        var stream = new List<byte>();
        void Add(int value, int count)
        {
            for (int i = count - 1; i >= 0; i--)
            {
                stream.Add((byte)(value >> (8 * i)));
            }
        }

        Add(0xFF4F, 2);
        Add(0xFF51, 2);
        Add(41, 2);
        Add(0x4000, 2);
        foreach (int size in new[] { _block.Width, _block.Height, 0, 0, _block.Width, _block.Height, 0, 0 })
        {
            Add(size, 4);
        }

        Add(1, 2);
        Add(0x8F0101, 3);
        Add(0xFF50, 2);
        Add(8, 2);
        Add(0x20000, 4);
        Add(0, 2);
        Add(0xFF52, 2);
        Add(12, 2);
        Add(0, 1);
        Add(0, 1);
        Add(_layers, 2);
        Add(0, 1);
        Add(0, 1);
        Add(0x0404, 2);
        Add((int)_block.Style, 1);
        Add(1, 1);

        // One guard bit, so that the exponent is the number of bit-planes.
        Add(0xFF5C, 2);
        Add(4, 2);
        Add(0x20, 1);
        Add(_planes << 3, 1);
        Add(0xFF90, 2);
        Add(10, 2);
        Add(0, 2);
        Add(14 + _packets.Count, 4);
        Add(1, 2);
        Add(0xFF93, 2);
        stream.AddRange(_packets);
        Add(0xFFD9, 2);
        return stream.ToArray();
    }

    private static int Log2(int value)
    {
        int log = 0;
        while (value >> (log + 1) != 0)
        {
            log++;
        }

        return log;
    }

    // ISO/IEC 15444-1 table B.4.
    private void Passes(int passes)
    {
        if (passes < 3)
        {
            Bits(passes == 1 ? 0 : 2, passes);
        }
        else if (passes < 6)
        {
            Bits(0xC | (passes - 3), 4);
        }
        else if (passes < 37)
        {
            Bits(0x1E0 | (passes - 6), 9);
        }
        else
        {
            Bits(0xFF80 | (passes - 37), 16);
        }
    }

    private void Bits(int value, int count)
    {
        for (int i = count - 1; i >= 0; i--)
        {
            Bit(i > 30 ? 0 : (value >> i) & 1);
        }
    }

    private void Bit(int bit)
    {
        _byte |= bit << --_free;
        if (_free == 0)
        {
            _header.Add((byte)_byte);
            _free = _byte == 0xFF ? 7 : 8;
            _byte = 0;
        }
    }
}
