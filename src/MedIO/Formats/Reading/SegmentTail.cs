namespace MedIO.Formats.Reading;

/// <summary>The bytes behind a run in its compressed stream: they are kept on the way when the run is read to its end.</summary>
internal sealed class SegmentTail
{
    /// <param name="most">How many bytes are wanted; there may be fewer.</param>
    public SegmentTail(int most) => Most = most;

    /// <summary>How many bytes are wanted.</summary>
    public int Most { get; }

    /// <summary>The bytes; null until the run has been read.</summary>
    public byte[]? Bytes { get; set; }
}
