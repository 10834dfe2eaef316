using System.IO;
using System.Runtime.CompilerServices;
using MedIO.IO;

namespace MedIO.Dicom.Codecs.JpegLs;

/// <summary>Decodes runs of samples alike (ISO/IEC 14495-1 | T.87 sections A.7 and F.2).</summary>
/// <typeparam name="TRule">How samples follow from errors.</typeparam>
internal static unsafe class RunDecoder<TRule>
    where TRule : struct, ISampleRule
{
    /// <summary>Decodes a run of one component and the sample that ends it.</summary>
    /// <param name="state">The scan.</param>
    /// <param name="rule">Its rule.</param>
    /// <param name="previous">The first sample of the line above.</param>
    /// <param name="line">The first sample of this one.</param>
    /// <param name="x">Where the run begins.</param>
    /// <returns>The sample behind all of them.</returns>
    [MethodImpl(Jit.Optimize)]
    public static int Run(ScanState* state, TRule rule, ushort* previous, ushort* line, int x)
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

    /// <summary>Decodes a run of pixels of several components and the pixel that ends it.</summary>
    /// <param name="state">The scan.</param>
    /// <param name="rule">Its rule.</param>
    /// <param name="previous">The first sample of the first component's line above.</param>
    /// <param name="line">The first sample of its line.</param>
    /// <param name="x">Where the run begins.</param>
    /// <param name="components">How many components there are.</param>
    /// <param name="step">Samples from a component's line to the next one's.</param>
    /// <returns>The pixel behind all of them.</returns>
    [MethodImpl(Jit.Optimize)]
    public static int Run(ScanState* state, TRule rule, ushort* previous, ushort* line, int x, int components, int step)
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
        ulong bits = GolombCode.Bits(state->Words, state->Position);
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
                bits = GolombCode.Bits(state->Words, state->Position);
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
        int mapped = GolombCode.Read(state, k, state->Limit - order - 1);
        int twice = mapped + kind;
        int odd = twice & 1;
        int magnitude = (twice + odd) / 2;
        int error = context->IsNegativeLikely(k) == odd ? -magnitude : magnitude;
        context->Learn(error, mapped, kind, state->Reset);
        return error;
    }
}
