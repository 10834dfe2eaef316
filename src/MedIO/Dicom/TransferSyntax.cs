using System;
using System.Collections.Concurrent;

namespace MedIO.Dicom;

/// <summary>How a data set is encoded (PS3.5 section 10 and annex A).</summary>
internal sealed class TransferSyntax
{
    /// <summary>Stands for the name of a syntax that the standard does not have.</summary>
    public const string NoName = "unknown";

    // Few UIDs are in use; a file may have any text in its place.
    private const int MostRemembered = 200;
    private static readonly ConcurrentDictionary<string, TransferSyntax> Others = new(StringComparer.Ordinal);

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

    public static TransferSyntax JpegLsLossless { get; } = new("1.2.840.10008.1.2.4.80", "JPEG-LS Lossless Image Compression", encapsulated: true);

    public string Uid { get; }

    /// <summary>The standard's name, for messages.</summary>
    public string Name { get; }

    public bool IsExplicit { get; }

    public bool BigEndian { get; }

    /// <summary>Whether the data set is compressed as a whole (PS3.5 section A.5).</summary>
    public bool IsDeflated { get; }

    /// <summary>Whether pixel data come in fragments (PS3.5 section A.4).</summary>
    public bool IsEncapsulated { get; }

    /// <summary>How elements are written.</summary>
    public DicomEncoding Encoding => new(IsExplicit, BigEndian);

    /// <summary>The syntax of a UID. One that is not known here is taken to be explicit little endian with encapsulated pixel data, as all newer ones are.</summary>
    public static TransferSyntax Of(string uid) => uid switch
    {
        "1.2.840.10008.1.2" => ImplicitLittleEndian,
        "1.2.840.10008.1.2.1" => ExplicitLittleEndian,
        "1.2.840.10008.1.2.2" => ExplicitBigEndian,
        "1.2.840.10008.1.2.1.99" => DeflatedLittleEndian,
        "1.2.840.10008.1.2.5" => RleLossless,
        "1.2.840.10008.1.2.4.80" => JpegLsLossless,
        _ => Others.TryGetValue(uid, out TransferSyntax? known) ? known : Remember(uid, OfOther(uid)),
    };

    private static TransferSyntax OfOther(string uid) => uid switch
    {
        // JPIP with a deflated data set (PS3.5 sections A.7 and A.11).
        "1.2.840.10008.1.2.4.95" or "1.2.840.10008.1.2.4.205" => new TransferSyntax(uid, NameOf(uid), deflated: true, encapsulated: true),

        // GE's own: a header like any other, but pixels that must not be taken for native ones.
        "1.2.840.113619.5.2" => new TransferSyntax(uid, "Implicit VR Big Endian DLX (GE, private)", isExplicit: false, encapsulated: true),
        "1.2.840.10008.1.20" => new TransferSyntax(uid, NameOf(uid), isExplicit: false, encapsulated: true),
        _ => new TransferSyntax(uid, NameOf(uid), encapsulated: true),
    };

    private static string NameOf(string uid) => DicomDictionary.NameOfUid(uid) ?? NoName;

    private static TransferSyntax Remember(string uid, TransferSyntax syntax)
    {
        if (Others.Count < MostRemembered)
        {
            Others.TryAdd(uid, syntax);
        }

        return syntax;
    }
}
