using System;

namespace MedIO.Dicom;

/// <summary>Facts about each value representation.</summary>
internal static class DicomVRs
{
    /// <summary>The VR of two letters; none where they are no letters.</summary>
    public static DicomVR Of(byte first, byte second) =>
        first is >= (byte)'A' and <= (byte)'Z' && second is >= (byte)'A' and <= (byte)'Z' ? (DicomVR)((first << 8) | second) : DicomVR.None;

    /// <summary>Whether the standard knows it, rather than two letters that happen to be there.</summary>
    public static bool IsKnown(DicomVR vr) => vr switch
    {
        DicomVR.AE or DicomVR.AS or DicomVR.AT or DicomVR.CS or DicomVR.DA or DicomVR.DS or DicomVR.DT or DicomVR.FL or DicomVR.FD
            or DicomVR.IS or DicomVR.LO or DicomVR.LT or DicomVR.PN or DicomVR.SH or DicomVR.SL or DicomVR.SS or DicomVR.ST or DicomVR.TM
            or DicomVR.UI or DicomVR.UL or DicomVR.US => true,
        _ => HasLongLength(vr),
    };

    /// <summary>Whether explicit VR gives it two reserved bytes and a length of 32 bits (PS3.5 table 7.1-1).</summary>
    public static bool HasLongLength(DicomVR vr) => vr switch
    {
        DicomVR.OB or DicomVR.OD or DicomVR.OF or DicomVR.OL or DicomVR.OV or DicomVR.OW or DicomVR.SQ or DicomVR.SV or DicomVR.UC
            or DicomVR.UN or DicomVR.UR or DicomVR.UT or DicomVR.UV => true,
        _ => false,
    };

    /// <summary>Whether its value is text, in whatever character set.</summary>
    public static bool IsText(DicomVR vr) => vr switch
    {
        DicomVR.AE or DicomVR.AS or DicomVR.CS or DicomVR.DA or DicomVR.DS or DicomVR.DT or DicomVR.IS or DicomVR.LO or DicomVR.LT or DicomVR.PN
            or DicomVR.SH or DicomVR.ST or DicomVR.TM or DicomVR.UC or DicomVR.UI or DicomVR.UR or DicomVR.UT => true,
        _ => false,
    };

    /// <summary>Whether SpecificCharacterSet (0008,0005) says how its text is coded (PS3.5 section 6.1.2.3).</summary>
    public static bool HasCharacterSet(DicomVR vr) => vr is DicomVR.LO or DicomVR.LT or DicomVR.PN or DicomVR.SH or DicomVR.ST or DicomVR.UC or DicomVR.UT;

    /// <summary>Bytes of one number of a binary VR, which byte order concerns; 1 for all others.</summary>
    public static int UnitOf(DicomVR vr) => vr switch
    {
        DicomVR.AT or DicomVR.OW or DicomVR.SS or DicomVR.US => 2,
        DicomVR.FL or DicomVR.OF or DicomVR.OL or DicomVR.SL or DicomVR.UL => 4,
        DicomVR.FD or DicomVR.OD or DicomVR.OV or DicomVR.SV or DicomVR.UV => 8,
        _ => 1,
    };

    /// <summary>The two letters.</summary>
    public static string NameOf(DicomVR vr) => vr == DicomVR.None ? "UN" : new string(new[] { (char)((int)vr >> 8), (char)((int)vr & 0xff) });

    /// <summary>The VR of a name such as <c>LO</c>; none where it is not two capital letters.</summary>
    public static DicomVR Parse(ReadOnlySpan<byte> name) => name.Length >= 2 ? Of(name[0], name[1]) : DicomVR.None;
}
