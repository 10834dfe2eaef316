using System;
using System.Text;

namespace MedIO.Dicom;

/// <summary>
/// Text whose escape sequences switch between character sets (PS3.5 section 6.1.2.5): bytes below 0x80 are of one set, G0,
/// those above of another, G1, and what separates values, lines and parts of names brings back the first ones.
/// </summary>
internal sealed class Iso2022Decoder
{
    private readonly CodedSet? _firstHigh;
    private readonly bool _isName;
    private readonly StringBuilder _text = new();
    private CodedSet _low = CodedSet.Ascii;
    private CodedSet? _high;
    private CodedSet? _runSet;
    private byte[] _run = new byte[64];
    private int _runCount;

    /// <summary>Makes ready to decode.</summary>
    /// <param name="high">The set of the first value of SpecificCharacterSet for bytes from 0x80 on; null where it is ASCII alone.</param>
    /// <param name="isName">Whether ^ and = separate, as in person names.</param>
    public Iso2022Decoder(CodedSet? high, bool isName)
    {
        _firstHigh = high;
        _high = high;
        _isName = isName;
    }

    public string Decode(ReadOnlySpan<byte> bytes)
    {
        int i = 0;
        while (i < bytes.Length)
        {
            byte b = bytes[i];
            if (b == 0x1b)
            {
                i += Switch(bytes.Slice(i));
                continue;
            }

            CodedSet? set = b >= 0x80 ? _high : _low;
            if (b < 0x21 || b == 0x7f || (b < 0x80 && !_low.IsDouble))
            {
                set = CodedSet.Ascii;
                if (IsDelimiter(b))
                {
                    // A high set stays where the first value brings none: without its escape sequence again it would mean nothing.
                    _low = CodedSet.Ascii;
                    _high = _firstHigh ?? _high;
                }
            }

            int size = set is { IsDouble: true } ? 2 : 1;
            if (set is null || i + size > bytes.Length || (size == 2 && (bytes[i + 1] >= 0x80) != (b >= 0x80)))
            {
                Flush();
                _text.Append('\ufffd');
                i++;
                continue;
            }

            Append(set, bytes.Slice(i, size));
            i += size;
        }

        Flush();
        return _text.ToString();
    }

    private int Switch(ReadOnlySpan<byte> bytes)
    {
        if (CodedSet.OfEscape(bytes, out int length) is not { } set)
        {
            Flush();
            _text.Append('\ufffd');
            return 1;
        }

        if (set.IsHigh)
        {
            _high = set;
        }
        else
        {
            _low = set;
        }

        return length;
    }

    private bool IsDelimiter(byte b) => b is (byte)'\\' or (byte)'\t' or (byte)'\n' or (byte)'\f' or (byte)'\r' || (_isName && b is (byte)'^' or (byte)'=');

    private void Append(CodedSet set, ReadOnlySpan<byte> bytes)
    {
        if (set != _runSet || _runCount + bytes.Length > _run.Length)
        {
            Flush();
            _runSet = set;
        }

        bytes.CopyTo(_run.AsSpan(_runCount));
        _runCount += bytes.Length;
    }

    private void Flush()
    {
        if (_runCount > 0)
        {
            _text.Append(_runSet!.Decode(_run, _runCount));
            _runCount = 0;
        }
    }
}
