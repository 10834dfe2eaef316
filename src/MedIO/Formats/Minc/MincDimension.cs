namespace MedIO.Formats.Minc;

/// <summary>A dimension of an image.</summary>
/// <param name="Name">Such as <c>zspace</c>, <c>time</c> or <c>vector_dimension</c>.</param>
/// <param name="Length">Its length as the file has it.</param>
internal readonly record struct MincDimension(string Name, long Length)
{
    /// <summary>The name of the dimension that holds the numbers of a voxel.</summary>
    public const string Vector = "vector_dimension";

    /// <summary>The names of those in space, in the order of the world's axes.</summary>
    public static readonly string[] Spatial = { "xspace", "yspace", "zspace" };

    /// <summary>The world's axis that it runs along, 0 to 2; -1 where it is none of space.</summary>
    public int WorldAxis => System.Array.IndexOf(Spatial, Name);
}
