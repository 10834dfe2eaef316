using System.Collections.Generic;
using MedIO.IO;

namespace MedIO.Formats.Reading;

/// <summary>Knows where in a file the pieces are that make a frame; serves many threads.</summary>
internal interface IFrameFragments
{
    /// <summary>What is odd about the pieces, once a frame's were asked for.</summary>
    IReadOnlyList<string> Oddities { get; }

    /// <summary>A frame's fragments in the file, in order; none where the file ends before.</summary>
    /// <param name="frame">The frame, from 0.</param>
    /// <param name="file">The file, open.</param>
    /// <param name="isCut">Whether the file ends within the frame.</param>
    /// <exception cref="MedIOException">The fragments cannot be told apart, or there is none.</exception>
    FileRange[] Fragments(int frame, FileBytes file, out bool isCut);
}
