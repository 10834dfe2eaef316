using System.Runtime.CompilerServices;

namespace MedIO.IO.Compression;

/// <content>Gathers sequences and begins a new block where new codes save more than their description takes.</content>
/// <remarks>
/// A sequence is a run of literals, which are read from the input again, and the match that follows it, if any. The last
/// sequences make a chunk. Once it is large enough it is compared with the block before it and becomes part of it or
/// the beginning of the next.
/// </remarks>
internal sealed unsafe partial class Deflater
{
    private const int MaxLiterals = 4096;

    private const int ChunkSymbols = 4096;

    /// <summary>
    /// What new codes have to save, in bits: their description takes some 600, and building their tables costs a reader as much
    /// time as decoding some thousand bits more.
    /// </summary>
    private const long WorthBits = 4000;

    private byte* _blockStart;
    private byte* _chunkStart;
    private byte* _chunkEnd;
    private int _blockSequences;
    private int _sequenceCount;
    private int _chunkSymbols;
    private ulong _blockEntropy;

    private void BeginBlocks(byte* data)
    {
        _blockStart = _chunkStart = _chunkEnd = data;
        _stored = data;
        _blockSequences = _sequenceCount = 0;
        Clear(_blockFrequencies, Histogram);
        BeginChunk();
    }

    private void BeginChunk()
    {
        _chunkStart = _chunkEnd;
        _chunkSymbols = 0;
        Clear(_frequencies, Histogram);
        Clear(_oddLiterals, 256);
    }

    /// <summary>Adds literals and a match; a length of 0 stands for none.</summary>
    [MethodImpl(Jit.Optimize)]
    private void AddSequence(byte* literals, int count, int matched, int distance)
    {
        // Image bytes repeat: two histograms let the counts of neighbours go up at the same time.
        uint* even = _frequencies;
        uint* odd = _oddLiterals;
        byte* end = literals + count;
        for (; literals < end - 1; literals += 2)
        {
            even[literals[0]]++;
            odd[literals[1]]++;
        }

        if (literals < end)
        {
            even[*literals]++;
        }

        if (matched != 0)
        {
            even[257 + _lengthSymbols[matched]]++;
            even[LiteralCodes + DistanceSymbol(distance - 1)]++;
            distance--;
        }

        _sequences[_sequenceCount++] = (ulong)(uint)count << 32 | (uint)matched << 16 | (uint)distance;
        _chunkSymbols += count + 1;
        _chunkEnd = end + matched;
        if (_chunkSymbols >= ChunkSymbols || _sequenceCount == MaxSequences)
        {
            EndChunk();
        }
    }

    private void EndBlocks(byte* end)
    {
        EndChunk();
        WriteBlock();
        WriteStored(end);
        if (_output.Count > 0)
        {
            // A sync flush: an empty stored block.
            _output.Put(0, 3);
            _output.Align();
            _output.Put(0xffff0000, 32);
            _output.Flush();
        }
    }

    /// <summary>Adds the chunk to the block, or ends the block before it.</summary>
    [MethodImpl(Jit.Optimize)]
    private void EndChunk()
    {
        uint* chunk = _frequencies;
        uint* block = _blockFrequencies;
        for (int i = 0; i < 256; i++)
        {
            chunk[i] += _oddLiterals[i];
        }

        if (_chunkStart > _blockStart)
        {
            ulong apart = _blockEntropy + Entropy(chunk, null);
            ulong together = Entropy(chunk, block);
            if (together > apart + ((ulong)WorthBits << BinaryLogarithm.FractionBits))
            {
                WriteBlock();
                _blockEntropy = Entropy(chunk, null);
            }
            else
            {
                _blockEntropy = together;
            }
        }
        else
        {
            _blockEntropy = Entropy(chunk, null);
        }

        for (int i = 0; i < Histogram; i++)
        {
            block[i] += chunk[i];
        }

        _blockSequences = _sequenceCount;
        BeginChunk();
        if (_sequenceCount > MaxSequences * 3 / 4)
        {
            WriteBlock();
        }
    }

    /// <summary>Bits that ideal codes take for the symbols of one or two histograms.</summary>
    [MethodImpl(Jit.Optimize)]
    private static ulong Entropy(uint* frequencies, uint* others) =>
        Entropy(frequencies, others, 0, LiteralCodes) + Entropy(frequencies, others, LiteralCodes, Histogram);

    [MethodImpl(Jit.Optimize)]
    private static ulong Entropy(uint* frequencies, uint* others, int start, int end)
    {
        ulong bits = 0;
        uint total = 0;
        for (int i = start; i < end; i++)
        {
            uint frequency = frequencies[i];
            if (others != null)
            {
                frequency += others[i];
            }

            if (frequency > 1)
            {
                bits += (ulong)frequency * BinaryLogarithm.Of(frequency);
            }

            total += frequency;
        }

        return total == 0 ? 0 : (ulong)total * BinaryLogarithm.Of(total) - bits;
    }

    [MethodImpl(Jit.Optimize)]
    private static void Clear(uint* values, int count)
    {
        for (int i = 0; i < count; i++)
        {
            values[i] = 0;
        }
    }
}
