using System.Runtime.CompilerServices;
using MedIO.IO;

namespace MedIO.Dicom.Codecs.JpegLs;

/// <summary>
/// Encodes lines of samples without loss (ISO/IEC 14495-1 | T.87 annex A). Lines have a sample more at either end, for what
/// lies beyond the edges; bits go to words that the caller has cleared the open one of.
/// </summary>
internal static unsafe class LineEncoder
{
    /// <summary>Encodes a line of one component.</summary>
    /// <param name="state">The scan.</param>
    /// <param name="previous">The first sample of the line above.</param>
    /// <param name="line">The first sample of this one.</param>
    [MethodImpl(Jit.Optimize)]
    public static void Line(ScanState* state, ushort* previous, ushort* line)
    {
        int width = state->Width;
        sbyte* gradients = state->Gradients;
        RegularContext* contexts = state->Contexts;
        int maximum = state->MaximumValue;
        int reset = state->Reset;
        int unused = 32 - state->ErrorBits;
        int escape = state->Limit - state->ErrorBits - 1;
        ulong* words = state->Words;
        int used = (int)state->Position;
        ulong open = *words;

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
                *words = open;
                state->Position = ((words - state->Words) * 64) + used;
                x = Run(state, previous, line, x);
                words = state->Words + (state->Position >> 6);
                used = (int)state->Position & 63;
                open = *words;
                ra = line[x - 1];
                rc = previous[x - 1];
                rb = previous[x];
                continue;
            }

            int sign = q >> 31;
            RegularContext* context = contexts + ((q ^ sign) - sign);
            int prediction = Prediction.Corrected(Prediction.Median(ra, rb, rc), context->C, sign, maximum);
            ra = line[x];
            int error = ra - prediction;

            // Modulo the range, which is a power of two (A.4.5).
            error = ((error ^ sign) - sign) << unused >> unused;
            int k = context->K;
            int inverted = error ^ context->Inversion;
            int mapped = (inverted << 1) ^ (inverted >> 31);
            RegularContext.Learn(context, error, error, reset);

            int zeros = mapped >> k;
            int length = zeros + 1 + k;
            ulong code = (1ul << k) | ((uint)mapped & ((1u << k) - 1));
            if (zeros >= escape)
            {
                length = state->Limit;
                code = (1ul << state->ErrorBits) | (uint)(mapped - 1);
            }

            // The code's first bit in the highest one, behind those that are open; what is too much begins the next word.
            code <<= 64 - length;
            open |= code >> used;
            *words = open;
            int after = used + length;
            int next = after >> 6;
            words += next;
            open = next == 0 ? open : code << 1 << (63 - used);
            used = after & 63;
            x++;
            rc = rb;
            rb = rd;
        }

        *words = open;
        state->Position = ((words - state->Words) * 64) + used;
    }

    // The run mode (A.7) from a sample on. Gives the sample behind the run and the one that ends it.
    [MethodImpl(Jit.Optimize)]
    private static int Run(ScanState* state, ushort* previous, ushort* line, int x)
    {
        int ra = line[x - 1];
        int begin = x;
        while (x < state->Width && line[x] == ra)
        {
            x++;
        }

        int length = x - begin;
        while (length >= 1 << RunOrder.Of[state->RunIndex])
        {
            Put(state, 1, 1);
            length -= 1 << RunOrder.Of[state->RunIndex];
            state->RunIndex += state->RunIndex < RunOrder.Last ? 1 : 0;
        }

        if (x == state->Width)
        {
            if (length > 0)
            {
                Put(state, 1, 1);
            }

            return x;
        }

        int order = RunOrder.Of[state->RunIndex];
        Put(state, (uint)length, order + 1);
        int rb = previous[x];
        int kind = ra == rb ? 1 : 0;
        int error = kind == 1 ? line[x] - ra : rb >= ra ? line[x] - rb : rb - line[x];
        int unused = 32 - state->ErrorBits;
        error = error << unused >> unused;

        RunContext* context = state->RunContexts + kind;
        int k = context->GolombParameter(kind);
        int isNegative = error < 0 ? 1 : 0;
        int odd = error != 0 && isNegative == context->IsNegativeLikely(k) ? 1 : 0;
        int mapped = (2 * System.Math.Abs(error)) - kind - odd;
        int limit = state->Limit - order - 1;
        int zeros = mapped >> k;
        if (zeros < limit - state->ErrorBits - 1)
        {
            Put(state, (1ul << k) | ((uint)mapped & ((1u << k) - 1)), zeros + 1 + k);
        }
        else
        {
            Put(state, (1ul << state->ErrorBits) | (uint)(mapped - 1), limit);
        }

        context->Learn(error, mapped, kind, state->Reset);
        state->RunIndex -= state->RunIndex > 0 ? 1 : 0;
        return x + 1;
    }

    private static void Put(ScanState* state, ulong code, int length)
    {
        ulong* word = state->Words + (state->Position >> 6);
        int used = (int)state->Position & 63;
        code <<= 64 - length;
        word[0] |= code >> used;
        word[1] = code << 1 << (63 - used);
        state->Position += length;
    }
}
