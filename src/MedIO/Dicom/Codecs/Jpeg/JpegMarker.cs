namespace MedIO.Dicom.Codecs.Jpeg;

/// <summary>The second bytes of markers (ITU-T T.81 table B.1).</summary>
internal static class JpegMarker
{
    public const byte Prefix = 0xff;

    /// <summary>Stands for the end of the data, where no marker is left.</summary>
    public const byte None = 0;

    public const byte Temporary = 0x01;
    public const byte Baseline = 0xc0;
    public const byte ExtendedSequential = 0xc1;
    public const byte Progressive = 0xc2;
    public const byte Lossless = 0xc3;
    public const byte HuffmanTables = 0xc4;
    public const byte ArithmeticConditioning = 0xcc;
    public const byte FirstRestart = 0xd0;
    public const byte LastRestart = 0xd7;
    public const byte StartOfImage = 0xd8;
    public const byte EndOfImage = 0xd9;
    public const byte StartOfScan = 0xda;
    public const byte QuantizationTables = 0xdb;
    public const byte NumberOfLines = 0xdc;
    public const byte RestartInterval = 0xdd;
    public const byte HierarchicalProgression = 0xde;
    public const byte Expansion = 0xdf;
    public const byte Jfif = 0xe0;
    public const byte Adobe = 0xee;

    /// <summary>The frame header of JPEG-LS (ITU-T T.87 table C.1).</summary>
    public const byte JpegLs = 0xf7;

    public static bool IsRestart(byte marker) => marker is >= FirstRestart and <= LastRestart;

    /// <summary>Whether a marker begins a frame, of whatever process.</summary>
    public static bool IsFrame(byte marker) => marker is >= Baseline and <= 0xcf and not (HuffmanTables or 0xc8 or ArithmeticConditioning);
}
