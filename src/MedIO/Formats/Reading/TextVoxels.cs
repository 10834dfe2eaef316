using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using MedIO.Geometry;
using MedIO.Voxels;

namespace MedIO.Formats.Reading;

/// <summary>Reads voxels written as decimal numbers with white space between.</summary>
internal static class TextVoxels
{
    public static Array Read(VoxelLayout layout, ImageSource source, SliceRange[] region, Scaling scaling, CastReport report, CancellationToken cancellation)
    {
        long count = layout.Shape.VoxelCount * layout.Components;
        Array numbers = ReadAll(layout, source, count, cancellation);
        Array taken = VoxelReorder.Apply(InOrder(layout, numbers), layout.Shape, layout.Components, AxisMap.Slice(region));
        if (scaling.IsCopy)
        {
            return taken;
        }

        Array result = VoxelArray.Allocate(scaling.To, taken.LongLength);
        using var from = new PinnedArray(taken);
        using var to = new PinnedArray(result);
        unsafe
        {
            VoxelCast.Convert(from.Pointer, scaling, to.Pointer, taken.LongLength, report);
        }

        return result;
    }

    // The numbers of the file in the order of the image.
    private static Array InOrder(VoxelLayout layout, Array numbers)
    {
        if (layout.IsInOrder)
        {
            return numbers;
        }

        int[] walked = layout.WalkedAxes();
        int together = walked.Length == layout.Shape.Count ? layout.Components : 1;
        long stride = together;
        var axes = new VoxelReorder.Axis[walked.Length + 1];
        axes[0] = new VoxelReorder.Axis(together, 1);
        int[] order = walked.OrderBy(a => a).ToArray();
        foreach (int axis in walked)
        {
            int count = axis == VoxelLayout.ComponentAxis ? layout.Components : layout.Shape[axis];
            axes[1 + Array.IndexOf(order, axis)] = new VoxelReorder.Axis(count, stride);
            stride *= count;
        }

        return VoxelReorder.Gather(numbers, 0, axes);
    }

    private static Array ReadAll(VoxelLayout layout, ImageSource source, long count, CancellationToken cancellation)
    {
        bool integers = VoxelTypes.IsInteger(layout.StoredType) && layout.StoredType != VoxelType.UInt64 && !layout.IsTextOfFractions;
        bool complex = VoxelTypes.IsComplex(layout.StoredType);
        Array staged = VoxelArray.Allocate(integers ? VoxelType.Int64 : layout.StoredType == VoxelType.UInt64 ? VoxelType.UInt64 : VoxelType.Float64, complex ? count * 2 : count);
        int size = VoxelTypes.SizeOf(layout.StoredType) / (complex ? 2 : 1);
        long done = 0;
        foreach (VoxelSegment segment in layout.Segments)
        {
            using IO.FileBytes? own = segment.Path == source.Path ? null : IO.FileBytes.Open(segment.Path);
            using var reader = new StreamReader((own ?? source.File).OpenStream(segment.FileOffset), Encoding.ASCII, false, 1 << 16);
            long end = done + (segment.ByteCount / size);
            Fill(staged, done, end, reader, segment, layout.StoredType, cancellation);
            done = end;
        }

        if (layout.IsTextOfFractions)
        {
            Array.ConvertAll((double[])staged, v => Math.Floor((255 * v) + 0.5)).CopyTo(staged, 0);
        }

        return complex ? Pair(staged, layout.StoredType) : VoxelCast.Convert(staged, layout.StoredType, new CastReport());
    }

    private static void Fill(Array staged, long from, long end, StreamReader reader, VoxelSegment segment, VoxelType type, CancellationToken cancellation)
    {
        for (long i = from; i < end; i++)
        {
            if ((i & 0xffff) == 0)
            {
                cancellation.ThrowIfCancellationRequested();
            }

            string? word = NextWord(reader);
            if (word is null)
            {
                throw new MedIOException(MedIOError.TruncatedData, FormattableString.Invariant($"{segment.Path}: the text ends after {i - from} of {end - from} numbers. Copy the file again from where it came from."), segment.Path);
            }

            if (!Set(staged, i, word))
            {
                throw new MedIOException(MedIOError.InvalidHeader, FormattableString.Invariant($"{segment.Path}: '{word}' is not a number of type {type} (number {i - from} of the voxels). Correct the text, or the type in the header."), segment.Path);
            }
        }
    }

    private static bool Set(Array staged, long index, string word)
    {
        switch (staged)
        {
            // By the exact type: at run time a ulong[] passes for a long[].
            case ulong[] unsigned when staged.GetType() == typeof(ulong[]):
                return ulong.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out unsigned[index])
                    || (IsWhole(word, out double natural) && natural >= 0 && (unsigned[index] = (ulong)natural) == natural);
            case long[] longs when long.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value):
                longs[index] = value;
                return true;
            case long[] longs when IsWhole(word, out double value):
                longs[index] = (long)value;
                return true;
            case double[] doubles when Special(word, out double value) || double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out value):
                doubles[index] = value;
                return true;
            default:
                return false;
        }
    }

    // Some programs write whole numbers as 3.0 or 1e3.
    private static bool IsWhole(string word, out double value) =>
        double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && value == Math.Floor(value) && Math.Abs(value) < 1L << 53;

    // As C's printf writes them.
    private static bool Special(string word, out double value)
    {
        string plain = word.TrimStart('-', '+').ToUpperInvariant();
        value = plain is "NAN" ? double.NaN : word[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity;
        return plain is "NAN" or "INF" or "INFINITY";
    }

    private static string? NextWord(StreamReader reader)
    {
        int c = reader.Read();
        while (c >= 0 && (char.IsWhiteSpace((char)c) || c == ','))
        {
            c = reader.Read();
        }

        if (c < 0)
        {
            return null;
        }

        var word = new StringBuilder();
        // No number is this long; a binary file read as text must not become one word. In XML a tag may follow at once, or be the next word.
        while (c >= 0 && !char.IsWhiteSpace((char)c) && c != ',' && (c != '<' || word.Length == 0) && word.Length < 64)
        {
            word.Append((char)c);
            c = reader.Read();
        }

        return word.ToString();
    }

    private static Array Pair(Array staged, VoxelType type)
    {
        double[] parts = (double[])staged;
        if (type == VoxelType.Complex64)
        {
            return Enumerable.Range(0, parts.Length / 2).Select(i => new Complex64((float)parts[2 * i], (float)parts[(2 * i) + 1])).ToArray();
        }

        return Enumerable.Range(0, parts.Length / 2).Select(i => new System.Numerics.Complex(parts[2 * i], parts[(2 * i) + 1])).ToArray();
    }
}
