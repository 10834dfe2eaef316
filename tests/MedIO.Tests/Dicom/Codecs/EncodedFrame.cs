using MedIO.Dicom.Codecs;
using MedIO.Formats.Reading;

namespace MedIO.Tests.Dicom.Codecs;

/// <summary>A compressed frame, and what its data set says of it.</summary>
internal sealed partial class EncodedFrame
{
    public EncodedFrame(string transferSyntax, FrameDescription description, string photometric, byte[] bytes)
    {
        TransferSyntax = transferSyntax;
        Description = description;
        Photometric = photometric;
        Bytes = bytes;
    }

    public string TransferSyntax { get; }

    public FrameDescription Description { get; }

    /// <summary>PhotometricInterpretation: compressors of colour may change it.</summary>
    public string Photometric { get; }

    /// <summary>What an <see cref="MedIO.Formats.IFrameDecoder"/> gets; in a file with native pixel data the pixels.</summary>
    public byte[] Bytes { get; }
}
