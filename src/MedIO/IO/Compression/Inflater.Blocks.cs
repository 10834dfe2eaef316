using System;
using System.Runtime.CompilerServices;

namespace MedIO.IO.Compression;

/// <content>Block headers (RFC 1951, section 3.2.3 to 3.2.7).</content>
internal sealed unsafe partial class Inflater
{
    /// <summary>
    /// Index bits of the literal/length table: many where a block may be long, few where they would not pay.
    /// </summary>
    private const int ManyIndexBits = 12;
    private const int FewIndexBits = 10;
    private const int DistanceIndexBits = 8;

    /// <summary>Below so many wanted bytes the larger, paired table costs more than it saves.</summary>
    public const int Much = 8192;

    private InflateStatus ReadBlockHeader(ref byte* input, byte* inputEnd, bool lastInput, bool muchWanted)
    {
        if (!lastInput && inputEnd - input < MaxHeaderBytes)
        {
            return InflateStatus.NeedInput;
        }

        var reader = new BitReader { Next = input, End = inputEnd, Bits = _bits, Count = _count };
        reader.Refill();
        _lastBlock = reader.Take(1) != 0;
        InflateStatus status;
        switch (reader.Take(2))
        {
            case 0:
                status = ReadStoredHeader(ref reader);
                break;
            case 1:
                UseFixedCodes(muchWanted);
                _phase = Phase.Codes;
                status = InflateStatus.Continue;
                break;
            case 2:
                status = ReadDynamicHeader(ref reader, muchWanted);
                _phase = Phase.Codes;
                break;
            default:
                status = InflateStatus.BadBlockType;
                break;
        }

        reader.ReturnBytes();
        input = reader.Next;
        _bits = reader.Bits;
        _count = reader.Count;
        return reader.Overrun ? InflateStatus.Truncated : status;
    }

    private InflateStatus ReadStoredHeader(ref BitReader reader)
    {
        reader.Take(reader.Count & 7);
        reader.Refill();
        uint length = reader.Take(16);
        uint complement = reader.Take(16);
        _storedLeft = length;
        _phase = Phase.Stored;
        return length == (complement ^ 0xffff) ? InflateStatus.Continue : InflateStatus.BadStoredLength;
    }

    private static int IndexBits(bool muchWanted) => muchWanted ? ManyIndexBits : FewIndexBits;

    private void UseFixedCodes(bool muchWanted)
    {
        if (_fixedTables)
        {
            return;
        }

        Span<byte> lengths = stackalloc byte[DeflateAlphabet.LiteralLengthSymbols];
        DeflateAlphabet.FillFixedLiteralLengths(lengths);
        BuildLiteralLength(lengths, IndexBits(muchWanted));
        lengths = lengths.Slice(0, DeflateAlphabet.DistanceSymbols);
        lengths.Fill(5);
        BuildDistance(lengths);
        _fixedTables = true;
    }

    private bool BuildLiteralLength(ReadOnlySpan<byte> lengths, int indexBits)
    {
        _fixedTables = false;
        _tableMask = (1u << indexBits) - 1;
        fixed (uint* table = _literalLength)
        {
            if (!HuffmanTable.TryBuild(lengths, HuffmanEntry.LiteralLength, table, indexBits, allowIncomplete: true))
            {
                return false;
            }

            if (indexBits == ManyIndexBits)
            {
                HuffmanTable.Pair(table, indexBits);
            }
        }

        return true;
    }

    private bool BuildDistance(ReadOnlySpan<byte> lengths)
    {
        fixed (uint* table = _distance)
        {
            return HuffmanTable.TryBuild(
                lengths, HuffmanEntry.Distance, table, DistanceIndexBits, allowIncomplete: true);
        }
    }

    private InflateStatus ReadDynamicHeader(ref BitReader reader, bool muchWanted)
    {
        int literalLengths = (int)reader.Take(5) + 257;
        int distances = (int)reader.Take(5) + 1;
        int codeLengths = (int)reader.Take(4) + 4;
        if (literalLengths > DeflateAlphabet.MaxUsedLiteralLength || distances > DeflateAlphabet.MaxUsedDistance)
        {
            return InflateStatus.BadSymbolCount;
        }

        uint* table = stackalloc uint[HuffmanTable.CodeLengthCapacity];
        Span<byte> lengths = stackalloc byte[DeflateAlphabet.LiteralLengthSymbols + DeflateAlphabet.DistanceSymbols];
        if (!ReadCodeLengthCode(ref reader, codeLengths, table))
        {
            return InflateStatus.BadCodeLengthCode;
        }

        lengths = lengths.Slice(0, literalLengths + distances);
        if (!ReadCodeLengths(ref reader, table, lengths))
        {
            return InflateStatus.BadCodeLengthRepeat;
        }

        if (reader.Overrun)
        {
            return InflateStatus.Truncated;
        }

        if (lengths[DeflateAlphabet.EndOfBlock] == 0)
        {
            return InflateStatus.NoEndOfBlock;
        }

        if (!BuildLiteralLength(lengths.Slice(0, literalLengths), IndexBits(muchWanted)))
        {
            return InflateStatus.BadLiteralLengthCode;
        }

        return BuildDistance(lengths.Slice(literalLengths)) ? InflateStatus.Continue : InflateStatus.BadDistanceCode;
    }

    private static bool ReadCodeLengthCode(ref BitReader reader, int count, uint* table)
    {
        Span<byte> lengths = stackalloc byte[DeflateAlphabet.CodeLengthSymbols];
        lengths.Clear();
        reader.Refill();
        for (int i = 0; i < count; i++)
        {
            if (i == 14)
            {
                reader.Refill();
            }

            lengths[DeflateAlphabet.CodeLengthOrder[i]] = (byte)reader.Take(3);
        }

        return HuffmanTable.TryBuild(
            lengths, HuffmanEntry.CodeLength, table, DeflateAlphabet.MaxCodeLengthCodeLength, allowIncomplete: false);
    }

    [MethodImpl(Jit.Optimize)]
    private static bool ReadCodeLengths(ref BitReader reader, uint* table, Span<byte> lengths)
    {
        for (int i = 0; i < lengths.Length;)
        {
            if (reader.Count < 14)
            {
                reader.Refill();
            }

            uint entry = table[reader.Peek(DeflateAlphabet.MaxCodeLengthCodeLength)];
            reader.Consume((int)(entry & 0xff));
            uint symbol = entry >> HuffmanEntry.FirstShift;
            if (symbol < 16)
            {
                lengths[i++] = (byte)symbol;
                continue;
            }

            if (symbol == 16 && i == 0)
            {
                return false;
            }

            byte value = symbol == 16 ? lengths[i - 1] : (byte)0;
            int repeat = symbol switch
            {
                16 => 3 + (int)reader.Take(2),
                17 => 3 + (int)reader.Take(3),
                _ => 11 + (int)reader.Take(7),
            };
            if (repeat > lengths.Length - i)
            {
                return false;
            }

            lengths.Slice(i, repeat).Fill(value);
            i += repeat;
        }

        return true;
    }
}
