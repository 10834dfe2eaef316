using MedIO.Formats.Reading;

namespace MedIO.Dicom.Pixels;

/// <summary>
/// The pixel data of a file that a library has opened: where they are, what is in them, and the library's codecs. Serves many
/// threads. Arrays only, no spans: a library may bring another build of that type.
/// </summary>
internal interface IPixelSource : IFrameInput
{
    /// <summary>Bytes of uncompressed pixel data; null where they are in fragments.</summary>
    long? Length { get; }

    /// <summary>Why frames that are in fragments cannot be decoded; null where they can.</summary>
    MedIOException? Obstacle { get; }

    /// <summary>Decodes a frame.</summary>
    /// <param name="encoded">Its fragments, joined.</param>
    /// <param name="bits">Bits of a sample as its code stream says, or the data set where there is no code stream.</param>
    /// <exception cref="System.IO.InvalidDataException">The bytes are no such frame.</exception>
    /// <exception cref="System.IO.EndOfStreamException">The bytes end before the frame does.</exception>
    DecodedFrame Decode(byte[] encoded, int bits);
}

/// <summary>A frame as a codec gives it: samples in cells, low bytes first. Those of code streams of 8 bits or fewer are bytes, however many are allocated.</summary>
/// <param name="Cells">The samples.</param>
/// <param name="Photometric">What they mean now: the value of PhotometricInterpretation (0028,0004).</param>
/// <param name="IsPlanar">Whether all samples of one kind come before those of the next.</param>
internal sealed record DecodedFrame(byte[] Cells, string? Photometric, bool IsPlanar);
