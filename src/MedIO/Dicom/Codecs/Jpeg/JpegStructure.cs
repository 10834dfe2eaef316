using System;
using System.IO;

namespace MedIO.Dicom.Codecs.Jpeg;

/// <summary>
/// Walks through the marker segments of a JPEG code stream (ISO/IEC 10918-1 annex B) before another library's decoder gets it:
/// some go on where they ought to stop, and take the process with them.
/// </summary>
internal sealed class JpegStructure
{
    private const int Progressive = 0xc2;
    private const int Lossless = 0xc3;

    private readonly byte[] _bytes;
    private readonly bool _allowsProgressive;
    private readonly bool[] _dcTables = new bool[4];
    private readonly bool[] _acTables = new bool[4];
    private readonly bool[] _quantization = new bool[4];
    private readonly int[] _components = new int[256];
    private readonly int[] _tableOf = new int[256];
    private readonly bool[] _scanned = new bool[256];
    private int _at = 2;
    private int _end;
    private int _frame;
    private int _precision;
    private int _count;

    private JpegStructure(byte[] bytes, bool allowsProgressive)
    {
        _bytes = bytes;
        _allowsProgressive = allowsProgressive;
    }

    /// <summary>Checks that a stream is whole, and that nothing in it leads a decoder astray.</summary>
    /// <param name="bytes">The stream.</param>
    /// <param name="allowsProgressive">Whether the decoder knows progressive streams; DICOM has them no longer.</param>
    /// <exception cref="InvalidDataException">It is damaged, or of a kind that the codec does not know.</exception>
    /// <exception cref="EndOfStreamException">It ends too early.</exception>
    public static void Verify(byte[] bytes, bool allowsProgressive) => new JpegStructure(bytes, allowsProgressive).Walk();

    private void Walk()
    {
        int scanned = 0;
        while (true)
        {
            int marker = NextMarker();
            if (marker == 0xd9)
            {
                Require(_frame != 0 && scanned == _count, "a component of it is in no scan");
                return;
            }

            _end = _at + 2 <= _bytes.Length ? _at + Word(_at) : int.MaxValue;
            if (_end > _bytes.Length)
            {
                throw new EndOfStreamException("Its code stream ends within a marker segment.");
            }

            Require(_end >= _at + 2, "a marker segment has no length");
            _at += 2;
            switch (marker)
            {
                case 0xc4: HuffmanTables(); break;
                case 0xdb: QuantizationTables(); break;
                case 0xc0 or 0xc1 or Lossless: Frame(marker); break;
                case Progressive when _allowsProgressive: Frame(marker); break;
                case 0xdd: Require(_end - _at == 2, "its restart interval has a wrong length"); break;
                case 0xda:
                    scanned += Scan();
                    _at = _end;
                    PassEntropyCoded();
                    continue;
                case 0xfe or (>= 0xe0 and <= 0xef): break;
                default: throw Damaged(FormattableString.Invariant($"the marker FF{marker:X2} is not of its process"));
            }

            _at = _end;
        }
    }

    private int NextMarker()
    {
        if (_at + 2 > _bytes.Length)
        {
            throw new EndOfStreamException("Its code stream has no end.");
        }

        Require(_bytes[_at] == 0xff, "there is no marker where one belongs");
        while (_at < _bytes.Length && _bytes[_at] == 0xff)
        {
            _at++;
        }

        return _at < _bytes.Length ? _bytes[_at++] : throw new EndOfStreamException("Its code stream has no end.");
    }

    private void HuffmanTables()
    {
        while (_at < _end)
        {
            Require(_end - _at >= 17 && (_bytes[_at] & 0x0f) < 4 && _bytes[_at] >> 4 < 2, "a Huffman table has a wrong number");
            bool isDc = _bytes[_at] >> 4 == 0;
            (isDc ? _dcTables : _acTables)[_bytes[_at] & 0x0f] = true;
            int symbols = 0;
            int code = 0;
            for (int length = 1; length <= 16; length++)
            {
                symbols += _bytes[_at + length];
                code = (code << 1) + _bytes[_at + length];
                Require(code < 1 << length || (code == 1 << length && length == 16), "a Huffman table has more codes than there are");
            }

            _at += 17;
            Require(symbols is > 0 and <= 256 && symbols <= _end - _at, "a Huffman table is too short");
            for (int i = 0; i < symbols && isDc; i++)
            {
                Require(_bytes[_at + i] <= 16, "a Huffman table has a code for too many bits");
            }

            _at += symbols;
        }
    }

    private void QuantizationTables()
    {
        while (_at < _end)
        {
            int table = _bytes[_at] & 0x0f;
            int count = _bytes[_at] >> 4 == 0 ? 64 : 128;
            Require(table < 4 && _bytes[_at] >> 4 < 2 && count < _end - _at, "a quantization table is none");
            _quantization[table] = true;
            _at += 1 + count;
        }
    }

    private void Frame(int marker)
    {
        Require(_frame == 0 && _end - _at >= 6, "it has several frame headers, or a short one");
        _frame = marker;
        _precision = _bytes[_at];
        _count = _bytes[_at + 5];
        Require(_count is >= 1 and <= 4 && _end - _at == 6 + (3 * _count), "its frame header has a wrong length");
        Require(marker == Lossless ? _precision is >= 2 and <= 16 : _precision is 8 or 12, FormattableString.Invariant($"its process has no samples of {_precision} bits"));
        for (int i = 0; i < _count; i++)
        {
            int at = _at + 6 + (3 * i);
            int sampling = _bytes[at + 1];
            Require(_components[_bytes[at]] == 0 && sampling >> 4 is >= 1 and <= 4 && (sampling & 15) is >= 1 and <= 4, "a component of it is sampled in no way");
            Require(_bytes[at + 2] < 4, "a component of it has no quantization table");
            _components[_bytes[at]] = sampling;
            _tableOf[_bytes[at]] = _bytes[at + 2];
        }
    }

    // How many components it is the first scan of.
    private int Scan()
    {
        int count = _end - _at > 0 ? _bytes[_at] : 0;
        Require(_frame != 0 && count is >= 1 and <= 4 && _end - _at == 4 + (2 * count), "a scan header has a wrong length");
        int first = 0;
        int blocks = 0;
        for (int i = 0; i < count; i++)
        {
            int component = _bytes[_at + 1 + (2 * i)];
            int tables = _bytes[_at + 2 + (2 * i)];
            int sampling = _components[component];
            Require(sampling != 0 && (!_scanned[component] || _frame == Progressive), "a scan is of a component that is not there, or has been");
            Require(tables >> 4 < 4 && (tables & 15) < 4 && (_frame == Progressive || _dcTables[tables >> 4]), "a scan has no Huffman table");
            Require(_frame is Lossless or Progressive || (_acTables[tables & 15] && _quantization[_tableOf[component]]), "a scan has no tables");
            blocks += (sampling >> 4) * (sampling & 15);
            first += _scanned[component] ? 0 : 1;
            _scanned[component] = true;
        }

        int at = _at + 1 + (2 * count);
        Require(count == 1 || blocks <= 10, "a scan has too many blocks");
        Require(_frame != Lossless || (_bytes[at] is >= 1 and <= 7 && _bytes[at + 1] == 0 && _bytes[at + 2] < _precision), "a scan header has no predictor");
        return first;
    }

    private void PassEntropyCoded()
    {
        while (true)
        {
            int next = Array.IndexOf(_bytes, (byte)0xff, _at);
            if (next < 0 || next + 1 >= _bytes.Length)
            {
                throw new EndOfStreamException("Its code stream ends within a scan.");
            }

            _at = next;
            if (_bytes[next + 1] is not (0 or 0xff or (>= 0xd0 and <= 0xd7)))
            {
                return;
            }

            _at += _bytes[next + 1] == 0xff ? 1 : 2;
        }
    }

    private int Word(int at) => (_bytes[at] << 8) | _bytes[at + 1];

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw Damaged(otherwise);
        }
    }

    private static InvalidDataException Damaged(string what) => new($"Its code stream is damaged: {what}.");
}
