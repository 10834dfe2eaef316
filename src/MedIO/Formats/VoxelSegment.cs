using MedIO.Dicom.Pixels;

namespace MedIO.Formats;

/// <summary>One run of voxel bytes in a file.</summary>
/// <param name="Path">The file.</param>
/// <param name="FileOffset">Where in the file the run, or its compressed stream, begins.</param>
/// <param name="ByteCount">Bytes of the run, decompressed and decoded.</param>
/// <param name="Coding">How they are wrapped.</param>
/// <param name="ContentOffset">Bytes to skip once decompressed.</param>
internal sealed record VoxelSegment(string Path, long FileOffset, long ByteCount, VoxelCoding Coding = VoxelCoding.Raw, long ContentOffset = 0)
{
    /// <summary>Makes the run's bytes of those in the file; null where they are the same.</summary>
    public IFrameDecoder? Decoder { get; init; }

    /// <summary>Where a decoder's input is in the file, in order; null for one piece of <see cref="EncodedByteCount"/> at <see cref="FileOffset"/>.</summary>
    public FileRange[]? Fragments { get; init; }

    /// <summary>Bytes of a decoder's input.</summary>
    public long EncodedByteCount { get; init; }

    /// <summary>value = stored * Slope + Intercept, where segments differ in it; see <see cref="VoxelLayout.IsScaledBySegment"/>.</summary>
    public double Slope { get; init; } = 1;

    /// <summary>See <see cref="Slope"/>.</summary>
    public double Intercept { get; init; }
}
