using System;
using MedIO.Dicom.Codecs.Jpeg;
using MedIO.Dicom.Codecs.Jpeg2000;
using MedIO.Dicom.Codecs.JpegLs;
using MedIO.Dicom.Codecs.Rle;
using MedIO.Formats;
using MedIO.Formats.Reading;

namespace MedIO.Dicom.Codecs;

/// <summary>Which decoder a transfer syntax has (PS3.5 annex A.4).</summary>
internal static class FrameCodecs
{
    // JPEG, JPEG-LS, JPEG 2000 and the videos.
    private const string Family = "1.2.840.10008.1.2.4.";

    /// <summary>Makes the decoder of encapsulated frames; null where there is none.</summary>
    /// <param name="transferSyntaxUid">The file's transfer syntax.</param>
    /// <param name="frame">What the data set says of each frame.</param>
    public static IFrameDecoder? Decoder(string transferSyntaxUid, FrameDescription frame) => transferSyntaxUid switch
    {
        "1.2.840.10008.1.2.4.50" or "1.2.840.10008.1.2.4.51" or "1.2.840.10008.1.2.4.53" or "1.2.840.10008.1.2.4.55" => new JpegDecoder(frame),
        "1.2.840.10008.1.2.4.57" or "1.2.840.10008.1.2.4.70" => new JpegDecoder(frame),
        "1.2.840.10008.1.2.5" => new RleDecoder(frame),
        "1.2.840.10008.1.2.4.80" or "1.2.840.10008.1.2.4.81" => new JpegLsDecoder(frame),
        "1.2.840.10008.1.2.4.90" or "1.2.840.10008.1.2.4.91" => new Jpeg2000Decoder(frame),
        "1.2.840.10008.1.2.4.201" or "1.2.840.10008.1.2.4.202" or "1.2.840.10008.1.2.4.203" => new Jpeg2000Decoder(frame),
        _ => null,
    };

    /// <summary>Whether frames are code streams that begin and end with markers: those of the JPEG family.</summary>
    public static bool HasMarkers(string transferSyntaxUid) => transferSyntaxUid.StartsWith(Family, StringComparison.Ordinal);

    /// <summary>Whether the decoder makes RGB of luminance and chrominances itself, as those of JPEG do.</summary>
    public static bool GivesRgb(string transferSyntaxUid) => transferSyntaxUid.Length == Family.Length + 2 && string.CompareOrdinal(transferSyntaxUid, Family + "80") < 0;
}
