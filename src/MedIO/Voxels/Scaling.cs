namespace MedIO.Voxels;

/// <summary>From which type to which, and <c>value = stored * Slope + Intercept</c> on the way.</summary>
internal readonly record struct Scaling(VoxelType From, VoxelType To, double Slope = 1, double Intercept = 0)
{
    public bool IsIdentity => Slope == 1 && Intercept == 0;

    public bool IsCopy => IsIdentity && From == To;
}
