using System.Threading;

namespace MedIO.Formats.Reading;

/// <summary>
/// Reads runs by means of its own, such as a library that opens the file itself. One reader serves many runs and threads, and so
/// keeps nothing between calls but what threads may share.
/// </summary>
internal unsafe interface ISegmentReader
{
    /// <summary>Reads a run as a whole.</summary>
    /// <param name="segment">The run; <see cref="VoxelSegment.Frame"/> says which one of the file.</param>
    /// <param name="target">Gets the bytes, all <see cref="VoxelSegment.ByteCount"/> of them, in the layout's type and byte order. No span: a library may bring another build of that type.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <exception cref="System.IO.InvalidDataException">The file's bytes are damaged.</exception>
    /// <exception cref="System.IO.EndOfStreamException">The file ends before the run does.</exception>
    void Read(VoxelSegment segment, byte* target, CancellationToken cancellation);
}
