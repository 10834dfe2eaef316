using System;
using System.Globalization;
using System.Numerics;

namespace MedIO.Dicom.Writing;

/// <summary>Unique identifiers (PS3.5 section 9 and annex B). New ones are random: nothing of a patient, a place or a time is in them.</summary>
internal static class DicomUid
{
    /// <summary>The most characters of a UID.</summary>
    public const int MostCharacters = 64;

    /// <summary>The class of this writer in the file meta information.</summary>
    public const string ImplementationClass = "2.25.224523408328649985410285537260683139071";

    private const string UuidRoot = "2.25";

    // 20 decimal digits hold 64 random bits, enough that no two series of a hospital meet.
    private const int FewestDigits = 20;

    /// <summary>A new UID: under 2.25 the decimal number of a random UUID (PS3.5 section B.2), under a root of one's own as much of it as fits.</summary>
    /// <param name="root">A valid root, without a dot at its end; null for 2.25.</param>
    public static string New(string? root = null)
    {
        string number = BigInteger.Parse("0" + Guid.NewGuid().ToString("N"), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture);
        if (root is null)
        {
            return UuidRoot + "." + number;
        }

        // The last digits: the first ones hold the bits of the UUID that never change.
        int room = MostCharacters - root.Length - 1;
        if (number.Length > room)
        {
            number = number.Substring(number.Length - room);
        }

        number = number.TrimStart('0');
        return root + "." + (number.Length == 0 ? "1" : number);
    }

    /// <summary>A root as <see cref="New"/> takes it.</summary>
    /// <exception cref="MedIOException"><see cref="MedIOError.InvalidElement"/>.</exception>
    public static string? ParseRoot(string? root)
    {
        string trimmed = (root ?? string.Empty).Trim().TrimEnd('.');
        if (trimmed.Length == 0)
        {
            return null;
        }

        int most = MostCharacters - FewestDigits - 1;
        return IsValid(trimmed) && trimmed.Length <= most
            ? trimmed
            : throw new MedIOException(
                MedIOError.InvalidElement,
                FormattableString.Invariant($"'{root}' is no root for UIDs. Give numbers without leading zeros with dots between them, at most {most} characters, such as 1.2.826.0.1.3680043.10.99, or leave it out for the root 2.25, which is free for all."));
    }

    /// <summary>Whether a text is a UID: numbers without leading zeros, dots between, at most 64 characters (PS3.5 section 9.1).</summary>
    public static bool IsValid(string text)
    {
        if (text.Length is 0 or > MostCharacters)
        {
            return false;
        }

        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            bool begins = i == 0 || text[i - 1] == '.';
            bool ends = i + 1 == text.Length || text[i + 1] == '.';
            if (c == '.' ? begins || i + 1 == text.Length : c is < '0' or > '9' || (c == '0' && begins && !ends))
            {
                return false;
            }
        }

        return true;
    }
}
