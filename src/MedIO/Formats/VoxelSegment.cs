namespace MedIO.Formats;

/// <summary>One run of voxel bytes in a file.</summary>
/// <param name="Path">The file.</param>
/// <param name="FileOffset">Where in the file the run, or its compressed stream, begins.</param>
/// <param name="ByteCount">Bytes of the run, decompressed.</param>
/// <param name="Coding">How they are wrapped.</param>
/// <param name="ContentOffset">Bytes to skip once decompressed.</param>
internal sealed record VoxelSegment(string Path, long FileOffset, long ByteCount, VoxelCoding Coding = VoxelCoding.Raw, long ContentOffset = 0);
