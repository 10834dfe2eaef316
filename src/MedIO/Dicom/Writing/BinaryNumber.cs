using System;
using System.Globalization;

namespace MedIO.Dicom.Writing;

/// <summary>Numbers of the binary VRs (PS3.5 section 6.2) of what users give, in little endian.</summary>
internal static class BinaryNumber
{
    /// <summary>The bytes of a number; null where the VR has no place for it.</summary>
    public static byte[]? Of(DicomVR vr, object value)
    {
        try
        {
            return vr switch
            {
                DicomVR.FL or DicomVR.OF => Little(BitConverter.GetBytes(Convert.ToSingle(value, CultureInfo.InvariantCulture))),
                DicomVR.FD or DicomVR.OD => Little(BitConverter.GetBytes(Convert.ToDouble(value, CultureInfo.InvariantCulture))),
                DicomVR.AT => TagBytes(value),
                _ => Integer(vr, Whole(value)),
            };
        }
        catch (Exception e) when (e is FormatException or OverflowException or InvalidCastException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>What the VR allows, in words.</summary>
    public static string Allowed(DicomVR vr) => vr switch
    {
        DicomVR.US or DicomVR.OW => "a whole number from 0 to 65535",
        DicomVR.SS => "a whole number from -32768 to 32767",
        DicomVR.UL or DicomVR.OL => "a whole number from 0 to 4294967295",
        DicomVR.SL => "a whole number from -2147483648 to 2147483647",
        DicomVR.UV or DicomVR.OV => "a whole number from 0 to 18446744073709551615",
        DicomVR.SV => "a whole number from -9223372036854775808 to 9223372036854775807",
        DicomVR.AT => "a tag such as 0028,0010",
        DicomVR.FL or DicomVR.FD or DicomVR.OF or DicomVR.OD => "a number",
        _ => "an array of bytes",
    };

    private static byte[]? TagBytes(object value)
    {
        if (!DicomTag.TryParse(Convert.ToString(value, CultureInfo.InvariantCulture), out DicomTag tag))
        {
            return null;
        }

        return new[] { (byte)tag.Group, (byte)(tag.Group >> 8), (byte)tag.Element, (byte)(tag.Element >> 8) };
    }

    private static decimal Whole(object value)
    {
        decimal number = Convert.ToDecimal(value, CultureInfo.InvariantCulture);
        return number == decimal.Truncate(number) ? number : throw new FormatException();
    }

    private static byte[]? Integer(DicomVR vr, decimal number) => vr switch
    {
        DicomVR.US or DicomVR.OW => Little(BitConverter.GetBytes(decimal.ToUInt16(number))),
        DicomVR.SS => Little(BitConverter.GetBytes(decimal.ToInt16(number))),
        DicomVR.UL or DicomVR.OL => Little(BitConverter.GetBytes(decimal.ToUInt32(number))),
        DicomVR.SL => Little(BitConverter.GetBytes(decimal.ToInt32(number))),
        DicomVR.UV or DicomVR.OV => Little(BitConverter.GetBytes(decimal.ToUInt64(number))),
        DicomVR.SV => Little(BitConverter.GetBytes(decimal.ToInt64(number))),
        _ => null,
    };

    private static byte[] Little(byte[] bytes)
    {
        if (!BitConverter.IsLittleEndian)
        {
            Array.Reverse(bytes);
        }

        return bytes;
    }
}
