using System;
using System.Collections.Generic;

namespace MedIO.Dicom;

/// <summary>A date, a time or both as DICOM writes it. Prints as in the file; sorts and compares by the moment it means.</summary>
public abstract class DicomMoment : IComparable, IComparable<DicomMoment>, IEquatable<DicomMoment>
{
    private protected DicomMoment(string text) => Text = text;

    /// <summary>The text as it is in the file, without padding.</summary>
    public string Text { get; }

    /// <summary>The earliest moment that it may mean: what is left out counts as the first of its kind.</summary>
    private protected abstract DateTime Earliest { get; }

    /// <summary>Whether two mean the same.</summary>
    /// <param name="left">A moment.</param>
    /// <param name="right">Another.</param>
    public static bool operator ==(DicomMoment? left, DicomMoment? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Whether two differ.</summary>
    /// <param name="left">A moment.</param>
    /// <param name="right">Another.</param>
    public static bool operator !=(DicomMoment? left, DicomMoment? right) => !(left == right);

    /// <summary>Whether one is before another.</summary>
    /// <param name="left">A moment.</param>
    /// <param name="right">Another.</param>
    public static bool operator <(DicomMoment? left, DicomMoment? right) => Comparer<DicomMoment?>.Default.Compare(left, right) < 0;

    /// <summary>Whether one is after another.</summary>
    /// <param name="left">A moment.</param>
    /// <param name="right">Another.</param>
    public static bool operator >(DicomMoment? left, DicomMoment? right) => Comparer<DicomMoment?>.Default.Compare(left, right) > 0;

    /// <summary>Whether one is not after another.</summary>
    /// <param name="left">A moment.</param>
    /// <param name="right">Another.</param>
    public static bool operator <=(DicomMoment? left, DicomMoment? right) => !(left > right);

    /// <summary>Whether one is not before another.</summary>
    /// <param name="left">A moment.</param>
    /// <param name="right">Another.</param>
    public static bool operator >=(DicomMoment? left, DicomMoment? right) => !(left < right);

    /// <inheritdoc/>
    public int CompareTo(DicomMoment? other)
    {
        if (other is null)
        {
            return 1;
        }

        int order = Earliest.CompareTo(other.Earliest);
        return order != 0 ? order : string.CompareOrdinal(Text, other.Text);
    }

    /// <inheritdoc/>
    public int CompareTo(object? obj) => obj is null ? 1 : obj is DicomMoment other ? CompareTo(other) : string.CompareOrdinal(Text, obj.ToString());

    /// <inheritdoc/>
    public bool Equals(DicomMoment? other) => other is not null && GetType() == other.GetType() && Text == other.Text;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as DicomMoment);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Text);

    /// <summary>The text as it is in the file.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Text;

    /// <summary>Reads digits only: int.Parse would take signs and spaces.</summary>
    private protected static int? Digits(string text, int at, int count, int least, int most)
    {
        if (at + count > text.Length)
        {
            return null;
        }

        int value = 0;
        for (int i = at; i < at + count; i++)
        {
            if (text[i] is < '0' or > '9')
            {
                return null;
            }

            value = (10 * value) + text[i] - '0';
        }

        return value >= least && value <= most ? value : null;
    }
}
