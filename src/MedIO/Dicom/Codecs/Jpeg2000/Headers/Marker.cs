namespace MedIO.Dicom.Codecs.Jpeg2000.Headers;

/// <summary>The markers of a code stream (ISO/IEC 15444-1 table A.2).</summary>
internal enum Marker
{
    /// <summary>Those up to <see cref="LastWithoutLength"/> have no length behind them.</summary>
    FirstWithoutLength = 0xFF30,
    LastWithoutLength = 0xFF3F,
    StartOfCodeStream = 0xFF4F,
    ImageSize = 0xFF51,
    CodingStyle = 0xFF52,
    ComponentCodingStyle = 0xFF53,
    Quantization = 0xFF5C,
    ComponentQuantization = 0xFF5D,
    RegionOfInterest = 0xFF5E,
    ProgressionChange = 0xFF5F,
    PackedHeadersMain = 0xFF60,
    PackedHeadersTile = 0xFF61,
    StartOfTilePart = 0xFF90,
    StartOfPacket = 0xFF91,
    EndOfPacketHeader = 0xFF92,
    StartOfData = 0xFF93,
    EndOfCodeStream = 0xFFD9,
}
