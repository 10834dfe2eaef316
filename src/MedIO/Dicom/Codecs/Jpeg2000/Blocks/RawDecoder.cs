using System.Runtime.CompilerServices;

namespace MedIO.Dicom.Codecs.Jpeg2000.Blocks;

/// <summary>Reads the bits of passes that bypass the MQ coder (ISO/IEC 15444-1 annex D.6): a bit is stuffed after 0xFF.</summary>
internal unsafe struct RawDecoder
{
    private byte* _at;
    private uint _byte;
    private int _left;

    public void Begin(CodeBytes* bytes)
    {
        _at = bytes->At;
        _byte = 0;
        _left = 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Decode()
    {
        if (_left == 0)
        {
            Next();
        }

        return (int)(_byte >> --_left) & 1;
    }

    private void Next()
    {
        bool stuffed = _byte == 0xFF;
        if (stuffed && *_at > 0x8F)
        {
            // After the end: ones.
            _left = 8;
            return;
        }

        _byte = *_at++;
        _left = stuffed ? 7 : 8;
    }
}
