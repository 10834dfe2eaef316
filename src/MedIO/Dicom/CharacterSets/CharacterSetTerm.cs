using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace MedIO.Dicom;

/// <summary>A defined term of SpecificCharacterSet (PS3.3 tables C.12-2 to C.12-5), or what files have in its place.</summary>
internal sealed class CharacterSetTerm
{
    private CharacterSetTerm(CodedSet? set, Encoding? encoding, bool isExtended, bool isStandAlone)
    {
        Set = set;
        Encoding = encoding;
        IsExtended = isExtended;
        IsStandAlone = isStandAlone;
    }

    /// <summary>The set, null for those that stand alone.</summary>
    public CodedSet? Set { get; }

    /// <summary>What decodes it as a whole; null for ASCII, and for sets that need more than that.</summary>
    public Encoding? Encoding { get; }

    /// <summary>Whether the term says that escape sequences are in use.</summary>
    public bool IsExtended { get; }

    /// <summary>Whether no other set can be used with it: UTF-8, GB18030 and GBK.</summary>
    public bool IsStandAlone { get; }

    public static CharacterSetTerm Parse(string term, List<string> warnings)
    {
        term = term.Trim(' ', '\0');
        string name = term.ToUpperInvariant().Replace('_', ' ').Replace('-', ' ').Replace("ISO2022", "ISO 2022").Replace("ISOIR", "ISO IR").Replace("ISO8859", "ISO 8859");
        (int registration, int codePage, bool isExtended) = Resolve(name);
        bool isDefined = term.Length == 0 || term is "GB18030" or "GBK" || term.StartsWith("ISO_IR ", StringComparison.Ordinal) || term.StartsWith("ISO 2022 IR ", StringComparison.Ordinal);
        if (registration < 0)
        {
            warnings.Add($"SpecificCharacterSet (0008,0005) has the unknown term '{Printable(term)}'; text was read as Latin-1.");
            return new CharacterSetTerm(null, CodePages.Find(28591), false, false);
        }

        if (!isDefined)
        {
            warnings.Add($"SpecificCharacterSet (0008,0005) has '{Printable(term)}', which is no term of the standard; it was taken for {Describe(registration, codePage)}.");
        }

        if (codePage != 0)
        {
            return new CharacterSetTerm(null, CodePages.Find(codePage), false, true);
        }

        int singlePage = CodedSet.CodePageOf(registration);
        return new CharacterSetTerm(CodedSet.Of(registration), singlePage == 0 ? null : CodePages.Find(singlePage), isExtended || CodedSet.Of(registration)!.IsDouble, false);
    }

    // The number in the register, and the code page of sets that stand alone; -1 where there is neither.
    private static (int Registration, int CodePage, bool IsExtended) Resolve(string name)
    {
        switch (name)
        {
            case "":
                return (6, 0, false);
            case "ISO IR 192" or "ISO 2022 IR 192" or "UTF 8" or "UTF8" or "ISO 10646 1":
                return (192, 65001, false);
            case "GB18030" or "GB 18030" or "ISO 2022 GB18030":
                return (0, 54936, false);
            case "GBK" or "ISO 2022 GBK" or "GB2312" or "GB 2312":
                return (0, 936, false);
            case "LATIN1" or "LATIN 1":
                return (100, 0, false);
            case "ASCII" or "US ASCII" or "ISO 646":
                return (6, 0, false);
        }

        bool isExtended = name.StartsWith("ISO 2022", StringComparison.Ordinal);
        foreach (string prefix in new[] { "ISO 2022 IR", "ISO IR", "ISO 8859" })
        {
            if (name.StartsWith(prefix, StringComparison.Ordinal)
                && int.TryParse(name.Substring(prefix.Length).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out int number))
            {
                number = prefix == "ISO 8859" ? OfLatin(number) : number;
                return CodedSet.Of(number) is null ? (-1, 0, false) : (number, 0, isExtended);
            }
        }

        return (-1, 0, false);
    }

    private static int OfLatin(int part) => part switch { 1 => 100, 2 => 101, 3 => 109, 4 => 110, 5 => 144, 6 => 127, 7 => 126, 8 => 138, 9 => 148, 11 => 166, 15 => 203, _ => -1 };

    private static string Describe(int registration, int codePage) => codePage switch
    {
        65001 => "ISO_IR 192",
        54936 => "GB18030",
        936 => "GBK",
        _ => FormattableString.Invariant($"ISO_IR {registration}"),
    };

    private static string Printable(string term)
    {
        char[] characters = term.Length > 40 ? term.Substring(0, 40).ToCharArray() : term.ToCharArray();
        return new string(Array.ConvertAll(characters, c => c is >= ' ' and <= '~' ? c : '?'));
    }
}
