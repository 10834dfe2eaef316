using MedIO.Dicom.Codecs.Rle;
using MedIO.Formats;

namespace MedIO.Dicom.Codecs;

/// <summary>Which decoder a transfer syntax has (PS3.5 annex A.4).</summary>
internal static class FrameCodecs
{
    /// <summary>Makes the decoder of encapsulated frames; null where there is none.</summary>
    /// <param name="transferSyntaxUid">The file's transfer syntax.</param>
    /// <param name="frame">What the data set says of each frame.</param>
    public static IFrameDecoder? Decoder(string transferSyntaxUid, FrameDescription frame) => transferSyntaxUid switch
    {
        "1.2.840.10008.1.2.5" => new RleDecoder(frame),
        _ => null,
    };
}
