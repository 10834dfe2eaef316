using System.IO;
using System.Runtime.CompilerServices;
using MedIO.IO;
#if NET8_0_OR_GREATER
using System.Numerics;
#endif

namespace MedIO.Dicom.Codecs.JpegLs;

/// <summary>
/// Decodes lines of samples (ISO/IEC 14495-1 | T.87 annexes A and F). Lines have a sample more at either end, for what lies
/// beyond the edges. Bits are looked at without asking whether there are any: the caller lets zeros follow that no line
/// uses up, and asks after each.
/// </summary>
/// <typeparam name="TRule">How samples follow from errors.</typeparam>
internal static unsafe class ScanDecoder<TRule>
    where TRule : struct, ISampleRule
{
    // Codes with more zeros than this and a long rest do not fit 64 bits; they are rare.
    private const int MostZeros = 24;

    /// <summary>Decodes a line of one component.</summary>
    /// <param name="state">The scan.</param>
    /// <param name="rule">Its rule.</param>
    /// <param name="previous">The first sample of the line above.</param>
    /// <param name="line">The first sample of this one.</param>
    [MethodImpl(Jit.Optimize)]
    public static void Line(ScanState* state, TRule rule, ushort* previous, ushort* line)
    {
        int width = state->Width;
        sbyte* gradients = state->Gradients;
        RegularContext* contexts = state->Contexts;
        ulong* words = state->Words;
        long position = state->Position;
        int maximum = state->MaximumValue;
        int reset = state->Reset;
        int escape = System.Math.Min(MostZeros, state->Limit - state->ErrorBits - 1);

        previous[width] = previous[width - 1];
        line[-1] = previous[0];
        int ra = line[-1];
        int rc = previous[-1];
        int rb = previous[0];
        for (int x = 0; x < width;)
        {
            int rd = previous[x + 1];
            int q = (((gradients[rd - rb] * 9) + gradients[rb - rc]) * 9) + gradients[rc - ra];
            if (q == 0)
            {
                state->Position = position;
                x = Run(state, rule, previous, line, x);
                position = state->Position;
                ra = line[x - 1];
                rc = previous[x - 1];
                rb = previous[x];
                continue;
            }

            ra = Regular(state, rule, contexts, words, ref position, q, Prediction.Median(ra, rb, rc), maximum, escape, reset);
            line[x] = (ushort)ra;
            x++;
            rc = rb;
            rb = rd;
        }

        state->Position = position;
    }

    /// <summary>Decodes a line of several components whose samples come pixel by pixel.</summary>
    /// <param name="state">The scan.</param>
    /// <param name="rule">Its rule.</param>
    /// <param name="previous">The first sample of the first component's line above.</param>
    /// <param name="line">The first sample of its line.</param>
    /// <param name="components">How many components there are: 2 to 4.</param>
    /// <param name="step">Samples from a component's line to the next one's.</param>
    [MethodImpl(Jit.Optimize)]
    public static void Pixels(ScanState* state, TRule rule, ushort* previous, ushort* line, int components, int step)
    {
        int width = state->Width;
        sbyte* gradients = state->Gradients;
        RegularContext* contexts = state->Contexts;
        ulong* words = state->Words;
        long position = state->Position;
        int maximum = state->MaximumValue;
        int reset = state->Reset;
        int escape = System.Math.Min(MostZeros, state->Limit - state->ErrorBits - 1);
        int* q = stackalloc int[4];
        for (int c = 0; c < components; c++)
        {
            previous[(c * step) + width] = previous[(c * step) + width - 1];
            line[(c * step) - 1] = previous[c * step];
        }

        for (int x = 0; x < width;)
        {
            int any = 0;
            ushort* above = previous + x;
            ushort* at = line + x;
            for (int c = 0; c < components; c++)
            {
                int rb = above[0];
                int rc = above[-1];
                q[c] = (((gradients[above[1] - rb] * 9) + gradients[rb - rc]) * 9) + gradients[rc - at[-1]];
                any |= q[c];
                above += step;
                at += step;
            }

            if (any == 0)
            {
                state->Position = position;
                x = Run(state, rule, previous, line, x, components, step);
                position = state->Position;
                continue;
            }

            above = previous + x;
            at = line + x;
            for (int c = 0; c < components; c++)
            {
                at[0] = (ushort)Regular(state, rule, contexts, words, ref position, q[c], Prediction.Median(at[-1], above[0], above[-1]), maximum, escape, reset);
                above += step;
                at += step;
            }

            x++;
        }

        state->Position = position;
    }

    // The regular mode (A.4 to A.6, F.1), into its caller: what it is given stays in registers there.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Regular(
        ScanState* state, TRule rule, RegularContext* contexts, ulong* words, ref long position, int q, int prediction, int maximum, int escape, int reset)
    {
        int sign = q >> 31;
        RegularContext* context = contexts + ((q ^ sign) - sign);
        prediction = Prediction.Corrected(prediction, context->C, sign, maximum);
        ulong bits = Bits(words, position);
        int zeros = LeadingZeros(bits);
        int k = context->K;
        int mapped;
        if (zeros < escape)
        {
            mapped = ((zeros - 1) << k) + (int)((bits << zeros) >> (63 - k));
            position += zeros + 1 + k;
        }
        else
        {
            state->Position = position;
            mapped = LongCode(state, k, state->Limit);
            position = state->Position;
        }

        int error = (mapped >> 1) ^ -(mapped & 1);
        if (rule.IsLossless)
        {
            error ^= context->Inversion;
        }

        RegularContext.Learn(context, error, rule.Bias(error), reset);
        return rule.Sample(prediction, (error ^ sign) - sign);
    }

    // The run mode (A.7, F.2) from a sample on. Gives the sample behind the run and the one that ends it.
    [MethodImpl(Jit.Optimize)]
    private static int Run(ScanState* state, TRule rule, ushort* previous, ushort* line, int x)
    {
        ushort ra = line[x - 1];
        int end = x + RunLength(state, state->Width - x);
        for (; x < end; x++)
        {
            line[x] = ra;
        }

        if (x < state->Width)
        {
            int rb = previous[x];
            int order = RunOrder.Of[state->RunIndex];
            line[x] = (ushort)(rule.IsAlike(ra - rb)
                ? rule.Sample(ra, RunError(state, 1, order))
                : EndOfRun(state, rule, ra, rb, order));
            state->RunIndex -= state->RunIndex > 0 ? 1 : 0;
            x++;
        }

        return x;
    }

    [MethodImpl(Jit.Optimize)]
    private static int Run(ScanState* state, TRule rule, ushort* previous, ushort* line, int x, int components, int step)
    {
        int end = x + RunLength(state, state->Width - x);
        for (int c = 0; c < components; c++)
        {
            ushort* at = line + (c * step);
            ushort ra = at[x - 1];
            for (int i = x; i < end; i++)
            {
                at[i] = ra;
            }
        }

        if (end < state->Width)
        {
            int order = RunOrder.Of[state->RunIndex];
            for (int c = 0; c < components; c++)
            {
                // All components use the context of neighbours that differ (A.7.2).
                ushort* at = line + (c * step) + end;
                at[0] = (ushort)EndOfRun(state, rule, line[(c * step) + x - 1], previous[(c * step) + end], order);
            }

            state->RunIndex -= state->RunIndex > 0 ? 1 : 0;
            end++;
        }

        return end;
    }

    [MethodImpl(Jit.Optimize)]
    private static int EndOfRun(ScanState* state, TRule rule, int ra, int rb, int order)
    {
        int error = RunError(state, 0, order);
        return rule.Sample(rb, rb >= ra ? error : -error);
    }

    [MethodImpl(Jit.Optimize)]
    private static int RunLength(ScanState* state, int most)
    {
        int length = 0;
        ulong bits = Bits(state->Words, state->Position);
        int used = 0;
        while ((long)bits < 0)
        {
            used++;
            bits <<= 1;
            int expected = 1 << RunOrder.Of[state->RunIndex];
            if (expected > most - length)
            {
                state->Position += used;
                return most;
            }

            length += expected;
            state->RunIndex += state->RunIndex < RunOrder.Last ? 1 : 0;
            if (length == most)
            {
                state->Position += used;
                return most;
            }

            if (used == 32)
            {
                state->Position += used;
                used = 0;
                bits = Bits(state->Words, state->Position);
            }
        }

        // At most 32 ones were before, so that this bit and 15 more are there.
        int order = RunOrder.Of[state->RunIndex];
        length += (int)((bits << 1) >> 1 >> (63 - order));
        state->Position += used + 1 + order;
        if (length > most)
        {
            throw new InvalidDataException("A run of a JPEG-LS scan is longer than its line.");
        }

        return length;
    }

    // The error that ends a run (A.7.2); kind 1 is that of neighbours that are alike.
    [MethodImpl(Jit.Optimize)]
    private static int RunError(ScanState* state, int kind, int order)
    {
        RunContext* context = state->RunContexts + kind;
        int k = context->GolombParameter(kind);
        int mapped = Code(state, k, state->Limit - order - 1);
        int twice = mapped + kind;
        int odd = twice & 1;
        int magnitude = (twice + odd) / 2;
        int error = context->IsNegativeLikely(k) == odd ? -magnitude : magnitude;
        context->Learn(error, mapped, kind, state->Reset);
        return error;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Code(ScanState* state, int k, int limit)
    {
        ulong bits = Bits(state->Words, state->Position);
        int zeros = LeadingZeros(bits);
        if (zeros >= System.Math.Min(MostZeros, limit - state->ErrorBits - 1))
        {
            return LongCode(state, k, limit);
        }

        state->Position += zeros + 1 + k;
        return ((zeros - 1) << k) + (int)((bits << zeros) >> (63 - k));
    }

    // A code of limited length (A.5.3): so many zeros that the value itself follows, or just many.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int LongCode(ScanState* state, int k, int limit)
    {
        int escape = limit - state->ErrorBits - 1;
        int zeros = LeadingZeros(Bits(state->Words, state->Position));
        if (zeros > escape)
        {
            throw state->Position + zeros < state->Count
                ? new InvalidDataException("A code of a JPEG-LS scan is longer than any can be.")
                : new EndOfStreamException("A JPEG-LS scan ends too early.");
        }

        state->Position += zeros + 1;
        int rest = zeros < escape ? k : state->ErrorBits;
        int value = (int)(Bits(state->Words, state->Position) >> 1 >> (63 - rest));
        state->Position += rest;
        return zeros < escape ? (zeros << k) + value : value + 1;
    }

    // The 64 bits from a position on.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Bits(ulong* words, long position)
    {
        ulong* at = words + (position >> 6);
        return (at[0] << (int)position) | (at[1] >> 1 >> (int)~position);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int LeadingZeros(ulong bits)
    {
#if NET8_0_OR_GREATER
        return BitOperations.LeadingZeroCount(bits);
#else
        // The exponent of a number says where its highest bit is; numbers of 32 bits are exact.
        uint high = (uint)(bits >> 32);
        return high != 0 ? 1054 - (int)(System.BitConverter.DoubleToInt64Bits(high) >> 52)
            : (uint)bits != 0 ? 1086 - (int)(System.BitConverter.DoubleToInt64Bits((uint)bits) >> 52)
            : 64;
#endif
    }
}
