using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace MedIO;

/// <summary>
/// Which voxels of each axis to take, in Python's slice syntax: <c>2:8, 3:7, ::2</c>. Negative indices count from the
/// end, <c>...</c> stands for all axes in between, axes not named are taken whole. A single index keeps its axis with
/// length 1, so that an image stays an image. A negative step reverses its axis; the affine follows.
/// </summary>
public sealed class SliceExpression
{
    private const string Ellipsis = "...";

    // Larger than any axis or step, small enough to add to.
    private const long Beyond = 1L << 40;

    private readonly string[] _parts;

    private SliceExpression(string text, string[] parts)
    {
        Text = text;
        _parts = parts;
    }

    /// <summary>The expression as it was given.</summary>
    public string Text { get; }

    /// <summary>Reads an expression.</summary>
    /// <param name="text">Such as <c>2:8, 3:7, ::2</c>; brackets around it are allowed.</param>
    /// <returns>The expression.</returns>
    /// <exception cref="MedIOException"><see cref="MedIOError.InvalidSlice"/>.</exception>
    public static SliceExpression Parse(string text)
    {
        string inner = (text ?? throw new ArgumentNullException(nameof(text))).Trim();
        if (inner.Length > 1 && inner[0] == '[' && inner[inner.Length - 1] == ']')
        {
            inner = inner.Substring(1, inner.Length - 2);
        }

        string[] parts = inner.Split(',').Select(p => p.Trim()).ToArray();
        if (parts.Count(p => p == Ellipsis) > 1)
        {
            throw Bad(text, "it has more than one ellipsis");
        }

        foreach (string part in parts)
        {
            Check(text, part);
        }

        return new SliceExpression(text, parts);
    }

    /// <summary>The ranges that the expression takes of an image.</summary>
    /// <param name="shape">The image's shape.</param>
    /// <returns>One range an axis.</returns>
    /// <exception cref="MedIOException"><see cref="MedIOError.InvalidSlice"/>: more parts than axes, an index outside, or no voxel left.</exception>
    public IReadOnlyList<SliceRange> Resolve(Shape shape)
    {
        if (shape is null)
        {
            throw new ArgumentNullException(nameof(shape));
        }

        int dots = Array.IndexOf(_parts, Ellipsis);
        int given = dots >= 0 ? _parts.Length - 1 : _parts.Length;
        if (given > shape.Count)
        {
            throw Bad(Text, $"it names {given} axes of an image with {shape.Count} ({shape})");
        }

        SliceRange[] ranges = shape.Select(SliceRange.Full).ToArray();
        for (int i = 0; i < _parts.Length; i++)
        {
            if (i != dots)
            {
                int axis = dots >= 0 && i > dots ? shape.Count - (_parts.Length - i) : i;
                ranges[axis] = Resolve(_parts[i], axis, shape[axis]);
            }
        }

        return ranges;
    }

    /// <summary>The expression as it was given.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Text;

    private static void Check(string text, string part)
    {
        if (part == Ellipsis)
        {
            return;
        }

        string[] fields = part.Split(':');
        if (part.Length == 0 || fields.Length > 3 || (fields.Length == 1 && Number(text, fields[0]) is null))
        {
            throw Bad(text, part.Length == 0 ? "a part of it is empty" : $"'{part}' is no slice");
        }

        foreach (string field in fields)
        {
            Number(text, field);
        }

        if (fields.Length == 3 && Number(text, fields[2]) is 0)
        {
            throw Bad(text, $"the step of '{part}' is 0");
        }
    }

    private static long? Number(string text, string field)
    {
        string trimmed = field.Trim();
        if (trimmed.Length == 0)
        {
            return null;
        }

        int sign = trimmed[0] is '-' or '+' ? 1 : 0;
        if (trimmed.Length == sign || trimmed.Skip(sign).Any(c => c is < '0' or > '9'))
        {
            throw Bad(text, $"'{trimmed}' is not a whole number");
        }

        // However large, as in Python: anything beyond an axis acts alike.
        return long.TryParse(trimmed, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value)
            ? Math.Max(-Beyond, Math.Min(Beyond, value))
            : trimmed[0] == '-' ? -Beyond : Beyond;
    }

    private static MedIOException Bad(string text, string why) => new(
        MedIOError.InvalidSlice,
        $"The slice '{text}' cannot be taken: {why}. Write start:stop:step for each axis, such as '2:8, 3:7, ::2'; '...' stands for the axes between.");

    private SliceRange Resolve(string part, int axis, int size)
    {
        string[] fields = part.Split(':');
        if (fields.Length == 1)
        {
            long index = Number(Text, fields[0])!.Value;
            long from0 = index < 0 ? index + size : index;
            return from0 >= 0 && from0 < size
                ? new SliceRange((int)from0, 1, 1)
                : throw Bad(Text, $"index {fields[0].Trim()} is outside axis {axis}, which has {size} voxels");
        }

        long step = fields.Length == 3 ? Number(Text, fields[2]) ?? 1 : 1;
        long low = step > 0 ? 0 : -1;
        long high = step > 0 ? size : size - 1;
        long start = Clamp(Number(Text, fields[0]), step > 0 ? low : high);
        long stop = Clamp(Number(Text, fields[1]), step > 0 ? high : low);
        long count = step > 0 ? (stop - start + step - 1) / step : (start - stop - step - 1) / -step;
        return count > 0
            ? new SliceRange((int)start, (int)(count == 1 ? Math.Sign(step) : step), (int)count)
            : throw Bad(Text, $"'{part}' leaves no voxel of axis {axis}, which has {size}");

        long Clamp(long? value, long missing) =>
            value is null ? missing : Math.Min(high, Math.Max(low, value.Value < 0 ? value.Value + size : value.Value));
    }
}
