using System;
using System.Runtime.CompilerServices;

namespace MedIO.IO.Compression;

/// <content>Writes blocks, each in the shortest of the three forms (RFC 1951, section 3.2.3).</content>
internal sealed unsafe partial class Deflater
{
    // Shorter than the format's limit of 15, so that between two flushes there is room for four literals.
    private const int MaxLiteralCodeLength = 14;
    private const int LengthShift = 24;
    private const uint CodeMask = (1 << LengthShift) - 1;
    private const int MaxStored = 65535;

    private const int StoredBlock = 0;
    private const int FixedBlock = 1;
    private const int DynamicBlock = 2;

    /// <summary>From here to the block's start everything is to be stored, in as few blocks as will do.</summary>
    private byte* _stored;

    /// <summary>Writes what has been gathered, without the current chunk, and moves that to the front.</summary>
    private void WriteBlock()
    {
        byte* start = _blockStart;
        byte* end = _chunkStart;
        if (end > start)
        {
            WriteSequences(start, end);
        }

        int left = _sequenceCount - _blockSequences;
        Buffer.MemoryCopy(_sequences + _blockSequences, _sequences, left * sizeof(ulong), left * sizeof(ulong));
        _sequenceCount = left;
        _blockSequences = 0;
        _blockStart = end;
        _blockEntropy = 0;
        Clear(_blockFrequencies, Histogram);
    }

    private void WriteSequences(byte* start, byte* end)
    {
        uint* frequencies = _blockFrequencies;
        frequencies[DeflateAlphabet.EndOfBlock] = 1;
        byte* distanceLengths = _codeLengths + LiteralCodes;
        _huffman.BuildLengths(frequencies, LiteralCodes, MaxLiteralCodeLength, _codeLengths);
        _huffman.BuildLengths(
            frequencies + LiteralCodes, DistanceCodes, DeflateAlphabet.MaxCodeLength, distanceLengths);
        var header = new DynamicHeader();
        DynamicHeader.Build(ref header, _codeLengths, distanceLengths, _huffman);

        long extra = ExtraBits(frequencies);
        long dynamicBits = header.Bits + Cost(frequencies, _codeLengths, Histogram) + extra;
        byte* fixedLengths = stackalloc byte[Histogram];
        DeflateAlphabet.FillFixedLiteralLengths(new Span<byte>(fixedLengths, LiteralCodes));
        new Span<byte>(fixedLengths + LiteralCodes, DistanceCodes).Fill(5);
        long fixedBits = Cost(frequencies, fixedLengths, Histogram) + extra;
        long storedBits = 8 * (end - start);
        if (storedBits <= Math.Min(dynamicBits, fixedBits))
        {
            return;
        }

        WriteStored(start);
        if (fixedBits <= dynamicBits)
        {
            _output.Put(FixedBlock << 1, 3);
            new Span<byte>(fixedLengths, Histogram).CopyTo(new Span<byte>(_codeLengths, Histogram));
        }
        else
        {
            _output.Put(DynamicBlock << 1, 3);
            header.Write(ref _output);
        }

        _output.Flush();
        FillCodes();
        WriteSymbols(start, _sequences, _sequences + _blockSequences);
        _stored = end;
    }

    private static long ExtraBits(uint* frequencies)
    {
        long bits = 0;
        ReadOnlySpan<byte> lengthExtra = DeflateAlphabet.LengthExtraBits;
        for (int i = 0; i < lengthExtra.Length; i++)
        {
            bits += (long)frequencies[257 + i] * lengthExtra[i];
        }

        for (int i = 0; i < DeflateAlphabet.MaxUsedDistance; i++)
        {
            bits += (long)frequencies[LiteralCodes + i] * DeflateAlphabet.DistanceExtraBits(i);
        }

        return bits;
    }

    [MethodImpl(Jit.Optimize)]
    private static long Cost(uint* frequencies, byte* lengths, int count)
    {
        long bits = 0;
        for (int i = 0; i < count; i++)
        {
            bits += (long)frequencies[i] * lengths[i];
        }

        return bits;
    }

    [MethodImpl(Jit.Optimize)]
    private void FillCodes()
    {
        HuffmanCode.Assign(_codeLengths, LiteralCodes, _codes, LengthShift);
        HuffmanCode.Assign(_codeLengths + LiteralCodes, DistanceCodes, _distanceCodes, LengthShift);
        ReadOnlySpan<byte> bases = DeflateAlphabet.LengthBaseLess3;
        ReadOnlySpan<byte> extraBits = DeflateAlphabet.LengthExtraBits;
        for (int i = DeflateAlphabet.MinMatch; i <= DeflateAlphabet.MaxMatch; i++)
        {
            int symbol = _lengthSymbols[i];
            uint code = _codes[257 + symbol];
            uint extra = (uint)(i - DeflateAlphabet.MinMatch - bases[symbol]);
            _lengthCodes[i] = (code + ((uint)extraBits[symbol] << LengthShift))
                | extra << (int)(code >> LengthShift);
        }
    }

    [MethodImpl(Jit.Optimize)]
    private void WriteSymbols(byte* input, ulong* sequence, ulong* end)
    {
        uint* codes = _codes;
        uint* lengthCodes = _lengthCodes;
        uint* distanceCodes = _distanceCodes;
        byte* next = _output.Next;
        ulong bits = _output.Bits;
        int count = _output.Count;
        for (; sequence < end; sequence++)
        {
            int literals = (int)(*sequence >> 32);
            for (; literals >= 4; literals -= 4)
            {
                uint a = codes[input[0]];
                uint b = codes[input[1]];
                uint c = codes[input[2]];
                uint d = codes[input[3]];
                input += 4;
                int ofA = (int)(a >> LengthShift);
                int ofAB = ofA + (int)(b >> LengthShift);
                int ofC = (int)(c >> LengthShift);
                ulong ab = (a & CodeMask) | (ulong)(b & CodeMask) << ofA;
                ulong cd = (c & CodeMask) | (ulong)(d & CodeMask) << ofC;
                bits |= (ab | cd << ofAB) << count;
                count += ofAB + ofC + (int)(d >> LengthShift);
                BitOutput.StoreLittleEndian(next, bits);
                next += count >> 3;
                bits >>= count & ~7;
                count &= 7;
            }

            for (; literals > 0; literals--)
            {
                uint a = codes[*input++];
                bits |= (ulong)(a & CodeMask) << count;
                count += (int)(a >> LengthShift);
            }

            uint match = (uint)*sequence;
            if (match != 0)
            {
                // Up to three literals are still to be flushed: 7 + 3 * 14 bits, to which a length's 19 do not fit.
                BitOutput.StoreLittleEndian(next, bits);
                next += count >> 3;
                bits >>= count & ~7;
                count &= 7;
                int matched = (int)(match >> 16);
                int distance = (int)(match & 0xffff);
                uint length = lengthCodes[matched];
                bits |= (ulong)(length & CodeMask) << count;
                count += (int)(length >> LengthShift);
                int symbol = DistanceSymbol(distance);
                uint code = distanceCodes[symbol];
                bits |= (ulong)(code & CodeMask) << count;
                count += (int)(code >> LengthShift);
                int extra = symbol < 2 ? 0 : (symbol >> 1) - 1;
                bits |= (ulong)(uint)(distance & ((1 << extra) - 1)) << count;
                count += extra;
                input += matched;
            }

            BitOutput.StoreLittleEndian(next, bits);
            next += count >> 3;
            bits >>= count & ~7;
            count &= 7;
        }

        _output.Next = next;
        _output.Bits = bits;
        _output.Count = count;
        uint last = codes[DeflateAlphabet.EndOfBlock];
        _output.Put(last & CodeMask, (int)(last >> LengthShift));
        _output.Flush();
    }

    /// <summary>Stores what is due up to <paramref name="end"/>.</summary>
    private void WriteStored(byte* end)
    {
        while (_stored < end)
        {
            uint length = (uint)Math.Min(end - _stored, MaxStored);
            _output.Put(StoredBlock << 1, 3);
            _output.Align();
            _output.Put(length | ~length << 16, 32);
            _output.Flush();
            Buffer.MemoryCopy(_stored, _output.Next, length, length);
            _output.Next += length;
            _stored += length;
        }
    }
}
