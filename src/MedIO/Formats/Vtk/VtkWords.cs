using System;
using System.Globalization;
using System.IO;
using MedIO.Formats.Headers;

namespace MedIO.Formats.Vtk;

/// <summary>The words of a legacy VTK file's header, between which there is any white space, and the lines that end where data begin.</summary>
internal sealed class VtkWords
{
    // No word of a header is longer; what is, is data.
    private const int MostLetters = 4096;

    private readonly byte[] _bytes;
    private readonly bool _isWhole;

    /// <param name="bytes">The beginning of the file.</param>
    /// <param name="isWhole">Whether the file has no more.</param>
    public VtkWords(byte[] bytes, bool isWhole)
    {
        _bytes = bytes;
        _isWhole = isWhole;
    }

    /// <summary>Where reading goes on.</summary>
    public int Position { get; set; }

    /// <summary>The next line, trimmed.</summary>
    /// <exception cref="EndOfStreamException">The line goes on behind the bytes.</exception>
    public string Line()
    {
        int end = Array.IndexOf(_bytes, (byte)'\n', Position);
        if (end < 0)
        {
            throw new EndOfStreamException();
        }

        string line = HeaderText.Decode(_bytes, Position, Math.Min(MostLetters, end - Position)).Trim();
        Position = end + 1;
        return line;
    }

    /// <summary>The next word.</summary>
    /// <exception cref="EndOfStreamException">It goes on behind the bytes.</exception>
    public string Word()
    {
        while (Position < _bytes.Length && IsBlank(_bytes[Position]))
        {
            Position++;
        }

        int start = Position;
        while (Position < _bytes.Length && !IsBlank(_bytes[Position]))
        {
            Position++;
        }

        return Position == start || (Position == _bytes.Length && !_isWhole) ? throw new EndOfStreamException()
            : Position - start > MostLetters ? throw new InvalidDataException("it has bytes where a word should be")
            : HeaderText.Decode(_bytes, start, Position - start);
    }

    /// <summary>The next word in upper case, as keywords are compared.</summary>
    public string Keyword() => Word().ToUpperInvariant();

    /// <summary>A whole number, not negative.</summary>
    /// <exception cref="InvalidDataException">The word is none.</exception>
    public long Count(string what)
    {
        string word = Word();
        return long.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out long value)
            ? value
            : throw new InvalidDataException($"{what} '{Shorten(word)}' is no whole number");
    }

    /// <summary>Three numbers; those that are not finite become NaN.</summary>
    /// <exception cref="InvalidDataException">A word is none.</exception>
    public double[] Three(string what)
    {
        var values = new double[3];
        for (int i = 0; i < 3; i++)
        {
            values[i] = Number(what);
        }

        return values;
    }

    /// <summary>Whether a keyword comes next.</summary>
    /// <param name="keyword">In upper case.</param>
    /// <param name="skipBlanks">Whether white space may come before it; not where data may begin with any byte.</param>
    /// <exception cref="EndOfStreamException">There are too few bytes to tell.</exception>
    public bool IsAt(string keyword, bool skipBlanks)
    {
        int at = Position;
        while (skipBlanks && at < _bytes.Length && IsBlank(_bytes[at]))
        {
            at++;
        }

        for (int i = 0; i < keyword.Length; i++, at++)
        {
            if (at == _bytes.Length)
            {
                return _isWhole ? false : throw new EndOfStreamException();
            }

            if (char.ToUpperInvariant((char)_bytes[at]) != keyword[i])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Skips words, such as the numbers of an array.</summary>
    public void Skip(long words)
    {
        for (long i = 0; i < words; i++)
        {
            Word();
        }
    }

    /// <summary>Skips bytes.</summary>
    public void SkipBytes(long count)
    {
        if (count > _bytes.Length - Position)
        {
            throw new EndOfStreamException();
        }

        Position += (int)count;
    }

    public static string Shorten(string text) => text.Length <= 40 ? text : text.Substring(0, 40) + "...";

    private static bool IsBlank(byte b) => b is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or 0x0b or 0x0c;

    private double Number(string what)
    {
        string word = Word();
        return HeaderNumbers.TryParse(word, out double[] values) && values.Length == 1
            ? double.IsInfinity(values[0]) ? double.NaN : values[0]
            : throw new InvalidDataException($"{what} '{Shorten(word)}' is no number");
    }
}
