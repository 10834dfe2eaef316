using System.Runtime.CompilerServices;
#if NET8_0_OR_GREATER
using System;
using System.Runtime.Intrinsics.X86;
#endif

namespace MedIO.IO.Compression;

/// <content>
/// The symbols of a block (RFC 1951, section 3.2.3), decoded fast far from the buffers' ends, else carefully.
/// </content>
internal sealed unsafe partial class Inflater
{
    /// <summary>One round of the fast loop loads eight bytes, and writes two literals and the longest match.</summary>
    private const int FastInputMargin = 8;
    private const int FastOutputMargin = 2 + DeflateAlphabet.MaxMatch + MatchCopy.Slack;

    /// <summary>
    /// The fast loop. A round refills the bit buffer to at least 56 bits, of which an entry, two literals or a literal
    /// and a length, takes at most 20 and a distance at most 28. As in libdeflate the bits above the count may be
    /// there already: loading them again changes nothing.
    /// </summary>
    [MethodImpl(Jit.Optimize)]
    private InflateStatus DecodeFast(ref byte* input, byte* inputEnd, ref InflateOutput output)
    {
        var status = InflateStatus.Continue;
        byte* inputLimit = inputEnd - FastInputMargin;
        byte* outputLimit = output.End - FastOutputMargin;
        if (output.Enough < outputLimit)
        {
            outputLimit = output.Enough;
        }

        byte* next = input;
        byte* target = output.Next;
        byte* start = output.Start;
        ulong bits = _bits;
        uint count = (uint)_count;
        nuint mask = _tableMask;
        fixed (uint* literalLength = _literalLength, distances = _distance)
        {
            do
            {
                bits |= BitReader.LoadLittleEndian(next) << (int)count;
                next += 7 - (int)(count >> 3 & 7);
                count |= 56;

                uint entry = literalLength[(nuint)bits & mask];
                ulong saved = bits;
                bits >>= (int)entry;
                count -= entry;
                if ((entry & HuffmanEntry.Exceptional) != 0)
                {
                    if ((entry & HuffmanEntry.SubtableLink) == HuffmanEntry.SubtableLink)
                    {
                        entry = literalLength[(entry >> HuffmanEntry.FirstShift) + SubtableIndex(bits, entry)];
                        saved = bits;
                        bits >>= (int)entry;
                        count -= entry;
                    }

                    if ((entry & HuffmanEntry.Exceptional) != 0)
                    {
                        status = EndOrFail(entry);
                        break;
                    }
                }

                // Whatever the entry is: what stands behind the literals it counts is overwritten by what comes next.
                StoreLiterals(target, entry);
                target += entry >> HuffmanEntry.LiteralCountShift & 3;
                if ((entry & HuffmanEntry.Match) == 0)
                {
                    continue;
                }

                uint length = Length(saved, entry);
                entry = distances[(nuint)bits & ((1 << DistanceIndexBits) - 1)];
                if ((entry & HuffmanEntry.Exceptional) != 0)
                {
                    if ((entry & HuffmanEntry.SubtableLink) == HuffmanEntry.SubtableLink)
                    {
                        bits >>= DistanceIndexBits;
                        count -= DistanceIndexBits;
                        entry = distances[(entry >> HuffmanEntry.FirstShift) + SubtableIndex(bits, entry)];
                    }

                    if ((entry & HuffmanEntry.Exceptional) != 0)
                    {
                        status = InflateStatus.UnassignedDistance;
                        break;
                    }
                }

                saved = bits;
                bits >>= (int)entry;
                count -= entry;
                uint distance = (entry >> HuffmanEntry.FirstShift) + ExtraBits(saved, entry);
                if (distance > target - start)
                {
                    if (distance > target - start + output.HistoryLength)
                    {
                        status = InflateStatus.DistanceTooFar;
                        break;
                    }

                    MatchCopy.Exact(output, target, distance, length);
                }
                else
                {
                    MatchCopy.Wide(target, distance, length);
                }

                target += length;
            }
            while (next <= inputLimit && target < outputLimit);
        }

        output.Next = target;
        var reader = new BitReader { Next = next, Bits = bits, Count = (int)(count & 63) };
        reader.ReturnBytes();
        input = reader.Next;
        _bits = reader.Bits;
        _count = reader.Count;
        return status;
    }

    /// <summary>Decodes entry by entry, up to the very ends of input and output.</summary>
    [MethodImpl(Jit.Optimize)]
    private InflateStatus DecodeCarefully(ref byte* input, byte* inputEnd, bool lastInput, ref InflateOutput output)
    {
        var reader = new BitReader { Next = input, End = inputEnd, Bits = _bits, Count = _count };
        InflateStatus status = InflateStatus.Continue;
        WritePending(ref output);
        fixed (uint* literalLength = _literalLength, distances = _distance)
        {
            while (output.Next < output.Enough)
            {
                if (!lastInput && reader.End - reader.Next < FastInputMargin)
                {
                    status = InflateStatus.NeedInput;
                    break;
                }

                reader.Refill();
                uint entry = NextEntry(ref reader, literalLength, _tableMask, out ulong saved);
                if (reader.Overrun)
                {
                    status = InflateStatus.Truncated;
                    break;
                }

                if ((entry & HuffmanEntry.Exceptional) != 0)
                {
                    status = EndOrFail(entry);
                    break;
                }

                _pendingLiterals = entry >> HuffmanEntry.FirstShift;
                _pendingLiteralCount = (int)((entry & HuffmanEntry.LiteralCountMask) >> HuffmanEntry.LiteralCountShift);
                if ((entry & HuffmanEntry.Match) != 0)
                {
                    uint length = Length(saved, entry);
                    status = ReadDistance(ref reader, distances, output);
                    _pendingLength = status == InflateStatus.Continue ? length : 0;
                }

                WritePending(ref output);
                if (status != InflateStatus.Continue)
                {
                    break;
                }
            }
        }

        reader.ReturnBytes();
        input = reader.Next;
        _bits = reader.Bits;
        _count = reader.Count;
        return status;
    }

    private InflateStatus ReadDistance(ref BitReader reader, uint* distances, in InflateOutput output)
    {
        uint entry = NextEntry(ref reader, distances, (1 << DistanceIndexBits) - 1, out ulong saved);
        if (reader.Overrun)
        {
            return InflateStatus.Truncated;
        }

        if ((entry & HuffmanEntry.Exceptional) != 0)
        {
            return InflateStatus.UnassignedDistance;
        }

        _pendingDistance = (entry >> HuffmanEntry.FirstShift) + ExtraBits(saved, entry);
        long window = output.Next - output.Start + _pendingLiteralCount + output.HistoryLength;
        return _pendingDistance > window ? InflateStatus.DistanceTooFar : InflateStatus.Continue;
    }

    private static uint NextEntry(ref BitReader reader, uint* table, uint mask, out ulong saved)
    {
        uint entry = table[(uint)reader.Bits & mask];
        if ((entry & HuffmanEntry.SubtableLink) == HuffmanEntry.SubtableLink)
        {
            reader.Consume((int)(entry & 0xff));
            entry = table[(entry >> HuffmanEntry.FirstShift) + SubtableIndex(reader.Bits, entry)];
        }

        saved = reader.Bits;
        reader.Consume((int)(entry & 0xff));
        return entry;
    }

    private void WritePending(ref InflateOutput output)
    {
        for (; _pendingLiteralCount > 0 && output.Next < output.Enough; _pendingLiteralCount--)
        {
            *output.Next++ = (byte)_pendingLiterals;
            _pendingLiterals >>= 8;
        }

        long room = output.Enough - output.Next;
        if (_pendingLength > 0 && room > 0)
        {
            uint length = _pendingLength < room ? _pendingLength : (uint)room;
            MatchCopy.Exact(output, output.Next, _pendingDistance, length);
            output.Next += length;
            _pendingLength -= length;
        }
    }

    private InflateStatus EndOrFail(uint entry)
    {
        if ((entry & HuffmanEntry.EndOfBlock) != HuffmanEntry.EndOfBlock)
        {
            return InflateStatus.UnassignedLiteralLength;
        }

        EndBlock();
        return InflateStatus.Continue;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint SubtableIndex(ulong bits, uint link) =>
        (uint)bits & ((1u << (int)(link >> HuffmanEntry.CodeBitsShift & HuffmanEntry.CodeBitsMask)) - 1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Length(ulong saved, uint entry) =>
        DeflateAlphabet.MinMatch + (entry >> HuffmanEntry.SecondShift) + ExtraBits(saved, entry);

    /// <summary>The extra bits behind an entry's code, all of which <paramref name="saved"/> begins with.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint ExtraBits(ulong saved, uint entry)
    {
        int codeBits = (int)(entry >> HuffmanEntry.CodeBitsShift & HuffmanEntry.CodeBitsMask);
#if NET8_0_OR_GREATER
        if (Bmi2.X64.IsSupported)
        {
            return (uint)(Bmi2.X64.ZeroHighBits(saved, entry) >> codeBits);
        }
#endif
        return (uint)((saved & ((1ul << (int)entry) - 1)) >> codeBits);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreLiterals(byte* target, uint entry)
    {
#if NET8_0_OR_GREATER
        if (!BitConverter.IsLittleEndian)
        {
            target[0] = (byte)(entry >> HuffmanEntry.FirstShift);
            target[1] = (byte)(entry >> HuffmanEntry.SecondShift);
            return;
        }
#endif
        *(ushort*)target = (ushort)(entry >> HuffmanEntry.FirstShift);
    }
}
