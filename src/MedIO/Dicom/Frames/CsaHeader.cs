using System;
using System.Buffers.Binary;
using System.Globalization;

namespace MedIO.Dicom.Frames;

/// <summary>
/// The image header of Siemens MR (private element CSA Image Header Info): a list of named values as text, in one of two
/// encodings, little endian. Only what is asked for is decoded.
/// </summary>
internal static class CsaHeader
{
    private const int NameLength = 64;
    private const int TagLength = 84;
    private const int ItemLength = 16;
    private const int MostTags = 1000;

    /// <summary>The numbers of a value; as many as there is room for.</summary>
    /// <returns>How many there are; 0 where the header is damaged or has no such value.</returns>
    public static int Numbers(ReadOnlySpan<byte> csa, string name, Span<double> numbers)
    {
        bool isSecond = csa.Length > 16 && csa.Slice(0, 4).SequenceEqual("SV10"u8);
        int at = isSecond ? 8 : 0;
        if (csa.Length < at + 8)
        {
            return 0;
        }

        int tags = Int32(csa, at);
        at += 8;
        int itemsOfFirst = 0;
        for (int t = 0; t < Math.Min(tags, MostTags) && at >= 0 && at <= csa.Length - TagLength; t++)
        {
            bool wanted = IsName(csa.Slice(at, NameLength), name);
            int items = Int32(csa, at + 76);
            itemsOfFirst = t == 0 ? items : itemsOfFirst;
            at += TagLength;
            int count = 0;
            for (int i = 0; i < items && at <= csa.Length - ItemLength; i++)
            {
                // The older encoding adds the first tag's number of items to each length.
                int length = isSecond ? Int32(csa, at + 4) : Int32(csa, at) - itemsOfFirst;
                at += ItemLength;
                if (length < 0 || length > csa.Length - at)
                {
                    return 0;
                }

                if (wanted && count < numbers.Length && TryParse(csa.Slice(at, length), out double number))
                {
                    numbers[count++] = number;
                }

                at += Math.Min((length + 3) & ~3, csa.Length - at);
            }

            if (wanted)
            {
                return count;
            }
        }

        return 0;
    }

    private static bool IsName(ReadOnlySpan<byte> field, string name)
    {
        for (int i = 0; i < name.Length; i++)
        {
            if (field[i] != name[i])
            {
                return false;
            }
        }

        return field[name.Length] == 0;
    }

    private static bool TryParse(ReadOnlySpan<byte> text, out double number)
    {
        int end = text.IndexOf((byte)0);
        text = end < 0 ? text : text.Slice(0, end);
        var characters = new char[Math.Min(text.Length, NameLength)];
        for (int i = 0; i < characters.Length; i++)
        {
            characters[i] = (char)text[i];
        }

        return double.TryParse(new string(characters), NumberStyles.Float, CultureInfo.InvariantCulture, out number) && !double.IsNaN(number) && !double.IsInfinity(number);
    }

    private static int Int32(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadInt32LittleEndian(bytes.Slice(at));
}
