using System.Runtime.CompilerServices;

namespace MedIO.Dicom.Codecs.Jpeg2000.Blocks;

/// <summary>
/// The MQ decoder (ISO/IEC 15444-1 annex C.3). Its registers are 64 bits wide: 32 bits wait below the 16 of the standard's
/// Chigh, so that bytes are wanted seldom. What can be taken off both A and C before either a less probable symbol or a
/// renormalization comes is kept apart: the usual decision is one subtraction. Passes hold a copy in locals.
/// </summary>
internal unsafe struct MqDecoder
{
    /// <summary>Bits below the integers of the registers.</summary>
    public const int FractionBits = 32;

    private const int HalfBit = 15 + FractionBits;
    private const long Half = 1L << HalfBit;

    // A and C less _slack.
    private long _a;
    private long _c;
    private long _slack;

    // Bits of C below the integers that are the segment's.
    private int _held;

    /// <summary>Begins a segment (INITDEC).</summary>
    public void Begin(CodeBytes* bytes)
    {
        _c = CodeBytes.Refill(bytes, -15);
        _held = bytes->Held;
        _a = Half;
        _slack = 0;
    }

    /// <summary>Decodes a decision (DECODE, MPS_EXCHANGE, LPS_EXCHANGE and RENORMD in one, without branches on what is random).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Decode(MqState* context, byte* states, CodeBytes* bytes)
    {
        long probability = context->Probability;
        int decision = context->More;
        long slack = _slack - probability;
        if (slack < 0)
        {
            long a = _a + slack;
            long c = _c + slack;
            long lower = c >> 63;
            int less = (int)(lower ^ ((a - probability) >> 63)) & 1;
            c += probability & lower;
            a += (probability - a) & lower;
            long* next = (long*)(states + (&context->AfterMore)[less]);
            ((long*)context)[0] = next[0];
            ((long*)context)[1] = next[1];
            decision ^= less;

            // A is never 0.
            int shift = HalfBit - Bits.Highest(a);
            a <<= shift;
            c <<= shift;
            _held -= shift;
            if (_held < 0)
            {
                c += CodeBytes.Refill(bytes, _held);
                _held = bytes->Held;
            }

            long difference = a - Half - c;
            slack = c + (difference & (difference >> 63));
            _a = a - slack;
            _c = c - slack;
        }

        _slack = slack;
        return decision;
    }
}
