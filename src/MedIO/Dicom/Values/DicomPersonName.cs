using System;

namespace MedIO.Dicom;

/// <summary>
/// A person's name (VR PN, PS3.5 section 6.2.1): up to three groups, of which each writes it in another way, such as
/// <c>Yamada^Tarou=山田^太郎=やまだ^たろう</c>. Prints as in the file; two are equal when their text is.
/// </summary>
public sealed class DicomPersonName : IEquatable<DicomPersonName>, IComparable<DicomPersonName>, IComparable
{
    /// <summary>Reads a name.</summary>
    /// <param name="text">The text, with = between groups and ^ between their parts.</param>
    public DicomPersonName(string text)
    {
        Text = text ?? throw new ArgumentNullException(nameof(text));
        string[] groups = text.Split('=');
        Alphabetic = new DicomNameGroup(groups[0]);
        Ideographic = new DicomNameGroup(groups.Length > 1 ? groups[1] : string.Empty);
        Phonetic = new DicomNameGroup(groups.Length > 2 ? groups[2] : string.Empty);
    }

    /// <summary>The text as it is in the file, without padding at its end.</summary>
    public string Text { get; }

    /// <summary>The name in letters.</summary>
    public DicomNameGroup Alphabetic { get; }

    /// <summary>The name in ideographic characters, such as Kanji or Hanja; empty where there is none.</summary>
    public DicomNameGroup Ideographic { get; }

    /// <summary>How the name sounds, such as in Hiragana or Hangul; empty where there is none.</summary>
    public DicomNameGroup Phonetic { get; }

    /// <summary>The family name in letters.</summary>
    public string Family => Alphabetic.Family;

    /// <summary>The given name in letters.</summary>
    public string Given => Alphabetic.Given;

    /// <summary>The middle name in letters.</summary>
    public string Middle => Alphabetic.Middle;

    /// <summary>What comes before the name, in letters.</summary>
    public string Prefix => Alphabetic.Prefix;

    /// <summary>What comes after the name, in letters.</summary>
    public string Suffix => Alphabetic.Suffix;

    /// <summary>Whether two have the same text.</summary>
    /// <param name="left">A name.</param>
    /// <param name="right">Another.</param>
    public static bool operator ==(DicomPersonName? left, DicomPersonName? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Whether two differ.</summary>
    /// <param name="left">A name.</param>
    /// <param name="right">Another.</param>
    public static bool operator !=(DicomPersonName? left, DicomPersonName? right) => !(left == right);

    /// <summary>Whether one sorts before another.</summary>
    /// <param name="left">A name.</param>
    /// <param name="right">Another.</param>
    public static bool operator <(DicomPersonName? left, DicomPersonName? right) => string.CompareOrdinal(left?.Text, right?.Text) < 0;

    /// <summary>Whether one sorts after another.</summary>
    /// <param name="left">A name.</param>
    /// <param name="right">Another.</param>
    public static bool operator >(DicomPersonName? left, DicomPersonName? right) => string.CompareOrdinal(left?.Text, right?.Text) > 0;

    /// <summary>Whether one does not sort after another.</summary>
    /// <param name="left">A name.</param>
    /// <param name="right">Another.</param>
    public static bool operator <=(DicomPersonName? left, DicomPersonName? right) => !(left > right);

    /// <summary>Whether one does not sort before another.</summary>
    /// <param name="left">A name.</param>
    /// <param name="right">Another.</param>
    public static bool operator >=(DicomPersonName? left, DicomPersonName? right) => !(left < right);

    /// <inheritdoc/>
    public bool Equals(DicomPersonName? other) => other is not null && Text == other.Text;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as DicomPersonName);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Text);

    /// <inheritdoc/>
    public int CompareTo(DicomPersonName? other) => string.CompareOrdinal(Text, other?.Text);

    /// <inheritdoc/>
    public int CompareTo(object? obj) => string.CompareOrdinal(Text, obj?.ToString());

    /// <summary>The text as it is in the file.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Text;
}
