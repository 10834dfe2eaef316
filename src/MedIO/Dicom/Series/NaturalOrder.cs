using System;

namespace MedIO.Dicom.Series;

/// <summary>Order of names in which IM2 comes before IM10, the same in every culture.</summary>
internal static class NaturalOrder
{
    public static int Compare(string a, string b)
    {
        int i = 0;
        int j = 0;
        while (i < a.Length && j < b.Length)
        {
            if (!IsDigit(a[i]) || !IsDigit(b[j]))
            {
                if (a[i] != b[j])
                {
                    return a[i].CompareTo(b[j]);
                }

                i++;
                j++;
                continue;
            }

            int endA = EndOfNumber(a, ref i);
            int endB = EndOfNumber(b, ref j);
            int order = (endA - i).CompareTo(endB - j);
            order = order != 0 ? order : string.CompareOrdinal(a, i, b, j, endA - i);
            if (order != 0)
            {
                return order;
            }

            i = endA;
            j = endB;
        }

        int rest = (a.Length - i).CompareTo(b.Length - j);
        return rest != 0 ? rest : string.CompareOrdinal(a, b);
    }

    // Passes over leading zeros; the longer number is the larger one then.
    private static int EndOfNumber(string text, ref int begin)
    {
        int end = begin;
        while (end < text.Length && IsDigit(text[end]))
        {
            end++;
        }

        while (begin < end - 1 && text[begin] == '0')
        {
            begin++;
        }

        return end;
    }

    private static bool IsDigit(char c) => c is >= '0' and <= '9';
}
