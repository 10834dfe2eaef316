namespace MedIO.Formats;

/// <summary>What a format makes of a file's header.</summary>
/// <param name="Meta">The metadata, in the coordinate system the format is defined in.</param>
/// <param name="Layout">Where the voxels are.</param>
internal sealed record ImageDescription(MedMeta Meta, VoxelLayout Layout);
