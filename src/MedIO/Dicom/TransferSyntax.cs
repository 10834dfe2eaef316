namespace MedIO.Dicom;

/// <summary>How a data set is encoded (PS3.5 section 10 and annex A).</summary>
internal sealed class TransferSyntax
{
    private TransferSyntax(string uid, string name, bool isExplicit = true, bool bigEndian = false, bool deflated = false, bool encapsulated = false)
    {
        Uid = uid;
        Name = name;
        IsExplicit = isExplicit;
        BigEndian = bigEndian;
        IsDeflated = deflated;
        IsEncapsulated = encapsulated;
    }

    public static TransferSyntax ImplicitLittleEndian { get; } = new("1.2.840.10008.1.2", "Implicit VR Little Endian", isExplicit: false);

    public static TransferSyntax ExplicitLittleEndian { get; } = new("1.2.840.10008.1.2.1", "Explicit VR Little Endian");

    public static TransferSyntax ExplicitBigEndian { get; } = new("1.2.840.10008.1.2.2", "Explicit VR Big Endian", bigEndian: true);

    public static TransferSyntax DeflatedLittleEndian { get; } = new("1.2.840.10008.1.2.1.99", "Deflated Explicit VR Little Endian", deflated: true);

    public static TransferSyntax RleLossless { get; } = new("1.2.840.10008.1.2.5", "RLE Lossless", encapsulated: true);

    public string Uid { get; }

    /// <summary>The standard's name, for messages.</summary>
    public string Name { get; }

    public bool IsExplicit { get; }

    public bool BigEndian { get; }

    public bool IsDeflated { get; }

    /// <summary>Whether pixel data come in fragments (PS3.5 section A.4).</summary>
    public bool IsEncapsulated { get; }

    /// <summary>The syntax of a UID. One that is not known here is taken to be explicit little endian with encapsulated pixel data, as all newer ones are.</summary>
    public static TransferSyntax Of(string uid) => uid switch
    {
        "1.2.840.10008.1.2" => ImplicitLittleEndian,
        "1.2.840.10008.1.2.1" => ExplicitLittleEndian,
        "1.2.840.10008.1.2.2" => ExplicitBigEndian,
        "1.2.840.10008.1.2.1.99" => DeflatedLittleEndian,
        "1.2.840.10008.1.2.5" => RleLossless,
        _ => new TransferSyntax(uid, DicomDictionary.NameOfUid(uid) ?? "unknown", encapsulated: true),
    };
}
