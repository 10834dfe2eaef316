using System;
using System.Globalization;

namespace MedIO.Dicom;

/// <summary>The tag of a data element: a group and an element number (PS3.5 section 7.1).</summary>
public readonly struct DicomTag : IEquatable<DicomTag>, IComparable<DicomTag>
{
    /// <summary>Makes a tag of its number.</summary>
    /// <param name="value">The group in the high 16 bits, the element in the low ones.</param>
    public DicomTag(uint value) => Value = value;

    /// <summary>Makes a tag of its two numbers.</summary>
    /// <param name="group">Such as 0x0010.</param>
    /// <param name="element">Such as 0x0010.</param>
    public DicomTag(ushort group, ushort element) => Value = ((uint)group << 16) | element;

    /// <summary>The group in the high 16 bits, the element in the low ones.</summary>
    public uint Value { get; }

    /// <summary>The first number.</summary>
    public ushort Group => (ushort)(Value >> 16);

    /// <summary>The second number.</summary>
    public ushort Element => (ushort)Value;

    /// <summary>Whether the element is no part of the standard: its group is odd (PS3.5 section 7.8).</summary>
    public bool IsPrivate => (Value & 0x10000) != 0;

    /// <summary>Whether the element reserves a block of private ones, (gggg,0010) to (gggg,00FF).</summary>
    public bool IsPrivateCreator => IsPrivate && Element is >= 0x10 and <= 0xff;

    /// <summary>Whether the element holds the pixels of an image (PS3.5 section 8).</summary>
    internal bool IsPixelData => Value is DicomTags.PixelData or DicomTags.FloatPixelData or DicomTags.DoubleFloatPixelData;

    /// <summary>The keyword of PS3.6, such as <c>PatientName</c>; null where the standard has none.</summary>
    public string? Keyword => DicomDictionary.KeywordOf(this);

    /// <summary>A tag of its number.</summary>
    /// <param name="value">The group in the high 16 bits.</param>
    public static implicit operator DicomTag(uint value) => new(value);

    /// <summary>Whether two tags are one.</summary>
    /// <param name="left">A tag.</param>
    /// <param name="right">Another.</param>
    public static bool operator ==(DicomTag left, DicomTag right) => left.Value == right.Value;

    /// <summary>Whether two tags differ.</summary>
    /// <param name="left">A tag.</param>
    /// <param name="right">Another.</param>
    public static bool operator !=(DicomTag left, DicomTag right) => left.Value != right.Value;

    /// <summary>Whether one comes before another in a data set.</summary>
    /// <param name="left">A tag.</param>
    /// <param name="right">Another.</param>
    public static bool operator <(DicomTag left, DicomTag right) => left.Value < right.Value;

    /// <summary>Whether one comes after another in a data set.</summary>
    /// <param name="left">A tag.</param>
    /// <param name="right">Another.</param>
    public static bool operator >(DicomTag left, DicomTag right) => left.Value > right.Value;

    /// <summary>Whether one does not come after another in a data set.</summary>
    /// <param name="left">A tag.</param>
    /// <param name="right">Another.</param>
    public static bool operator <=(DicomTag left, DicomTag right) => left.Value <= right.Value;

    /// <summary>Whether one does not come before another in a data set.</summary>
    /// <param name="left">A tag.</param>
    /// <param name="right">Another.</param>
    public static bool operator >=(DicomTag left, DicomTag right) => left.Value >= right.Value;

    /// <summary>A tag of its number.</summary>
    /// <param name="value">The group in the high 16 bits.</param>
    /// <returns>The tag.</returns>
    public static DicomTag FromUInt32(uint value) => new(value);

    /// <summary>Reads a keyword (<c>PatientName</c>, in any case) or two hexadecimal numbers (<c>0010,0010</c>, <c>(0010,0010)</c>, <c>0010|0010</c>, <c>00100010</c>).</summary>
    /// <param name="text">The text.</param>
    /// <param name="tag">The tag.</param>
    /// <returns>False where it is neither.</returns>
    public static bool TryParse(string? text, out DicomTag tag)
    {
        text = text?.Trim() ?? string.Empty;
        return TryParseNumbers(text, out tag) || DicomDictionary.TryFind(text, out tag);
    }

    /// <inheritdoc/>
    public bool Equals(DicomTag other) => Value == other.Value;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is DicomTag other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => (int)Value;

    /// <inheritdoc/>
    public int CompareTo(DicomTag other) => Value.CompareTo(other.Value);

    /// <summary>Such as <c>(0010,0010)</c>.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => string.Format(CultureInfo.InvariantCulture, "({0:X4},{1:X4})", Group, Element);

    private static bool TryParseNumbers(string text, out DicomTag tag)
    {
        tag = default;
        if (text.Length > 2 && text[0] == '(' && text[text.Length - 1] == ')')
        {
            text = text.Substring(1, text.Length - 2);
        }

        if (text.Length == 9 && text[4] is ',' or '|')
        {
            text = text.Remove(4, 1);
        }

        if (text.Length != 8 || !uint.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint value))
        {
            return false;
        }

        tag = new DicomTag(value);
        return true;
    }
}
