using System;

namespace MedIO.Formats.Reading;

/// <summary>A decoder of frames that may be coded from coarse to fine, so that those cut off lack detail rather than lines.</summary>
internal interface IRefinedFrames : IFrameDecoder
{
    /// <summary>Whether a frame is coded so.</summary>
    /// <param name="encoded">The frame's bytes in the file.</param>
    bool IsRefined(ReadOnlySpan<byte> encoded);
}
