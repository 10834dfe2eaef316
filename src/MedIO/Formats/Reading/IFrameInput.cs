using System;

namespace MedIO.Formats.Reading;

/// <summary>
/// Gives a decoder its input where that is not read from the file here, such as what a library has found of it. Serves many
/// threads.
/// </summary>
internal interface IFrameInput
{
    /// <summary>Finds the input of a run.</summary>
    /// <param name="segment">The run; <see cref="VoxelSegment.FileOffset"/>, <see cref="VoxelSegment.EncodedByteCount"/> and <see cref="VoxelSegment.Frame"/> say which.</param>
    /// <exception cref="System.IO.InvalidDataException">The file's bytes are damaged.</exception>
    /// <exception cref="System.IO.EndOfStreamException">The file ends before the run does.</exception>
    FoundInput Find(VoxelSegment segment);
}

/// <summary>The input of a decoder, found but not read yet.</summary>
/// <param name="Count">How many bytes there are.</param>
/// <param name="Read">Reads them to the beginning of an array that has room for them.</param>
internal readonly record struct FoundInput(long Count, Action<byte[]> Read);
