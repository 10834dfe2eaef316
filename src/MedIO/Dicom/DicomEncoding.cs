namespace MedIO.Dicom;

/// <summary>How elements are written: with their VR or without, and in which byte order.</summary>
internal readonly record struct DicomEncoding(bool IsExplicit, bool BigEndian)
{
    public static DicomEncoding ExplicitLittleEndian => new(true, false);

    public static DicomEncoding ImplicitLittleEndian => new(false, false);

    /// <summary>In the standard's words, such as <c>explicit VR little endian</c>.</summary>
    public override string ToString() => $"{(IsExplicit ? "explicit" : "implicit")} VR {(BigEndian ? "big" : "little")} endian";
}
