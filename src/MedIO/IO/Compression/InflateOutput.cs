namespace MedIO.IO.Compression;

/// <summary>
/// Where <see cref="Inflater"/> writes. What stands between <see cref="Start"/> and <see cref="Next"/> serves as
/// window; before it lies the history, the output of earlier calls, which is kept elsewhere.
/// </summary>
internal unsafe struct InflateOutput
{
    public byte* Start;
    public byte* Next;

    /// <summary>Decoding stops at or shortly behind this, never behind <see cref="End"/>.</summary>
    public byte* Enough;

    /// <summary>
    /// Nothing at or behind this is written; bytes between <see cref="Next"/> and this may be overwritten at will.
    /// </summary>
    public byte* End;

    /// <summary>Just behind the last byte of the history.</summary>
    public byte* HistoryEnd;
    public long HistoryLength;

    /// <summary>So much is wanted in this and later calls that large tables, made for each block, pay.</summary>
    public bool MuchWanted;
}
