using MedIO.Voxels;

namespace MedIO.Formats.Reading;

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

    /// <summary>Reads the run by means of its own; null where the bytes are read here.</summary>
    public ISegmentReader? Reader { get; init; }

    /// <summary>Whether the run is best read as a whole, since it is decoded as a whole.</summary>
    public bool IsDecoded => Decoder is not null || Reader is not null;

    /// <summary>Bytes of a decoder's input in the file, where it is one piece; they begin where the run does.</summary>
    public long EncodedByteCount { get; init; }

    /// <summary>The fragments of which one frame is a decoder's input; null where the input is one piece.</summary>
    public IFrameFragments? Encapsulated { get; init; }

    /// <summary>Gives the decoder's input; null where it is read from the file here.</summary>
    public IFrameInput? Input { get; init; }

    /// <summary>Which frame of the file it is, or begins with, from 0.</summary>
    public int Frame { get; init; }

    /// <summary>How many frames the file has; 0 where it has no frames.</summary>
    public int FrameCount { get; init; }

    /// <summary>Bytes that the file has of the run, or of the decoder's input, where it is cut off and that is allowed.</summary>
    public long Available { get; init; } = long.MaxValue;

    /// <summary>How each number is to be taken out of its bytes; null where it is as the layout says. Comes after the decoder.</summary>
    public SampleBits? Samples { get; init; }

    /// <summary>value = stored * Slope + Intercept, where segments differ in it; see <see cref="VoxelLayout.IsScaledBySegment"/>.</summary>
    public double Slope { get; init; } = 1;

    /// <summary>See <see cref="Slope"/>.</summary>
    public double Intercept { get; init; }

    /// <summary>The value of a run that is in no file, and of what a file has lost, as in the result: scaled already.</summary>
    public double FillValue { get; init; }

    /// <summary>Gets the bytes behind the run where it is compressed and has been read to its end; null where nobody wants them.</summary>
    public SegmentTail? Tail { get; init; }

    /// <summary>Bytes that follow the run in its decompressed stream, where the run is counted from its end; null where <see cref="ContentOffset"/> counts.</summary>
    public long? BytesBehind { get; init; }

    /// <summary>Bytes of the whole file where they are known, so that nobody asks again; 0 where they are not.</summary>
    public long FileLength { get; init; }

    /// <summary>When the file was changed last, in ticks, where that is known as well; else 0.</summary>
    public long FileTime { get; init; }

    /// <summary>A run that is in no file, such as a slice that is missing.</summary>
    /// <param name="byteCount">Bytes that it would have, in the stored type.</param>
    /// <param name="value">The value of all its voxels in the result.</param>
    public static VoxelSegment Missing(long byteCount, double value) => new(string.Empty, 0, byteCount, VoxelCoding.Fill) { FillValue = value };

    /// <summary>A frame that the file should have but has not; its value is to be set still.</summary>
    /// <param name="path">The file.</param>
    /// <param name="byteCount">Bytes that it would have, in the stored type.</param>
    /// <param name="frame">Which frame, from 0.</param>
    /// <param name="frameCount">How many frames there should be.</param>
    public static VoxelSegment Lost(string path, long byteCount, int frame, int frameCount) =>
        new(path, 0, byteCount, VoxelCoding.Fill) { Frame = frame, FrameCount = frameCount };
}
