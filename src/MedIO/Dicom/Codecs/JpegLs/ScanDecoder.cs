using System;
using System.Runtime.CompilerServices;
using MedIO.IO;

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
        int escape = GolombCode.Escape(state->Limit, state->ErrorBits);

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
                x = RunDecoder<TRule>.Run(state, rule, previous, line, x);
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
        int escape = GolombCode.Escape(state->Limit, state->ErrorBits);
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
                x = RunDecoder<TRule>.Run(state, rule, previous, line, x, components, step);
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
        ulong bits = GolombCode.Bits(words, position);
        int zeros = GolombCode.LeadingZeros(bits);
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
            mapped = GolombCode.ReadLong(state, k, state->Limit);
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
}
