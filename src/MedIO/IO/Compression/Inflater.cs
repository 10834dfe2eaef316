using System;

namespace MedIO.IO.Compression;

/// <summary>
/// Decoder of raw DEFLATE data (RFC 1951). It is given input and output piecewise and keeps its place between the
/// calls; the output written so far is its window, so that a whole image can be decoded straight into its final place.
/// </summary>
/// <remarks>
/// What it accepts is what zlib accepts. An instance owns tables of some 20 KB: see <see cref="Rent"/>.
/// </remarks>
internal sealed unsafe partial class Inflater
{
    /// <summary>
    /// A dynamic block's header has at most this many bytes; with so much input left the decoder never stalls.
    /// </summary>
    public const int MaxHeaderBytes = 600;

    [ThreadStatic]
    private static Inflater? t_spare;

    private readonly uint[] _literalLength = new uint[HuffmanTable.LiteralLengthCapacity];
    private readonly uint[] _distance = new uint[HuffmanTable.DistanceCapacity];

    private Phase _phase;
    private bool _lastBlock;
    private uint _storedLeft;
    private uint _tableMask;
    private bool _fixedTables;

    // Bits taken from the input and not used yet; less than eight between calls.
    private ulong _bits;
    private int _count;

    // What a decoded table entry stands for and had no room in the output.
    private uint _pendingLiterals;
    private int _pendingLiteralCount;
    private uint _pendingLength;
    private uint _pendingDistance;

    private enum Phase
    {
        BlockHeader,
        Stored,
        Codes,
        End,
    }

    /// <summary>A reset decoder, the current thread's spare one if there is one.</summary>
    public static Inflater Rent()
    {
        Inflater inflater = t_spare ?? new Inflater();
        t_spare = null;
        inflater.Reset();
        return inflater;
    }

    /// <summary>
    /// Keeps <paramref name="inflater"/> for the next <see cref="Rent"/>; its user must not touch it again.
    /// </summary>
    public static void Return(Inflater inflater) => t_spare = inflater;

    public void Reset()
    {
        _phase = Phase.BlockHeader;
        _lastBlock = false;
        _bits = 0;
        _count = 0;
        _pendingLiteralCount = 0;
        _pendingLength = 0;
    }

    /// <summary>
    /// Decodes until the output has enough, the stream ends or fails, or less than <see cref="MaxHeaderBytes"/> of
    /// input
    /// that is not the <paramref name="lastInput"/> are left. <paramref name="input"/> and the output's place move on.
    /// </summary>
    public InflateStatus Inflate(ref byte* input, byte* inputEnd, bool lastInput, ref InflateOutput output)
    {
        InflateStatus status;
        do
        {
            status = _phase switch
            {
                Phase.End => InflateStatus.StreamEnd,
                _ when output.Next >= output.Enough => InflateStatus.OutputFull,
                Phase.BlockHeader => ReadBlockHeader(ref input, inputEnd, lastInput, output.MuchWanted),
                Phase.Stored => CopyStored(ref input, inputEnd, lastInput, ref output),
                _ => DecodeCodes(ref input, inputEnd, lastInput, ref output),
            };
        }
        while (status == InflateStatus.Continue);
        return status;
    }

    private void EndBlock() => _phase = _lastBlock ? Phase.End : Phase.BlockHeader;

    /// <summary>A stored block's bytes (RFC 1951, section 3.2.4).</summary>
    private InflateStatus CopyStored(ref byte* input, byte* inputEnd, bool lastInput, ref InflateOutput output)
    {
        long count = Math.Min(Math.Min(_storedLeft, inputEnd - input), output.Enough - output.Next);
        Buffer.MemoryCopy(input, output.Next, count, count);
        input += count;
        output.Next += count;
        _storedLeft -= (uint)count;
        if (_storedLeft == 0)
        {
            EndBlock();
            return InflateStatus.Continue;
        }

        return input < inputEnd ? InflateStatus.OutputFull
            : lastInput ? InflateStatus.Truncated
            : InflateStatus.NeedInput;
    }

    private InflateStatus DecodeCodes(ref byte* input, byte* inputEnd, bool lastInput, ref InflateOutput output)
    {
        if (_pendingLiteralCount == 0 && _pendingLength == 0
            && inputEnd - input >= FastInputMargin && output.End - output.Next > FastOutputMargin)
        {
            InflateStatus status = DecodeFast(ref input, inputEnd, ref output);
            if (status != InflateStatus.Continue || _phase != Phase.Codes || output.Next >= output.Enough)
            {
                return status;
            }
        }

        return DecodeCarefully(ref input, inputEnd, lastInput, ref output);
    }
}
