using MedIO.IO;

namespace MedIO.Formats;

/// <summary>Knows where in a file the pieces are that make a frame; serves many threads.</summary>
internal interface IFrameFragments
{
    /// <summary>A frame's fragments in the file, in order.</summary>
    /// <param name="frame">The frame, from 0.</param>
    /// <param name="file">The file, open.</param>
    /// <exception cref="MedIOException">The fragments cannot be told apart, or there are too few.</exception>
    FileRange[] Fragments(int frame, FileBytes file);
}
