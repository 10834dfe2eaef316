namespace MedIO.Dicom;

/// <summary>Where a data element's value is; the value itself is decoded when it is asked for.</summary>
internal readonly struct DicomElement
{
    /// <summary>The length field of a value that ends with a delimiter (PS3.5 section 7.1.1).</summary>
    public const uint UndefinedLength = 0xffffffff;

    public DicomElement(uint tag, DicomVR vr, int offset, uint length, long fileOffset, bool isUndefined)
    {
        Tag = tag;
        VR = vr;
        Offset = offset;
        Length = length;
        FileOffset = fileOffset;
        IsUndefined = isUndefined;
    }

    public DicomTag Tag { get; }

    /// <summary>As the file says, or the dictionary where the file does not; none where neither knows.</summary>
    public DicomVR VR { get; }

    /// <summary>Where the value begins in the data set's bytes; -1 where it was left in the file.</summary>
    public int Offset { get; }

    /// <summary>Bytes of the value; without the delimiter where the length was undefined.</summary>
    public uint Length { get; }

    /// <summary>Where the value begins in the file, or in what it decompresses to.</summary>
    public long FileOffset { get; }

    /// <summary>Whether the length was undefined: a sequence, or fragments of pixel data.</summary>
    public bool IsUndefined { get; }

    /// <summary>Whether the value was left in the file because it is large.</summary>
    public bool IsDeferred => Offset < 0;
}
