namespace MedIO;

/// <summary>The voxels taken along one axis: <see cref="Count"/> of them, from <see cref="Start"/> in steps of <see cref="Step"/>.</summary>
public readonly struct SliceRange : System.IEquatable<SliceRange>
{
    /// <summary>Makes a range.</summary>
    /// <param name="start">Index of the first voxel.</param>
    /// <param name="step">Distance to the next, not 0; negative ones walk backwards.</param>
    /// <param name="count">How many, 1 or more.</param>
    public SliceRange(int start, int step, int count)
    {
        Start = start;
        Step = step;
        Count = count;
    }

    /// <summary>Index of the first voxel.</summary>
    public int Start { get; }

    /// <summary>Distance to the next voxel; negative ones walk backwards.</summary>
    public int Step { get; }

    /// <summary>How many voxels.</summary>
    public int Count { get; }

    /// <summary>Index of the voxel with the lowest index.</summary>
    internal int Low => Step > 0 ? Start : Start + ((Count - 1) * Step);

    /// <summary>Index of the voxel with the highest index.</summary>
    internal int High => Step > 0 ? Start + ((Count - 1) * Step) : Start;

    /// <summary>Whether all is equal.</summary>
    /// <param name="left">One range.</param>
    /// <param name="right">The other range.</param>
    public static bool operator ==(SliceRange left, SliceRange right) => left.Equals(right);

    /// <summary>Whether anything differs.</summary>
    /// <param name="left">One range.</param>
    /// <param name="right">The other range.</param>
    public static bool operator !=(SliceRange left, SliceRange right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(SliceRange other) => Start == other.Start && Step == other.Step && Count == other.Count;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is SliceRange other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => (((Start * 397) ^ Step) * 397) ^ Count;

    /// <summary>All voxels of an axis.</summary>
    internal static SliceRange Full(int size) => new(0, 1, size);

    internal bool IsFull(int size) => Start == 0 && Step == 1 && Count == size;

    /// <summary>The same voxels in the file's order.</summary>
    internal SliceRange Ascending() => Step > 0 ? this : new SliceRange(Low, -Step, Count);
}
