using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using MedIO.IO;
using Lanes = System.Numerics.Vector;

namespace MedIO.Formats.Pictures.Png;

/// <summary>Filters the rows of a picture, each by the filter whose output is nearest to zero in sum (ISO/IEC 15948 section 12.7).</summary>
internal sealed unsafe class PngRowFilter
{
    private readonly int _count;
    private readonly int _step;
    private readonly bool _isFiltered;

    // The row and the one above, each behind zeros that stand for what is left of it; then what each filter makes.
    private readonly byte[] _memory;
    private readonly int _lineBytes;
    private bool _isSecond;

    /// <param name="count">Bytes of a row.</param>
    /// <param name="step">Bytes of a pixel.</param>
    /// <param name="isFiltered">Whether rows are to be filtered at all.</param>
    public PngRowFilter(int count, int step, bool isFiltered)
    {
        _count = count;
        _step = step;
        _isFiltered = isFiltered;
        _lineBytes = checked(step + count + (2 * Vector<byte>.Count));
        _memory = isFiltered ? new byte[checked(6 * _lineBytes)] : Array.Empty<byte>();
    }

    /// <summary>Writes the filter's number and the filtered row.</summary>
    /// <param name="samples">The row's samples.</param>
    /// <param name="target">Gets the bytes.</param>
    /// <param name="isWide">Whether samples have two bytes.</param>
    public void Apply(byte* samples, byte* target, bool isWide)
    {
        if (!_isFiltered)
        {
            *target = PngFilter.None;
            Copy(samples, target + 1, isWide);
            return;
        }

        fixed (byte* memory = _memory)
        {
            byte* row = memory + (_isSecond ? _lineBytes : 0) + _step;
            byte* above = memory + (_isSecond ? 0 : _lineBytes) + _step;
            _isSecond = !_isSecond;
            Copy(samples, row, isWide);
            byte* best = row;
            long least = Sum(row, _count);
            *target = PngFilter.None;
            for (byte filter = PngFilter.Sub; filter <= PngFilter.Paeth; filter++)
            {
                byte* to = memory + ((filter + 1) * _lineBytes);
                Filter(filter, row, above, to);
                long sum = Sum(to, _count);
                if (sum < least)
                {
                    best = to;
                    least = sum;
                    *target = filter;
                }
            }

            Buffer.MemoryCopy(best, target + 1, _count, _count);
        }
    }

    private void Copy(byte* samples, byte* row, bool isWide)
    {
        Buffer.MemoryCopy(samples, row, _count, _count);
        if (isWide && BitConverter.IsLittleEndian)
        {
            ByteOrder.Swap(row, _count, VoxelType.UInt16);
        }
    }

    // Bytes behind the row may be filtered along with it: there is room for them.
    [MethodImpl(Jit.Optimize)]
    private void Filter(byte filter, byte* row, byte* above, byte* to)
    {
        byte* left = row - _step;
        byte* corner = above - _step;
        if (filter == PngFilter.Average)
        {
            for (int i = 0; i < _count; i++)
            {
                to[i] = (byte)(row[i] - ((left[i] + above[i]) >> 1));
            }

            return;
        }

        for (int i = 0; i < _count; i += Vector<byte>.Count)
        {
            Vector<byte> a = Unsafe.ReadUnaligned<Vector<byte>>(left + i);
            Vector<byte> b = Unsafe.ReadUnaligned<Vector<byte>>(above + i);
            Vector<byte> expected = filter == PngFilter.Sub ? a : filter == PngFilter.Up ? b : Predict(a, b, Unsafe.ReadUnaligned<Vector<byte>>(corner + i));
            Unsafe.WriteUnaligned(to + i, Unsafe.ReadUnaligned<Vector<byte>>(row + i) - expected);
        }
    }

    // PngFilter.Predict without a ninth bit: where left and above lie on one side of the corner, it never is nearest; else its
    // distance is the difference of theirs.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<byte> Predict(Vector<byte> left, Vector<byte> above, Vector<byte> corner)
    {
        Vector<byte> pa = Lanes.Max(above, corner) - Lanes.Min(above, corner);
        Vector<byte> pb = Lanes.Max(left, corner) - Lanes.Min(left, corner);
        Vector<byte> least = Lanes.Min(pa, pb);
        Vector<byte> pc = Lanes.Max(pa, pb) - least;
        Vector<byte> isBetween = Lanes.GreaterThan(corner, Lanes.Min(left, above)) & Lanes.LessThan(corner, Lanes.Max(left, above));
        Vector<byte> nearer = Lanes.ConditionalSelect(Lanes.LessThan(pb, pa), above, left);
        return Lanes.ConditionalSelect(isBetween & Lanes.LessThan(pc, least), corner, nearer);
    }

    // The bytes as signed ones, without their signs.
    [MethodImpl(Jit.Optimize)]
    private static long Sum(byte* bytes, int count)
    {
        // So many pairs of at most 128 each fit 16 bits.
        const int Most = 255;
        long sum = 0;
        int i = 0;
        while (i <= count - Vector<byte>.Count)
        {
            Vector<ushort> part = Vector<ushort>.Zero;
            for (int n = 0; n < Most && i <= count - Vector<byte>.Count; n++, i += Vector<byte>.Count)
            {
                Vector<byte> value = Unsafe.ReadUnaligned<Vector<byte>>(bytes + i);
                Lanes.Widen(Lanes.Min(value, Vector<byte>.Zero - value), out Vector<ushort> low, out Vector<ushort> high);
                part += low + high;
            }

            for (int lane = 0; lane < Vector<ushort>.Count; lane++)
            {
                sum += part[lane];
            }
        }

        for (; i < count; i++)
        {
            sum += Math.Abs((int)(sbyte)bytes[i]);
        }

        return sum;
    }
}
