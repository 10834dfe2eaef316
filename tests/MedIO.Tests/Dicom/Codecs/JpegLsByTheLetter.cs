using System;
using System.Collections.Generic;

namespace MedIO.Tests.Dicom.Codecs;

/// <summary>
/// An encoder of JPEG-LS that follows ISO/IEC 14495-1 | T.87 annex A step by step, slowly and with all that a stream may
/// have: what the decoder is tested against where no other program is there or none can do it.
/// </summary>
internal sealed class JpegLsByTheLetter
{
    private static readonly int[] J = { 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 9, 10, 11, 12, 13, 14, 15 };

    private readonly List<byte> _bytes = new();
    private int _open;
    private int _openBits;
    private int[] _a = Array.Empty<int>();
    private int[] _b = Array.Empty<int>();
    private int[] _c = Array.Empty<int>();
    private int[] _n = Array.Empty<int>();
    private int[] _nn = Array.Empty<int>();
    private int _runIndex;
    private int _range;
    private int _errorBits;
    private int _limit;

    public int Columns { get; set; } = 1;

    public int Rows { get; set; } = 1;

    public int Components { get; set; } = 1;

    public int Bits { get; set; } = 8;

    public int Near { get; set; }

    /// <summary>MAXVAL; written, like the others, only where <see cref="HasPresets"/>.</summary>
    public int Maximum { get; set; } = 255;

    public int T1 { get; set; } = 3;

    public int T2 { get; set; } = 7;

    public int T3 { get; set; } = 21;

    public int Reset { get; set; } = 64;

    public bool HasPresets { get; set; }

    /// <summary>ILV: 0 makes a scan for each component.</summary>
    public int Interleave { get; set; }

    /// <summary>Lines of a restart interval; 0 is none.</summary>
    public int RestartInterval { get; set; }

    /// <summary>What is written as the point transform; samples are encoded as they are.</summary>
    public int PointTransform { get; set; }

    /// <summary>What a decoder must make of the stream, components of a pixel together.</summary>
    public int[] Decoded { get; private set; } = Array.Empty<int>();

    /// <summary>Encodes samples, components of a pixel together.</summary>
    public byte[] Encode(int[] samples)
    {
        Decoded = new int[samples.Length];
        Put(0xff, 0xd8, 0xff, 0xf7, 0, 8 + (3 * Components), Bits, Rows >> 8, Rows & 255, Columns >> 8, Columns & 255, Components);
        for (int c = 0; c < Components; c++)
        {
            Put(c + 65, 0x11, 0);
        }

        if (HasPresets)
        {
            Put(0xff, 0xf8, 0, 13, 1);
            foreach (int preset in new[] { Maximum, T1, T2, T3, Reset })
            {
                Put(preset >> 8, preset & 255);
            }
        }

        if (RestartInterval > 0)
        {
            Put(0xff, 0xdd, 0, 5, RestartInterval >> 16, (RestartInterval >> 8) & 255, RestartInterval & 255);
        }

        int count = Interleave == 0 ? 1 : Components;
        for (int first = 0; first < Components; first += count)
        {
            Put(0xff, 0xda, 0, 6 + (2 * count), count);
            for (int c = first; c < first + count; c++)
            {
                Put(c + 65, 0);
            }

            Put(Near, Interleave, PointTransform);
            Scan(samples, first, count);
        }

        Put(0xff, 0xd9);
        return _bytes.ToArray();
    }

    private void Put(params int[] bytes)
    {
        foreach (int b in bytes)
        {
            _bytes.Add((byte)b);
        }
    }

    private void Scan(int[] samples, int first, int count)
    {
        int interval = RestartInterval == 0 ? Rows : RestartInterval;
        for (int begin = 0; begin < Rows; begin += interval)
        {
            if (begin > 0)
            {
                Put(0xff, 0xd0 + (((begin / interval) - 1) & 7));
            }

            Begin();
            var above = new int[count][];
            var line = new int[count][];
            var runIndex = new int[count];
            for (int c = 0; c < count; c++)
            {
                above[c] = new int[Columns + 2];
                line[c] = new int[Columns + 2];
            }

            for (int row = begin; row < Math.Min(Rows, begin + interval); row++)
            {
                for (int c = 0; c < count; c++)
                {
                    (above[c], line[c]) = (line[c], above[c]);
                    above[c][Columns + 1] = above[c][Columns];
                    line[c][0] = above[c][1];
                    for (int x = 0; x < Columns; x++)
                    {
                        line[c][x + 1] = samples[(((row * Columns) + x) * Components) + first + c];
                    }
                }

                if (Interleave == 2)
                {
                    Line(above, line);
                }
                else
                {
                    for (int c = 0; c < count; c++)
                    {
                        _runIndex = runIndex[c];
                        Line(new[] { above[c] }, new[] { line[c] });
                        runIndex[c] = _runIndex;
                    }
                }

                for (int c = 0; c < count; c++)
                {
                    for (int x = 0; x < Columns; x++)
                    {
                        Decoded[(((row * Columns) + x) * Components) + first + c] = line[c][x + 1] << PointTransform;
                    }
                }
            }

            Flush();
        }
    }

    // A.2.1
    private void Begin()
    {
        _range = ((Maximum + (2 * Near)) / ((2 * Near) + 1)) + 1;
        _errorBits = CeilingOfLogarithm(_range);
        int bits = Math.Max(2, CeilingOfLogarithm(Maximum + 1));
        _limit = 2 * (bits + Math.Max(8, bits));
        _a = new int[367];
        _b = new int[365];
        _c = new int[365];
        _n = new int[367];
        _nn = new int[367];
        for (int i = 0; i < 367; i++)
        {
            _a[i] = Math.Max(2, (_range + 32) / 64);
            _n[i] = 1;
        }

        _runIndex = 0;
    }

    private static int CeilingOfLogarithm(int value)
    {
        int bits = 0;
        while (1 << bits < value)
        {
            bits++;
        }

        return bits;
    }

    // A.3 and A.7: samples of lines become those that a decoder makes.
    private void Line(int[][] above, int[][] line)
    {
        for (int x = 1; x <= Columns;)
        {
            var q = new int[line.Length];
            bool isFlat = true;
            for (int c = 0; c < line.Length; c++)
            {
                int d1 = above[c][x + 1] - above[c][x];
                int d2 = above[c][x] - above[c][x - 1];
                int d3 = above[c][x - 1] - line[c][x - 1];
                isFlat &= Math.Abs(d1) <= Near && Math.Abs(d2) <= Near && Math.Abs(d3) <= Near;
                q[c] = (81 * Quantize(d1)) + (9 * Quantize(d2)) + Quantize(d3);
            }

            if (isFlat)
            {
                x = Run(above, line, x);
                continue;
            }

            for (int c = 0; c < line.Length; c++)
            {
                line[c][x] = Regular(line[c][x], q[c], line[c][x - 1], above[c][x], above[c][x - 1]);
            }

            x++;
        }
    }

    private int Quantize(int d)
    {
        int magnitude = Math.Abs(d);
        int level = magnitude >= T3 ? 4 : magnitude >= T2 ? 3 : magnitude >= T1 ? 2 : magnitude > Near ? 1 : 0;
        return d < 0 ? -level : level;
    }

    // A.4 to A.6
    private int Regular(int sample, int q, int ra, int rb, int rc)
    {
        int sign = q < 0 ? -1 : 1;
        q = Math.Abs(q);
        int prediction = rc >= Math.Max(ra, rb) ? Math.Min(ra, rb) : rc <= Math.Min(ra, rb) ? Math.Max(ra, rb) : ra + rb - rc;
        prediction = Math.Max(0, Math.Min(Maximum, prediction + (sign * _c[q])));
        int error = Reduce(sign * (sample - prediction), out int steps);
        int decoded = Reconstruct(prediction, sign * steps);
        int k = 0;
        while (_n[q] << k < _a[q])
        {
            k++;
        }

        int mapped;
        if (Near == 0 && k == 0 && 2 * _b[q] <= -_n[q])
        {
            mapped = error >= 0 ? (2 * error) + 1 : -2 * (error + 1);
        }
        else
        {
            mapped = error >= 0 ? 2 * error : (-2 * error) - 1;
        }

        Code(mapped, k, _limit);
        _b[q] += error * ((2 * Near) + 1);
        _a[q] += Math.Abs(error);
        if (_n[q] == Reset)
        {
            _a[q] >>= 1;
            _b[q] = _b[q] >= 0 ? _b[q] >> 1 : -((1 - _b[q]) >> 1);
            _n[q] >>= 1;
        }

        _n[q]++;
        if (_b[q] <= -_n[q])
        {
            _b[q] += _n[q];
            _c[q] = Math.Max(-128, _c[q] - 1);
            _b[q] = Math.Max(_b[q], 1 - _n[q]);
        }
        else if (_b[q] > 0)
        {
            _b[q] -= _n[q];
            _c[q] = Math.Min(127, _c[q] + 1);
            _b[q] = Math.Min(_b[q], 0);
        }

        return decoded;
    }

    // The quantized error modulo the range (A.4.4, A.4.5); steps is the same number.
    private int Reduce(int error, out int steps)
    {
        error = error > 0 ? (error + Near) / ((2 * Near) + 1) : -((Near - error) / ((2 * Near) + 1));
        if (error < 0)
        {
            error += _range;
        }

        if (error >= (_range + 1) / 2)
        {
            error -= _range;
        }

        steps = error;
        return error;
    }

    private int Reconstruct(int prediction, int steps)
    {
        int span = _range * ((2 * Near) + 1);
        int value = prediction + (steps * ((2 * Near) + 1));
        value = value < -Near ? value + span : value > Maximum + Near ? value - span : value;
        return Math.Max(0, Math.Min(Maximum, value));
    }

    // A.7
    private int Run(int[][] above, int[][] line, int x)
    {
        int begin = x;
        while (x <= Columns && IsAlike(line, x, begin - 1))
        {
            for (int c = 0; c < line.Length; c++)
            {
                line[c][x] = line[c][begin - 1];
            }

            x++;
        }

        int length = x - begin;
        while (length >= 1 << J[_runIndex])
        {
            Bit(1);
            length -= 1 << J[_runIndex];
            _runIndex = Math.Min(31, _runIndex + 1);
        }

        if (x > Columns)
        {
            if (length > 0)
            {
                Bit(1);
            }

            return x;
        }

        Bit(0);
        Number(length, J[_runIndex]);
        for (int c = 0; c < line.Length; c++)
        {
            line[c][x] = EndOfRun(line[c][x], line[c][begin - 1], above[c][x], line.Length == 1);
        }

        _runIndex = Math.Max(0, _runIndex - 1);
        return x + 1;
    }

    private bool IsAlike(int[][] line, int x, int other)
    {
        bool isAlike = true;
        foreach (int[] component in line)
        {
            isAlike &= Math.Abs(component[x] - component[other]) <= Near;
        }

        return isAlike;
    }

    private int EndOfRun(int sample, int ra, int rb, bool mayBeAlike)
    {
        int kind = mayBeAlike && Math.Abs(ra - rb) <= Near ? 1 : 0;
        int sign = kind == 0 && ra > rb ? -1 : 1;
        int prediction = kind == 1 ? ra : rb;
        int error = Reduce(sign * (sample - prediction), out int steps);
        int q = 365 + kind;
        int sum = kind == 0 ? _a[q] : _a[q] + (_n[q] >> 1);
        int k = 0;
        while (_n[q] << k < sum)
        {
            k++;
        }

        int map = (k == 0 && error > 0 && 2 * _nn[q] < _n[q]) || (error < 0 && 2 * _nn[q] >= _n[q]) || (error < 0 && k != 0) ? 1 : 0;
        int mapped = (2 * Math.Abs(error)) - kind - map;
        Code(mapped, k, _limit - J[_runIndex] - 1);
        _nn[q] += error < 0 ? 1 : 0;
        _a[q] += (mapped + 1 - kind) >> 1;
        if (_n[q] == Reset)
        {
            _a[q] >>= 1;
            _n[q] >>= 1;
            _nn[q] >>= 1;
        }

        _n[q]++;
        return Reconstruct(prediction, sign * steps);
    }

    // A.5.3
    private void Code(int mapped, int k, int limit)
    {
        int zeros = mapped >> k;
        bool isShort = zeros < limit - _errorBits - 1;
        for (int i = 0; i < (isShort ? zeros : limit - _errorBits - 1); i++)
        {
            Bit(0);
        }

        Bit(1);
        Number(isShort ? mapped : mapped - 1, isShort ? k : _errorBits);
    }

    private void Number(int value, int bits)
    {
        for (int i = bits - 1; i >= 0; i--)
        {
            Bit((value >> i) & 1);
        }
    }

    private void Bit(int bit)
    {
        _open = (_open << 1) | bit;
        _openBits++;
        if (_openBits == 8)
        {
            Put(_open);

            // The bit behind a byte 0xFF is zero.
            _openBits = _open == 0xff ? 1 : 0;
            _open = 0;
        }
    }

    private void Flush()
    {
        while (_openBits > 0)
        {
            Bit(0);
        }
    }
}
