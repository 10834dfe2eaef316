namespace MedIO.Tests.OtherPrograms.Fuzz;

/// <summary>How large the image is that a file or a folder says it is.</summary>
internal static class DeclaredBytes
{
    /// <summary>8 bytes for each number; 0 where it is no image.</summary>
    public static long Of(string path)
    {
        try
        {
            MedMeta meta = MedFile.ReadMeta(path, new ReadOptions { AllowTruncated = true, AllowDefaultAffine = true, AllowMissingSlices = true });
            return 8L * meta.Components * meta.Shape.VoxelCount;
        }
        catch (MedIOException)
        {
            return 0;
        }
    }
}
