using System;
using System.Runtime.CompilerServices;

namespace MedIO.IO.Compression;

/// <summary>
/// Compresses one piece of data at a time to DEFLATE blocks (RFC 1951). What it writes depends on the data, those before
/// them and the level only.
/// </summary>
/// <remarks>
/// The input is parsed into literals and matches (<c>Deflater.Matches.cs</c>), which are gathered until their statistics
/// change (<c>Deflater.Splitting.cs</c>) and then written with the codes that suit them (<c>Deflater.Blocks.cs</c>).
/// </remarks>
internal sealed unsafe partial class Deflater
{
    private const int HashBits = 16;
    private const int MaxSequences = 1 << 15;
    private const int LiteralCodes = DeflateAlphabet.LiteralLengthSymbols;
    private const int DistanceCodes = DeflateAlphabet.DistanceSymbols;
    private const int Histogram = LiteralCodes + DistanceCodes;

    [ThreadStatic]
    private static Deflater? t_own;

    private readonly HuffmanCode _huffman = new();

    // All tables are parts of one array, so that there is only one to pin. The pointers are valid within Compress.
    private readonly ulong[] _memory;
    private ulong* _sequences;
    private int* _heads;
    private int* _previous;
    private uint* _frequencies;
    private uint* _oddLiterals;
    private uint* _blockFrequencies;
    private uint* _codes;
    private uint* _lengthCodes;
    private uint* _distanceCodes;
    private byte* _lengthSymbols;
    private byte* _distanceSymbols;
    private byte* _codeLengths;

    private BitOutput _output;

    public Deflater()
    {
        int size = 0;
        Lay(null, ref size);
        _memory = new ulong[size / sizeof(ulong)];
        fixed (ulong* memory = _memory)
        {
            size = 0;
            Lay((byte*)memory, ref size);
            FillSymbols();
        }
    }

    /// <summary>The calling thread's own.</summary>
    public static Deflater OfThread => t_own ??= new Deflater();

    /// <summary>Room that the output of so many bytes may need.</summary>
    public static int MaxOutput(int length) => length + (length >> 9) + 128;

    /// <summary>
    /// Compresses <paramref name="length"/> bytes to blocks that end on a byte boundary, none of them the last one.
    /// Matches may reach into the <paramref name="before"/> bytes in front of <paramref name="data"/>. Returns the
    /// number of bytes written to <paramref name="output"/>, which has room for <see cref="MaxOutput"/>.
    /// </summary>
    public int Compress(byte* data, int before, int length, int level, byte* output)
    {
        before = Math.Min(before, DeflateAlphabet.WindowSize);
        fixed (ulong* memory = _memory)
        {
            int size = 0;
            Lay((byte*)memory, ref size);
            _output = new BitOutput { Next = output };
            BeginBlocks(data);
            if (level > 0)
            {
                Parse(data, before, length, DeflateSettings.OfLevel(level));
            }

            EndBlocks(data + length);
        }

        return (int)(_output.Next - output);
    }

    private void Lay(byte* memory, ref int size)
    {
        _sequences = (ulong*)Take(memory, ref size, MaxSequences * sizeof(ulong));
        _heads = (int*)Take(memory, ref size, sizeof(int) << HashBits);
        _previous = (int*)Take(memory, ref size, sizeof(int) * DeflateAlphabet.WindowSize);
        _frequencies = (uint*)Take(memory, ref size, sizeof(uint) * Histogram);
        _oddLiterals = (uint*)Take(memory, ref size, sizeof(uint) * 256);
        _blockFrequencies = (uint*)Take(memory, ref size, sizeof(uint) * Histogram);
        _codes = (uint*)Take(memory, ref size, sizeof(uint) * Histogram);
        _lengthCodes = (uint*)Take(memory, ref size, sizeof(uint) * (DeflateAlphabet.MaxMatch + 1));
        _distanceCodes = (uint*)Take(memory, ref size, sizeof(uint) * DistanceCodes);
        _lengthSymbols = Take(memory, ref size, DeflateAlphabet.MaxMatch + 1);
        _distanceSymbols = Take(memory, ref size, 512);
        _codeLengths = Take(memory, ref size, Histogram);
    }

    private static byte* Take(byte* memory, ref int size, int part)
    {
        byte* start = memory + size;
        size += part + 63 & ~63;
        return start;
    }

    private void FillSymbols()
    {
        ReadOnlySpan<byte> lengths = DeflateAlphabet.LengthBaseLess3;
        for (int symbol = 0; symbol < lengths.Length; symbol++)
        {
            int end = symbol + 1 < lengths.Length ? lengths[symbol + 1] : 256;
            for (int i = lengths[symbol]; i < end; i++)
            {
                _lengthSymbols[i + DeflateAlphabet.MinMatch] = (byte)symbol;
            }
        }

        for (int symbol = 0; symbol < DeflateAlphabet.MaxUsedDistance; symbol++)
        {
            int first = DeflateAlphabet.DistanceBase(symbol) - 1;
            int end = first + (1 << DeflateAlphabet.DistanceExtraBits(symbol));
            for (int i = first; i < end; i++)
            {
                _distanceSymbols[i < 256 ? i : 256 + (i >> 7)] = (byte)symbol;
            }
        }
    }

    /// <summary>The symbol of a distance less one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int DistanceSymbol(int distanceLess1) =>
        _distanceSymbols[distanceLess1 < 256 ? distanceLess1 : 256 + (distanceLess1 >> 7)];
}
