using System;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;

namespace MedIO.Dicom;

/// <content>Values that the reading of images needs: numbers, codes and UIDs.</content>
internal sealed partial class DicomDataSet
{
    /// <summary>The first value as text without padding; null where the element is missing or empty. For text in a character set see <c>GetValue</c>.</summary>
    public string? GetCode(DicomTag tag)
    {
        if (!TryFind(tag, out DicomElement element))
        {
            return null;
        }

        ReadOnlySpan<byte> text = BytesOf(element);
        int separator = text.IndexOf((byte)'\\');
        text = Trim(separator < 0 ? text : text.Slice(0, separator));
        return text.Length == 0 ? null : DicomCharacterSet.Latin1(text);
    }

    /// <summary>All values as text without padding.</summary>
    public string[] GetCodes(DicomTag tag) => TryFind(tag, out DicomElement element) && element.Length > 0
        ? Array.ConvertAll(DicomCharacterSet.Latin1(Trim(BytesOf(element))).Split('\\'), s => s.Trim(' ', '\0'))
        : Array.Empty<string>();

    /// <summary>The first value as a whole number.</summary>
    public int? GetInteger(DicomTag tag) => GetNumber(tag) is { } number && number >= int.MinValue && number <= int.MaxValue ? (int)Math.Round(number) : null;

    /// <summary>The first value as a number; null where the element is missing, empty or no number.</summary>
    public double? GetNumber(DicomTag tag)
    {
        Span<double> one = stackalloc double[1];
        return GetNumbers(tag, one) > 0 && !double.IsNaN(one[0]) ? one[0] : null;
    }

    /// <summary>All values as numbers; what is no number is NaN. Null where the element is missing or empty.</summary>
    public double[]? GetNumbers(DicomTag tag)
    {
        if (!TryFind(tag, out DicomElement element) || element.Length == 0)
        {
            return null;
        }

        ReadOnlySpan<byte> value = BytesOf(element);
        int unit = DicomVRs.UnitOf(VROf(element));
        var numbers = new double[unit == 1 ? CountTexts(value) : value.Length / unit];
        int n = GetNumbers(element, value, numbers);
        Array.Resize(ref numbers, n);
        return n == 0 ? null : numbers;
    }

    /// <summary>Values as numbers, as many as there is room for.</summary>
    /// <returns>How many there are.</returns>
    public int GetNumbers(DicomTag tag, Span<double> numbers) => TryFind(tag, out DicomElement element) ? GetNumbers(element, BytesOf(element), numbers) : 0;

    private int GetNumbers(DicomElement element, ReadOnlySpan<byte> value, Span<double> numbers)
    {
        DicomVR vr = VROf(element);
        bool big = IsBigEndian(element);
        int unit = DicomVRs.UnitOf(vr);
        if (unit == 1)
        {
            return ParseNumbers(value, numbers);
        }

        int count = Math.Min(numbers.Length, value.Length / unit);
        for (int i = 0; i < count; i++)
        {
            numbers[i] = NumberAt(vr, value.Slice(i * unit, unit), big);
        }

        return count;
    }

    private static double NumberAt(DicomVR vr, ReadOnlySpan<byte> bytes, bool big)
    {
        switch (vr)
        {
            case DicomVR.US or DicomVR.OW or DicomVR.AT:
                return big ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : BinaryPrimitives.ReadUInt16LittleEndian(bytes);
            case DicomVR.SS:
                return big ? BinaryPrimitives.ReadInt16BigEndian(bytes) : BinaryPrimitives.ReadInt16LittleEndian(bytes);
            case DicomVR.UL or DicomVR.OL:
                return big ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);
            case DicomVR.SL:
                return big ? BinaryPrimitives.ReadInt32BigEndian(bytes) : BinaryPrimitives.ReadInt32LittleEndian(bytes);
            case DicomVR.UV or DicomVR.OV:
                return big ? BinaryPrimitives.ReadUInt64BigEndian(bytes) : BinaryPrimitives.ReadUInt64LittleEndian(bytes);
            case DicomVR.SV:
                return big ? BinaryPrimitives.ReadInt64BigEndian(bytes) : BinaryPrimitives.ReadInt64LittleEndian(bytes);
            case DicomVR.FL or DicomVR.OF:
                int single = big ? BinaryPrimitives.ReadInt32BigEndian(bytes) : BinaryPrimitives.ReadInt32LittleEndian(bytes);
                unsafe
                {
                    return *(float*)&single;
                }

            default:
                return BitConverter.Int64BitsToDouble(big ? BinaryPrimitives.ReadInt64BigEndian(bytes) : BinaryPrimitives.ReadInt64LittleEndian(bytes));
        }
    }

    private static int CountTexts(ReadOnlySpan<byte> text)
    {
        int count = 1;
        foreach (byte b in text)
        {
            count += b == '\\' ? 1 : 0;
        }

        return count;
    }

    // DS and IS: in the invariant culture, whatever the session's.
    private static int ParseNumbers(ReadOnlySpan<byte> text, Span<double> numbers)
    {
        int count = 0;
        while (count < numbers.Length && text.Length > 0)
        {
            int separator = text.IndexOf((byte)'\\');
            ReadOnlySpan<byte> one = Trim(separator < 0 ? text : text.Slice(0, separator));
            text = separator < 0 ? default : text.Slice(separator + 1);
            if (one.Length == 0 && count == 0 && text.Length == 0)
            {
                break;
            }

            numbers[count++] = ParseNumber(one);
        }

        return count;
    }

    private static double ParseNumber(ReadOnlySpan<byte> text)
    {
        if (Utf8Parser.TryParse(text, out double number, out int used) && used == text.Length)
        {
            return number;
        }

        return double.TryParse(DicomCharacterSet.Latin1(text), NumberStyles.Float, CultureInfo.InvariantCulture, out number) ? number : double.NaN;
    }

    private static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text)
    {
        int begin = 0;
        int end = text.Length;
        while (begin < end && text[begin] is (byte)' ' or 0)
        {
            begin++;
        }

        while (end > begin && text[end - 1] is (byte)' ' or 0)
        {
            end--;
        }

        return text.Slice(begin, end - begin);
    }
}
