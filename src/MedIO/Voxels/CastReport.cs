using System;
using System.Collections.Generic;

namespace MedIO;

/// <summary>What a change of the voxel type did to the values; all zero where every value was kept.</summary>
public sealed class CastReport
{
    /// <summary>Values beyond the new type's range, set to its nearest end.</summary>
    public long Clipped { get; internal set; }

    /// <summary>Values with a fraction, rounded to the nearest whole number (half to even), or integers too long for a float.</summary>
    public long Rounded { get; internal set; }

    /// <summary>Values that were not a number, set to 0.</summary>
    public long NotANumber { get; internal set; }

    /// <summary>Complex values whose imaginary part was not 0 and was dropped.</summary>
    public long ImaginaryDropped { get; internal set; }

    /// <summary>Whether every value was kept.</summary>
    public bool IsLossless => Clipped + Rounded + NotANumber + ImaginaryDropped == 0;

    /// <summary>A sentence on what was lost, with counts.</summary>
    /// <param name="from">The type before.</param>
    /// <param name="to">The type after.</param>
    /// <returns>The sentence.</returns>
    public string Describe(VoxelType from, VoxelType to)
    {
        var parts = new List<string>();
        Add(Clipped, $"clipped to the range of {to}");
        Add(Rounded, "rounded");
        Add(NotANumber, "not a number, set to 0");
        Add(ImaginaryDropped, "with an imaginary part that was dropped");
        return parts.Count == 0 ? $"{from} to {to}: every value was kept." : $"{from} to {to}: {string.Join("; ", parts)}.";

        void Add(long count, string what)
        {
            if (count > 0)
            {
                parts.Add(FormattableString.Invariant($"{count} {(count == 1 ? "value" : "values")} {what}"));
            }
        }
    }

    internal void Add(CastReport other)
    {
        Clipped += other.Clipped;
        Rounded += other.Rounded;
        NotANumber += other.NotANumber;
        ImaginaryDropped += other.ImaginaryDropped;
    }
}
