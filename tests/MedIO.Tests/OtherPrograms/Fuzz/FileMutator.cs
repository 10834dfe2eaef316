using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using MedIO.Tests.Dicom.Codecs.Fuzz;

namespace MedIO.Tests.OtherPrograms.Fuzz;

/// <summary>Mutates files: their bytes, the numbers in them, the words and lines of those that have text, and what is inside of gzip.</summary>
internal sealed class FileMutator
{
    private const int MostContent = 1 << 16;

    private static readonly byte[] Telling = { 0, 1, 2, 3, 4, 7, 8, 9, 10, 13, 16, 31, 32, 34, 39, 44, 45, 47, 60, 62, 64, 127, 128, 254, 255 };
    private static readonly string[] Words =
    {
        "0", "-1", "1", "2", "3", "7", "8", "16", "255", "65535", "65536", "2147483647", "2147483648", "4294967295", "4294967296", "9223372036854775807",
        "99999999999999999999", "-2147483648", "1e308", "1e-308", "1e400", "nan", "inf", "-inf", "0x10", "1.5", "0.1", "", " ", "none", "../x", "%d", "%999999999d", "=", ":=", "(1,0,0)", "()", "LIST", "float", "double", "int64", "ascii", "gzip", "raw",
    };

    private readonly IReadOnlyList<SeedFile> _seeds;
    private readonly FuzzCase _case = new();
    private readonly DicomParts _dicom = new();
    private FuzzRandom _random = new(0);

    /// <param name="seeds">What cases are made of; more may be added to it.</param>
    public FileMutator(IReadOnlyList<SeedFile> seeds) => _seeds = seeds;

    /// <summary>Which of the seeds are taken.</summary>
    public SeedChoice Choice { get; set; } = new();

    /// <summary>What is put in besides.</summary>
    public FuzzWords Dictionary { get; set; } = new();

    /// <summary>Makes a case; the one made before is gone then.</summary>
    public FuzzCase Make(ulong number)
    {
        _random = new FuzzRandom(number);
        _case.Seed = Choice.Next(_random, _seeds.Count);
        SeedFile seed = _seeds[_case.Seed];
        _case.TransferSyntax = seed.Name;
        Change(seed.Bytes);
        return _case;
    }

    /// <summary>Mutates bytes that are a file's, or a part of one.</summary>
    public byte[] Change(byte[] bytes, FuzzRandom random)
    {
        _random = random;
        Change(bytes);
        return _case.Bytes.ToArray();
    }

    private void Change(byte[] bytes)
    {
        bool gzip = bytes.Length > 2 && bytes[0] == 0x1f && bytes[1] == 0x8b && !_random.OneIn(4);
        byte[]? content = gzip ? Unzip(bytes) : null;
        gzip = content is not null;
        Set(content ?? bytes);
        do
        {
            Mutate();
        }
        while (!_random.OneIn(2));

        if (gzip)
        {
            Set(Zip(_case.Bytes.ToArray()));
        }

        if (!_random.OneIn(4))
        {
            PngChunks.Repair(_case.Bytes);
        }
    }

    // Null where it is damaged, or far longer than what is mutated here.
    private static byte[]? Unzip(byte[] bytes)
    {
        var content = new byte[MostContent];
        int total = 0;
        try
        {
            using var gzip = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
            for (int n = 1; n > 0 && total < content.Length; total += n)
            {
                n = gzip.Read(content, total, content.Length - total);
            }
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            // The latter is Mono's.
            return null;
        }

        return total < content.Length ? content.AsSpan(0, total).ToArray() : null;
    }

    private static byte[] Zip(byte[] bytes)
    {
        using var whole = new MemoryStream();
        using (var gzip = new GZipStream(whole, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(bytes, 0, bytes.Length);
        }

        return whole.ToArray();
    }

    private void Set(byte[] bytes)
    {
        _case.Length = 0;
        _case.Insert(0, bytes);
    }

    private void Mutate()
    {
        if (_case.Length < 8)
        {
            return;
        }

        if (DicomParts.IsDicom(_case.Bytes) && !_random.OneIn(3))
        {
            _dicom.Change(_case, _seeds[_random.Next(_seeds.Count)].Bytes, _random, Dictionary);
            return;
        }

        // Headers come first in most.
        int at = _random.Next(_random.OneIn(2) ? Math.Min(_case.Length, 400) : _case.Length);
        Span<byte> bytes = _case.Bytes;
        switch (_random.Next(22))
        {
            case 0:
            case 1:
                bytes[at] ^= (byte)(1 << _random.Next(8));
                break;
            case 2:
                bytes[at] = Telling[_random.Next(Telling.Length)];
                break;
            case 3:
                bytes[at] = (byte)_random.NextBits();
                break;
            case 4:
                bytes[at] += (byte)(_random.Next(9) - 4);
                break;
            case 5:
            case 6:
                Number(bytes.Slice(Math.Min(at, bytes.Length - 8)));
                break;
            case 7:
                _case.Length = at;
                break;
            case 8:
                _case.Insert(_random.Next(_case.Length), bytes.Slice(at, Run(at)).ToArray());
                break;
            case 9:
                _case.Remove(at, Run(at));
                break;
            case 10:
                Splice(at);
                break;
            case 11:
            case 12:
            case 13:
            case 14:
                ChangeWord(at);
                break;
            case 15:
                Add(bytes.Slice(Math.Min(at, bytes.Length - 4)));
                break;
            case 16:
                CopyOver(at);
                break;
            case 17:
            case 18:
                PutWord(at);
                break;
            default:
                ChangeLines();
                break;
        }
    }

    // A little more or less, in a number of 2 or 4 bytes in either order.
    private void Add(Span<byte> bytes)
    {
        int size = 2 << _random.Next(2);
        bool big = _random.OneIn(2);
        uint value = 0;
        for (int i = 0; i < size; i++)
        {
            value |= (uint)bytes[big ? size - 1 - i : i] << (8 * i);
        }

        value += (uint)(_random.Next(71) - 35);
        for (int i = 0; i < size; i++)
        {
            bytes[big ? size - 1 - i : i] = (byte)(value >> (8 * i));
        }
    }

    // Bytes of another file in place of as many.
    private void CopyOver(int at)
    {
        byte[] other = _seeds[_random.Next(_seeds.Count)].Bytes;
        int from = _random.OneIn(2) ? Math.Min(at, other.Length) : _random.Next(other.Length);
        int count = Math.Min(Run(at), other.Length - from);
        other.AsSpan(from, count).CopyTo(_case.Bytes.Slice(at));
    }

    // A word or a number that the reader knows, put in or over what is there.
    private void PutWord(int at)
    {
        byte[] word;
        if (Dictionary.Numbers.Count > 0 && _random.OneIn(2))
        {
            word = BitConverter.GetBytes(Dictionary.Numbers[_random.Next(Dictionary.Numbers.Count)]);
            Array.Resize(ref word, _random.OneIn(3) ? 4 : word[3] == 0 && word[2] == 0 ? 2 : 4);
            if (_random.OneIn(2))
            {
                Array.Reverse(word);
            }
        }
        else if (Dictionary.Words.Count > 0)
        {
            word = Dictionary.Words[_random.Next(Dictionary.Words.Count)];
        }
        else
        {
            word = Encoding.ASCII.GetBytes(Words[_random.Next(Words.Length)]);
        }

        if (_random.OneIn(2))
        {
            _case.Remove(at, Math.Min(word.Length, _case.Length - at));
        }

        _case.Insert(at, word);
    }

    private int Run(int at) => Math.Min(_case.Length - at, 1 + _random.Next(_random.OneIn(4) ? 256 : 12));

    // A number of 2, 4 or 8 bytes in either order.
    private void Number(Span<byte> bytes)
    {
        int size = 2 << _random.Next(3);
        ulong value = _random.Next(10) switch
        {
            0 => 0,
            1 => ulong.MaxValue,
            2 => 1,
            3 => 0x7fffffffffffffffUL >> (64 - (8 * size)),
            4 => 0x8000000000000000UL >> (64 - (8 * size)),
            5 => (ulong)BitConverter.DoubleToInt64Bits(double.NaN) >> (64 - (8 * size)),
            6 => (ulong)BitConverter.DoubleToInt64Bits(1e300) >> (64 - (8 * size)),
            7 => (ulong)_random.Next(64),
            8 => (ulong)_random.Next(1 << 16),
            _ => ((ulong)_random.NextBits() << 32) | _random.NextBits(),
        };
        bool big = _random.OneIn(2);
        for (int i = 0; i < size; i++)
        {
            bytes[big ? size - 1 - i : i] = (byte)(value >> (8 * i));
        }
    }

    private void Splice(int at)
    {
        byte[] other = _seeds[_random.Next(_seeds.Count)].Bytes;
        int from = _random.OneIn(2) ? Math.Min(at, other.Length) : _random.Next(other.Length);
        _case.Length = at;
        _case.Insert(at, other.AsSpan(from));
    }

    // Replaces the word or number that is there.
    private void ChangeWord(int at)
    {
        Span<byte> bytes = _case.Bytes;
        int begin = at;
        while (begin > 0 && IsOfWord(bytes[begin - 1]))
        {
            begin--;
        }

        int end = at;
        while (end < bytes.Length && IsOfWord(bytes[end]))
        {
            end++;
        }

        if (end - begin is 0 or > 64)
        {
            return;
        }

        _case.Remove(begin, end - begin);
        bool known = Dictionary.Words.Count > 0 && _random.OneIn(2);
        _case.Insert(begin, known ? Dictionary.Words[_random.Next(Dictionary.Words.Count)] : Encoding.ASCII.GetBytes(Words[_random.Next(Words.Length)]));
    }

    private static bool IsOfWord(byte b) => b is (byte)'.' or (byte)'-' or (byte)'+' or (byte)'_' || (b < 128 && char.IsLetterOrDigit((char)b));

    // Lines taken away, doubled, or moved, or a line of another file.
    private void ChangeLines()
    {
        (int begin, int count) = Line(_case.Bytes, _random.Next(_case.Length));
        byte[] line = _case.Bytes.Slice(begin, count).ToArray();
        switch (_random.Next(4))
        {
            case 0:
                _case.Remove(begin, count);
                break;
            case 1:
                _case.Insert(begin, line);
                break;
            case 2:
                _case.Remove(begin, count);
                _case.Insert(Line(_case.Bytes, _random.Next(Math.Max(1, _case.Length))).Begin, line);
                break;
            default:
                byte[] other = _seeds[_random.Next(_seeds.Count)].Bytes;
                (int from, int n) = Line(other, _random.Next(other.Length));
                _case.Insert(begin, other.AsSpan(from, n));
                break;
        }
    }

    private static (int Begin, int Count) Line(ReadOnlySpan<byte> bytes, int at)
    {
        if (bytes.Length == 0)
        {
            return (0, 0);
        }

        int begin = bytes.Slice(0, at).LastIndexOf((byte)'\n') + 1;
        int end = bytes.Slice(at).IndexOf((byte)'\n');
        return (begin, (end < 0 ? bytes.Length : at + end + 1) - begin);
    }
}
