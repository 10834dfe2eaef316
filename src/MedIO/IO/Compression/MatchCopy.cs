using System;
using System.Runtime.CompilerServices;
#if NET8_0_OR_GREATER
using System.Runtime.Intrinsics;
#endif

namespace MedIO.IO.Compression;

/// <summary>Copies of matches, which overlap their source where the distance is less than the length.</summary>
internal static unsafe class MatchCopy
{
    /// <summary>How far behind the match's end <see cref="Wide"/> may write.</summary>
    public const int Slack = 64;

    /// <summary>Copies within the output; overwrites up to <see cref="Slack"/> bytes behind the match.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Wide(byte* destination, uint distance, uint length)
    {
        byte* source = destination - distance;
        if (distance >= 16)
        {
            Copy16(source, destination);
            if (length > 16)
            {
                Long(destination, source, length);
            }

            return;
        }

        Near(destination, source, distance, length);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Copy16(byte* source, byte* destination)
    {
#if NET8_0_OR_GREATER
        Vector128.Store(Vector128.Load(source), destination);
#else
        // The second half may begin with what the first has just written, so in this order.
        *(ulong*)destination = *(ulong*)source;
        *(ulong*)(destination + 8) = *(ulong*)(source + 8);
#endif
    }

    /// <summary>
    /// The rest of a match of more than 16 bytes from at least 16 bytes back, whose first 16 are there.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining | Jit.Optimize)]
    private static void Long(byte* destination, byte* source, uint length)
    {
        byte* end = destination + length;
        destination += 16;
        source += 16;
#if NET8_0_OR_GREATER
        if (destination - source >= 32)
        {
            do
            {
                Vector256.Store(Vector256.Load(source), destination);
                source += 32;
                destination += 32;
            }
            while (destination < end);
            return;
        }
#endif
        do
        {
            Copy16(source, destination);
            source += 16;
            destination += 16;
        }
        while (destination < end);
    }

    /// <summary>
    /// A match from less than 16 bytes back: a pattern that repeats. Those of the sample sizes 1, 2, 4 and 8 fill a
    /// word, which is stored again and again; any other is written out until whole vectors of it can be copied.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining | Jit.Optimize)]
    private static void Near(byte* destination, byte* source, uint distance, uint length)
    {
        byte* end = destination + length;
        ulong word;
        switch (distance)
        {
            case 1:
                word = *source * 0x0101010101010101ul;
                break;
            case 2:
                word = *(ushort*)source * 0x0001000100010001ul;
                break;
            case 4:
                word = *(uint*)source * 0x0000000100000001ul;
                break;
            case 8:
                word = *(ulong*)source;
                break;
            default:
                uint period = distance;
                while (period < 16)
                {
                    period += distance;
                }

                byte* head = destination + Math.Min(period, length);
                while (destination < head)
                {
                    *destination++ = *source++;
                }

                for (source = destination - period; destination < end; destination += 16, source += 16)
                {
                    Copy16(source, destination);
                }

                return;
        }

#if NET8_0_OR_GREATER
        Vector256<ulong> words = Vector256.Create(word);
        do
        {
            words.Store((ulong*)destination);
            destination += 32;
        }
        while (destination < end);
#else
        do
        {
            *(ulong*)destination = word;
            *(ulong*)(destination + 8) = word;
            destination += 16;
        }
        while (destination < end);
#endif
    }

    /// <summary>Copies exactly; the part of the source before the output's start is taken from the history.</summary>
    [MethodImpl(Jit.Optimize)]
    public static void Exact(in InflateOutput output, byte* destination, uint distance, uint length)
    {
        long produced = destination - output.Start;
        long before = distance - produced;
        byte* old = output.HistoryEnd - before;
        for (; before > 0 && length > 0; before--, length--)
        {
            *destination++ = *old++;
        }

        for (byte* source = destination - distance; length > 0; length--)
        {
            *destination++ = *source++;
        }
    }
}
