using System.Collections.Generic;
using MedIO.Dicom.Codecs.Jpeg2000.Blocks;

namespace MedIO.Tests.Dicom.Codecs;

/// <summary>
/// Writes code word segments: decisions as ISO/IEC 15444-1 annex C.2 draws the encoder, or plain bits where passes bypass it.
/// Slow and by the book.
/// </summary>
internal sealed class MqEncoder
{
    private readonly int[] _states = new int[Contexts.Count];
    private readonly List<byte> _bytes = new();
    private uint _a;
    private uint _c;
    private int _ct;
    private int _b;
    private bool _begun;
    private bool _raw;

    public MqEncoder() => ResetContexts();

    /// <summary>Sets the contexts as table D.7 says.</summary>
    public void ResetContexts()
    {
        System.Array.Clear(_states, 0, _states.Length);
        _states[0] = 2 * 4;
        _states[Contexts.Run] = 2 * 3;
        _states[Contexts.Uniform] = 2 * 46;
    }

    /// <summary>Begins a segment.</summary>
    public void Begin(bool raw)
    {
        _raw = raw;
        _bytes.Clear();
        _a = 0x8000;
        _c = 0;
        _ct = raw ? 8 : 12;
        _b = 0;
        _begun = false;
    }

    public void Write(int bit, int context)
    {
        if (_raw)
        {
            WriteRaw(bit);
            return;
        }

        MqState state = MqStates.Table[_states[context]];
        uint qe = (uint)(state.Probability >> MqDecoder.FractionBits);
        _a -= qe;
        bool isLess = bit != state.More;
        bool takesLower = isLess == _a >= qe;
        if (!isLess && (_a & 0x8000) != 0)
        {
            _c += qe;
            return;
        }

        if (takesLower)
        {
            _a = qe;
        }
        else
        {
            _c += qe;
        }

        _states[context] = (isLess ? state.AfterLess : state.AfterMore) / MqState.Size;
        do
        {
            _a <<= 1;
            _c <<= 1;
            if (--_ct == 0)
            {
                ByteOut();
            }
        }
        while ((_a & 0x8000) == 0);
    }

    /// <summary>Ends the segment.</summary>
    public byte[] End()
    {
        if (_raw)
        {
            if (_ct < 8 && !(_ct == 7 && _b == 0xFF))
            {
                _bytes.Add((byte)_c);
            }
        }
        else
        {
            uint most = _c + _a;
            _c |= 0xFFFF;
            if (_c >= most)
            {
                _c -= 0x8000;
            }

            _c <<= _ct;
            ByteOut();
            _c <<= _ct;
            ByteOut();
            Emit();
        }

        // A segment does not end with 0xFF: decoders find ones there anyway.
        if (_bytes.Count > 0 && _bytes[_bytes.Count - 1] == 0xFF)
        {
            _bytes.RemoveAt(_bytes.Count - 1);
        }

        return _bytes.ToArray();
    }

    private void WriteRaw(int bit)
    {
        _ct--;
        _c |= (uint)bit << _ct;
        if (_ct == 0)
        {
            _b = (int)_c;
            _bytes.Add((byte)_c);
            _ct = _c == 0xFF ? 7 : 8;
            _c = 0;
        }
    }

    private void ByteOut()
    {
        if (_b != 0xFF && _c >= 0x8000000)
        {
            _b++;
            _c &= 0x7FFFFFF;
        }

        Emit();
        int bits = _b == 0xFF ? 7 : 8;
        _b = (int)(_c >> (27 - bits)) & 0xFF;
        _c &= (1u << (27 - bits)) - 1;
        _ct = bits;
    }

    private void Emit()
    {
        if (_begun)
        {
            _bytes.Add((byte)_b);
        }

        _begun = true;
    }
}
