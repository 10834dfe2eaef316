using System;
using System.Linq;

namespace MedIO.Tests.OtherPrograms.Fuzz;

/// <summary>
/// Choices that bytes make, one after another, so that a change of the bytes is a change of one choice. Where they end, all that
/// follows is the first there is.
/// </summary>
internal sealed class ByteChoices
{
    private static readonly double[] Telling =
    {
        1, 0.5, 2, 0.1, 1e-3, 1e3, 1.0 / 3, 0.9765625, 1e-6, 1e6, 1e-12, 1e12, 1e-30, 1e30, 1e-45, 3.5e38, 1e-300, 1e300, double.MaxValue, double.Epsilon, 123456.789, 16777217, 9007199254740993,
    };

    private readonly byte[] _bytes;
    private readonly int _count;
    private int _at;

    public ByteChoices(byte[] bytes, int count) => (_bytes, _count) = (bytes, count);

    /// <summary>A number below the limit.</summary>
    public int Next(int limit) => limit <= 256 ? Byte() % limit : ((Byte() << 8) | Byte()) % limit;

    public bool OneIn(int n) => Next(n) == n - 1;

    public T Of<T>(params T[] choices) => choices[Next(choices.Length)];

    public byte Byte() => _at < _count ? _bytes[_at++] : (byte)0;

    /// <summary>A length, mostly a usual one.</summary>
    public double Length() => Next(4) switch
    {
        0 => 1 + (Next(256) / 256.0),
        1 => Telling[Next(6)],
        2 => Telling[Next(Telling.Length)],
        _ => 0.001 * (1 + Next(65536)),
    };

    /// <summary>A coordinate.</summary>
    public double Coordinate() => Next(6) switch
    {
        0 => 0,
        1 => -Length(),
        2 => Length(),
        3 => Next(512) - 256,
        4 => (Next(65536) - 32768) / 100.0,
        _ => -0.0,
    };

    /// <summary>Bytes as they are, all of them in turn where there are not as many.</summary>
    public void Fill(Span<byte> numbers)
    {
        uint state = (uint)((Byte() << 8) | Byte());
        for (int i = 0; i < numbers.Length; i++)
        {
            state = (state * 1664525) + 1013904223;
            numbers[i] = i < 32 && _at < _count ? Byte() : (byte)(state >> 24);
        }
    }

    /// <summary>Text, mostly of what is special somewhere.</summary>
    public string Text(int longest)
    {
        string[] parts =
        {
            "a", "B7", " ", "  ", ".", "..", "%d", "%03d", "{0}", "*", "?", "[1]", "=1", "-", "~", "#", ";", ":", "\"", "'", "\\", "/", "\n", "\r", "\t", "\u001b[31m", "\u0085", "\u202e", "\u2028", "\u00e4", "\u4e2d", "\ud83d\ude00", "\ufeff", "LIST", "LOCAL", "CON", "nii", ".nii", ".gz", ".raw", "%20", "$x", "`", "|", "&", "<", ">", "\0", "\u0301", "0", "1e5", ",",
        };
        int count = Next(longest);
        return string.Concat(Enumerable.Range(0, count).Select(_ => parts[Next(parts.Length)]));
    }
}
