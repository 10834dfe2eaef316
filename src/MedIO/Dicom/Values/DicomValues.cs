using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;

namespace MedIO.Dicom;

/// <summary>
/// The values of a DICOM element that has several. Indexes and enumerates like an array; prints as DICOM writes them, with
/// backslashes between (PS3.5 section 6.4) and numbers in the invariant culture.
/// </summary>
/// <typeparam name="T">The type of each value.</typeparam>
public sealed class DicomValues<T> : IReadOnlyList<T>
{
    private readonly T[] _values;
    private string? _text;

    /// <summary>Makes a list.</summary>
    /// <param name="values">The values, copied.</param>
    public DicomValues(IEnumerable<T> values) => _values = new List<T>(values ?? throw new ArgumentNullException(nameof(values))).ToArray();

    /// <summary>Makes a list of values that are handed over.</summary>
    internal DicomValues(T[] values, string? text = null)
    {
        _values = values;
        _text = text;
    }

    /// <inheritdoc/>
    public int Count => _values.Length;

    /// <inheritdoc/>
    public T this[int index] => _values[index];

    /// <summary>The values as an array, copied.</summary>
    /// <returns>The array.</returns>
    public T[] ToArray() => (T[])_values.Clone();

    /// <inheritdoc/>
    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)_values).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _values.GetEnumerator();

    /// <summary>The values as DICOM writes them: text as in the file, numbers in the invariant culture, bytes and words in hexadecimal.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => _text ??= string.Join("\\", Array.ConvertAll(_values, Text));

    private static string Text(T value) => value switch
    {
        byte number => number.ToString("x2", CultureInfo.InvariantCulture),
        ushort number => number.ToString("x4", CultureInfo.InvariantCulture),
        _ => DicomValueReader.TextOf(value),
    };
}
