using System;
using System.Runtime.CompilerServices;

namespace MedIO.IO.Compression;

/// <content>Finds the matches.</content>
/// <remarks>
/// Positions with the same hash of four bytes are chained, the nearest first. Matches of three bytes are left alone: in
/// image noise they take more bits than literals.
/// </remarks>
internal sealed unsafe partial class Deflater
{
    private const int WindowMask = DeflateAlphabet.WindowSize - 1;
    private const int MinFound = 4;

    /// <summary>Bytes at the end that are literals where no earlier match covers them, as words are loaded.</summary>
    private const int Tail = 9;

    [MethodImpl(Jit.Optimize)]
    private void Parse(byte* data, int before, int length, DeflateSettings settings)
    {
        // Positions count from here. Until a hash has one it has the first, which can be looked at, too.
        byte* zero = data - before;
        int position = before;
        int end = position + length;
        int lastStart = end - Tail;
        int literals = position;
        int depth = settings.Depth;
        int nice = settings.Nice;
        int lazyBelow = settings.LazyBelow;
        int skipShift = settings.SkipShift;
        int lastDistance = 0;
        int* heads = _heads;
        int* previous = _previous;
        new Span<int>(heads, 1 << HashBits).Clear();
        Insert(zero, 0, Math.Min(position, lastStart + 1));
        if (position == 0 && lastStart >= 0)
        {
            Insert(zero, 0, 1);
            position++;
        }

        while (position <= lastStart)
        {
            uint word = LoadWord(zero + position);
            uint hash = Hash(word);
            int candidate = heads[hash];
            heads[hash] = position;
            previous[position & WindowMask] = candidate;

            // Compared first: whether a candidate is near enough cannot be foreseen, but few are equal.
            bool isEqual = *(uint*)(zero + candidate) == *(uint*)(zero + position)
                & position - candidate <= DeflateAlphabet.WindowSize;
            bool repeats = lastDistance != 0
                & *(uint*)(zero + position - lastDistance) == *(uint*)(zero + position);
            if (!(isEqual | repeats))
            {
                position += 1 + (position - literals >> skipShift);
                if (position - literals >= MaxLiterals)
                {
                    position = Math.Min(position, end);
                    AddSequence(zero + literals, position - literals, 0, 0);
                    literals = position;
                }

                continue;
            }

            int available = end - position;
            int matched = 0;
            int distance = 0;
            if (repeats)
            {
                matched = MatchLength(zero + position, lastDistance, available);
                distance = lastDistance;
            }

            if (isEqual && matched < nice && matched < available)
            {
                ulong found = Find(zero, position, candidate, available, depth, nice, matched);
                if (found != 0)
                {
                    matched = (int)(found >> 32);
                    distance = (int)found;
                }
            }

            int inserted = position + 1;
            while (matched < lazyBelow && matched < end - position && position < lastStart)
            {
                // Would a match from the next position on be so much better that it makes up for a literal?
                int next = position + 1;
                inserted = next + 1;
                hash = Hash(LoadWord(zero + next));
                candidate = heads[hash];
                heads[hash] = next;
                previous[next & WindowMask] = candidate;
                ulong found = next - candidate <= DeflateAlphabet.WindowSize
                    ? Find(zero, next, candidate, end - next, depth, nice, matched - 1)
                    : 0;
                if (found == 0)
                {
                    break;
                }

                int nextMatched = (int)(found >> 32);
                int nextDistance = (int)found;
                if (4 * (nextMatched - matched) + BitScan.Log2((uint)distance) - BitScan.Log2((uint)nextDistance) <= 2)
                {
                    break;
                }

                position = next;
                matched = nextMatched;
                distance = nextDistance;
            }

            AddSequence(zero + literals, position - literals, matched, distance);
            lastDistance = distance;
            position += matched;
            literals = position;
            int last = Math.Min(position, lastStart + 1);
            if (last - inserted > 2 * settings.Ends)
            {
                Insert(zero, inserted, inserted + settings.Ends);
                inserted = last - settings.Ends;
            }

            Insert(zero, inserted, last);
        }

        if (end > literals)
        {
            AddSequence(zero + literals, end - literals, 0, 0);
        }
    }

    /// <summary>
    /// Looks for a match longer than <paramref name="best"/>, at least of four bytes: its length and, in the lower half,
    /// its distance; 0 if there is none.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong Find(byte* zero, int position, int candidate, int available, int depth, int nice, int best)
    {
        byte* here = zero + position;
        if (depth > 1)
        {
            return FindDeep(zero, position, candidate, available, depth, nice, best);
        }

        if (*(uint*)(zero + candidate) != *(uint*)here)
        {
            return 0;
        }

        int length = MatchLength(here, position - candidate, available);
        return length > best ? (ulong)length << 32 | (uint)(position - candidate) : 0;
    }

    [MethodImpl(MethodImplOptions.NoInlining | Jit.Optimize)]
    private ulong FindDeep(byte* zero, int position, int candidate, int available, int depth, int nice, int best)
    {
        byte* here = zero + position;
        uint first = *(uint*)here;
        best = Math.Max(best, MinFound - 1);
        uint last = *(uint*)(here + best - 3);
        ulong found = 0;
        int* previous = _previous;
        for (;;)
        {
            byte* there = zero + candidate;
            if (*(uint*)(there + best - 3) == last && *(uint*)there == first)
            {
                int length = MatchLength(here, position - candidate, available);
                if (length > best)
                {
                    best = length;
                    found = (ulong)length << 32 | (uint)(position - candidate);
                    if (length >= nice || length >= available)
                    {
                        return found;
                    }

                    last = *(uint*)(here + best - 3);
                }
            }

            // At the window's end and at the first position the chain leads nowhere or back.
            int next = previous[candidate & WindowMask];
            if (--depth == 0 || next >= candidate || position - next > DeflateAlphabet.WindowSize)
            {
                return found;
            }

            candidate = next;
        }
    }

    /// <summary>Length of a match whose first four bytes are known to be equal.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int MatchLength(byte* here, int distance, int available)
    {
        int max = Math.Min(available, DeflateAlphabet.MaxMatch);
        byte* there = here - distance;
        int length = MinFound;
        while (length <= max - 8)
        {
            ulong difference = *(ulong*)(here + length) ^ *(ulong*)(there + length);
            if (difference != 0)
            {
                return length + BitScan.LowestByte(difference);
            }

            length += 8;
        }

        while (length < max && here[length] == there[length])
        {
            length++;
        }

        return length;
    }

    [MethodImpl(Jit.Optimize)]
    private void Insert(byte* zero, int position, int end)
    {
        int* heads = _heads;
        int* previous = _previous;
        for (; position < end; position++)
        {
            uint hash = Hash(LoadWord(zero + position));
            previous[position & WindowMask] = heads[hash];
            heads[hash] = position;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint LoadWord(byte* source) => (uint)BitReader.LoadLittleEndian(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Hash(uint word) => word * 0x9e3779b1 >> (32 - HashBits);
}
