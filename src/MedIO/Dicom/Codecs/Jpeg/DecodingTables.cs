using System;
using System.Buffers.Binary;
using System.IO;

namespace MedIO.Dicom.Codecs.Jpeg;

/// <summary>The tables that hold where a scan begins (ITU-T T.81 section B.2.4).</summary>
internal sealed class DecodingTables : IDisposable
{
    private const int Destinations = 4;

    private readonly HuffmanTable?[] _dc = new HuffmanTable?[Destinations];
    private readonly HuffmanTable?[] _ac = new HuffmanTable?[Destinations];
    private readonly int[]?[] _quantization = new int[]?[Destinations];

    /// <summary>MCUs between restart markers, 0 without any.</summary>
    public int RestartInterval { get; private set; }

    /// <summary>Reads quantization tables (DQT).</summary>
    public void ReadQuantization(ReadOnlySpan<byte> segment)
    {
        while (segment.Length > 0)
        {
            int bytes = segment[0] >> 4 == 0 ? 1 : 2;
            int destination = segment[0] & 15;
            if (segment[0] >> 4 > 1 || destination >= Destinations || segment.Length < 1 + (64 * bytes))
            {
                throw new InvalidDataException("A quantization table of its JPEG code stream is too short, or is none.");
            }

            var table = new int[64];
            for (int i = 0; i < 64; i++)
            {
                table[i] = bytes == 1 ? segment[1 + i] : BinaryPrimitives.ReadUInt16BigEndian(segment.Slice(1 + (2 * i)));
            }

            _quantization[destination] = table;
            segment = segment.Slice(1 + (64 * bytes));
        }
    }

    /// <summary>Reads Huffman tables (DHT).</summary>
    public void ReadHuffman(ReadOnlySpan<byte> segment)
    {
        const int Header = 17;
        while (segment.Length > 0)
        {
            int kind = segment[0] >> 4;
            int destination = segment[0] & 15;
            int symbols = 0;
            for (int i = 1; i < Header && segment.Length >= Header; i++)
            {
                symbols += segment[i];
            }

            if (kind > 1 || destination >= Destinations || segment.Length < Header + symbols)
            {
                throw new InvalidDataException("A Huffman table of its JPEG code stream is too short, or is none.");
            }

            ref HuffmanTable? table = ref (kind == 0 ? _dc : _ac)[destination];
            table?.Dispose();
            table = new HuffmanTable(segment.Slice(1, 16), segment.Slice(Header, symbols));
            segment = segment.Slice(Header + symbols);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (HuffmanTable?[] tables in new[] { _dc, _ac })
        {
            foreach (HuffmanTable? table in tables)
            {
                table?.Dispose();
            }
        }
    }

    /// <summary>Reads the restart interval (DRI).</summary>
    public void ReadRestartInterval(ReadOnlySpan<byte> segment)
    {
        if (segment.Length < 2)
        {
            throw new InvalidDataException("The restart interval of its JPEG code stream has no number.");
        }

        RestartInterval = BinaryPrimitives.ReadUInt16BigEndian(segment);
    }

    /// <summary>The tables for DC coefficients, or lossless differences, of a scan's components.</summary>
    public HuffmanTable[] Dc(ScanHeader scan) => Array.ConvertAll(scan.Components, c => _dc[c.Dc] ?? throw Missing("Huffman", c.Dc));

    /// <summary>The tables for AC coefficients of a scan's components.</summary>
    public HuffmanTable[] Ac(ScanHeader scan) => Array.ConvertAll(scan.Components, c => _ac[c.Ac] ?? throw Missing("Huffman", c.Ac));

    /// <summary>Gives the components of a scan the quantization tables that hold now, unless they have some of an earlier scan.</summary>
    public void Quantize(ScanHeader scan)
    {
        foreach (ScanComponent c in scan.Components)
        {
            c.Component.Quantization ??= _quantization[c.Component.QuantizationSelector] ?? throw Missing("quantization", c.Component.QuantizationSelector);
        }
    }

    private static InvalidDataException Missing(string kind, int destination) =>
        new(FormattableString.Invariant($"A scan of its JPEG code stream needs {kind} table {destination}, which is not there."));
}
