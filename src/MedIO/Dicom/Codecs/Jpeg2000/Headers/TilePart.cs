namespace MedIO.Dicom.Codecs.Jpeg2000.Headers;

/// <summary>Where a tile-part is in a code stream.</summary>
internal struct TilePart
{
    /// <summary>Where its header goes on behind the SOT segment.</summary>
    public int Header;

    /// <summary>Where it ends.</summary>
    public int End;

    /// <summary>The tile's next part; -1 where there is none.</summary>
    public int Next;

    /// <summary>Where its packet headers begin if PPM segments have them.</summary>
    public int PackedBegin;

    /// <summary>Where they end.</summary>
    public int PackedEnd;
}
