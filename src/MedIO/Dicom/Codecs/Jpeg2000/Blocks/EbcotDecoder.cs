using System;
using System.Runtime.CompilerServices;
using MedIO.IO;

namespace MedIO.Dicom.Codecs.Jpeg2000.Blocks;

/// <summary>Decodes code-blocks as ISO/IEC 15444-1 annex D says: bit-planes in three passes each, by the MQ coder or as plain bits.</summary>
internal sealed unsafe class EbcotDecoder : IBlockDecoder
{
    /// <summary>The most bit-planes that fit a coefficient with its sign and its fraction.</summary>
    public const int MostBitPlanes = 30;

    private const int MostCoefficients = 4096;
    private const int LongestSide = 1024;
    private const int PlanesBeforeBypass = 4;

    // The last stripe takes room for four rows, and flags have a margin of one word around them.
    private const int CoefficientRoom = MostCoefficients + (3 * LongestSide);
    private const int FlagRoom = (CoefficientRoom / 4) + (2 * (LongestSide + 2)) + (2 * ((LongestSide / 4) + 2));

    private enum Pass
    {
        Significance,
        Refinement,
        Cleanup,
    }

    private readonly uint[] _coefficients = new uint[CoefficientRoom];
    private readonly ulong[] _flags = new ulong[FlagRoom];
    private readonly MqState[] _contexts = new MqState[Contexts.Count];
    private byte[] _bytes = new byte[4096];

    /// <inheritdoc/>
    public bool Decode(in CodeBlock block, ReadOnlySpan<byte> data, ReadOnlySpan<CodeWordSegment> segments, int* coefficients, int stride)
    {
        if (block.Width is < 1 or > LongestSide || block.Height is < 1 or > LongestSide || block.Width * block.Height > MostCoefficients)
        {
            return false;
        }

        int longest = 0;
        foreach (CodeWordSegment segment in segments)
        {
            longest = Math.Max(longest, segment.Length);
        }

        longest = Math.Min(longest, data.Length) + CodeBytes.Margin;
        if (_bytes.Length < longest)
        {
            _bytes = new byte[Math.Max(longest, 2 * _bytes.Length)];
        }

        fixed (uint* work = _coefficients)
        fixed (ulong* flags = _flags)
        fixed (MqState* contexts = _contexts, states = MqStates.Table)
        fixed (byte* buffer = _bytes, significance = Contexts.Significance, sign = Contexts.Sign)
        {
            int flagStride = block.Width + 2;
            int stripes = (block.Height + 3) / 4;
            new Span<uint>(work, 4 * stripes * block.Width).Clear();
            new Span<ulong>(flags, flagStride * (stripes + 2)).Clear();
            Contexts.Reset(contexts, states);
            CodeBytes bytes = default;
            BlockState state = new()
            {
                Width = block.Width,
                Height = block.Height,
                Causal = (block.Style & CodeBlockStyle.VerticallyCausal) != 0,
                Flags = flags + flagStride + 1,
                FlagStride = flagStride,
                Coefficients = work,
                Bytes = &bytes,
                Contexts = contexts,
                States = (byte*)states,
                SignificanceContexts = significance + Contexts.SignificanceTable(block.Band),
                SignContexts = sign,
            };
            bool well = block.BitPlanes <= MostBitPlanes && DecodePasses(block, data, segments, &state, buffer);
            Store(&state, coefficients, stride);
            return well;
        }
    }

    private static bool DecodePasses(in CodeBlock block, ReadOnlySpan<byte> data, ReadOnlySpan<CodeWordSegment> segments, BlockState* state, byte* buffer)
    {
        // With the bit of fraction, the last bit-plane is 1.
        int plane = block.BitPlanes;
        Pass pass = Pass.Cleanup;
        bool whole = true;
        foreach (CodeWordSegment segment in segments)
        {
            // Where bytes are missing the decoders get ones.
            int length = Math.Max(0, Math.Min(segment.Length, data.Length));
            whole &= length == segment.Length;
            state->Bytes->Copy(data.Slice(0, length), buffer);
            data = data.Slice(length);
            bool raw = IsRaw(block, pass, plane);
            if (raw)
            {
                state->Raw.Begin(state->Bytes);
            }
            else
            {
                state->Mq.Begin(state->Bytes);
            }

            for (int i = 0; i < segment.Passes; i++)
            {
                if (plane < 1)
                {
                    // Some encoders count passes behind the last bit-plane.
                    return whole;
                }

                if (IsRaw(block, pass, plane) != raw)
                {
                    return false;
                }

                DecodePass(block.Style, pass, plane, raw, state);

                if ((block.Style & CodeBlockStyle.ResetContexts) != 0)
                {
                    Contexts.Reset(state->Contexts, (MqState*)state->States);
                }

                if (pass == Pass.Cleanup)
                {
                    pass = Pass.Significance;
                    plane--;
                }
                else
                {
                    pass++;
                }
            }
        }

        return whole;
    }

    private static bool IsRaw(in CodeBlock block, Pass pass, int plane) =>
        (block.Style & CodeBlockStyle.Bypass) != 0 && pass != Pass.Cleanup && plane <= block.BitPlanes - PlanesBeforeBypass;

    private static void DecodePass(CodeBlockStyle style, Pass pass, int plane, bool raw, BlockState* state)
    {
        switch (pass)
        {
            case Pass.Significance when raw:
                SignificancePass.DecodeRaw(state, plane);
                break;
            case Pass.Significance:
                SignificancePass.Decode(state, plane);
                break;
            case Pass.Refinement when raw:
                RefinementPass.DecodeRaw(state, plane);
                break;
            case Pass.Refinement:
                RefinementPass.Decode(state, plane);
                break;
            default:
                CleanupPass.Decode(state, plane);
                if ((style & CodeBlockStyle.SegmentationSymbols) != 0)
                {
                    CleanupPass.SkipSymbol(state);
                }

                break;
        }
    }

    // From signs and magnitudes in the order of coding to two's complements in rows.
    [MethodImpl(Jit.Optimize)]
    private static void Store(BlockState* state, int* coefficients, int stride)
    {
        int width = state->Width;
        for (int y = 0; y < state->Height; y++)
        {
            uint* from = state->Coefficients + (4 * (y / 4) * width) + (y & 3);
            int* to = coefficients + ((long)y * stride);
            for (int x = 0; x < width; x++, from += 4)
            {
                int sign = (int)*from >> 31;
                to[x] = ((int)(*from & int.MaxValue) ^ sign) - sign;
            }
        }
    }
}
