namespace MedIO.Dicom.Codecs.Jpeg2000.Blocks;

/// <summary>A code-block between coding passes, all in memory that the decoder has pinned.</summary>
internal unsafe struct BlockState
{
    public int Width;

    public int Height;

    public bool Causal;

    /// <summary>A word for each column of each stripe (<see cref="ColumnFlags"/>); a margin of one on all sides.</summary>
    public ulong* Flags;

    public int FlagStride;

    /// <summary>
    /// The coefficients in the order of coding, four for each column of each stripe: a sign in bit 31, a magnitude in the
    /// middle of its interval below, with one bit of fraction.
    /// </summary>
    public uint* Coefficients;

    public MqDecoder Mq;

    public RawDecoder Raw;

    public CodeBytes* Bytes;

    public MqState* Contexts;

    public byte* States;

    public byte* SignificanceContexts;

    public byte* SignContexts;

    /// <summary>Rows of the stripe that begins at a row, as a mask of <see cref="ColumnFlags"/>.</summary>
    public readonly uint Rows(int y) => ColumnFlags.AllRows >> (Height - y >= 4 ? 0 : 3 * (4 - (Height - y)));
}
