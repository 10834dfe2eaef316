using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace MedIO.Dicom;

/// <summary>
/// The way to an element, through sequences where it is inside them: <c>PatientName</c>, <c>0010,0010</c>,
/// <c>(0010,0010)</c>, <c>0010|0010</c>, <c>00100010</c>, <c>ReferencedSeriesSequence[0].SeriesInstanceUID</c>. Keywords are
/// those of PS3.6, in any case. Items count from 0, and from the end below it; a sequence without brackets, or with
/// <c>[*]</c>, stands for all its items. A private element is named by its tag, <c>0029,1010</c>, or with its creator,
/// <c>(0029,xx10:SIEMENS CSA HEADER)</c>, which finds the block that the creator has in each file (PS3.5 section 7.8.1).
/// </summary>
public sealed class DicomElementPath
{
    private readonly List<Step> _steps;

    private DicomElementPath(string text, List<Step> steps)
    {
        Text = text;
        _steps = steps;
    }

    /// <summary>The text that it was read from.</summary>
    public string Text { get; }

    /// <summary>How a table names it: by keywords where it was given by tag, too.</summary>
    public string Name => string.Join(".", _steps.Select(step => step.ToString()));

    /// <summary>Whether the standard has a keyword for all its parts.</summary>
    public bool IsStandard => _steps.TrueForAll(step => step.Creator is null && step.Tag.Keyword is not null);

    /// <summary>The last element of the top level that it can need.</summary>
    internal DicomTag Last => _steps[0].Creator is null ? _steps[0].Tag : new DicomTag((_steps[0].Tag.Value & 0xffff0000) | 0xffff);

    /// <summary>Whether the value's VR depends on other elements where the file does not say it (PS3.5 section A.1).</summary>
    internal bool IsAmbiguous => _steps.Exists(step => DicomDictionary.ChoiceOf(step.Tag) is not null);

    /// <summary>Reads a path.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The path.</returns>
    /// <exception cref="MedIOException"><see cref="MedIOError.InvalidElement"/>; the message proposes what may have been meant.</exception>
    public static DicomElementPath Parse(string text)
    {
        if (text is null)
        {
            throw new ArgumentNullException(nameof(text));
        }

        var steps = new List<Step>();
        int at = 0;
        while (true)
        {
            steps.Add(Step.Parse(text, ref at));
            if (at == text.Length)
            {
                return new DicomElementPath(text, steps);
            }

            if (text[at++] != '.')
            {
                throw Invalid(text, "is no way to an element. Write it as Keyword or as Sequence[0].Keyword");
            }
        }
    }

    /// <summary>The text that it was read from.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Text;

    /// <summary>The value that it leads to; a list where it leads to several, null where to none.</summary>
    internal object? GetValue(DicomDataSet dataSet)
    {
        List<object>? several = null;
        object? first = null;
        foreach (object value in Values(dataSet, 0))
        {
            if (first is null)
            {
                first = value;
            }
            else
            {
                several ??= new List<object> { first };
                several.Add(value);
            }
        }

        return several is null ? first : DicomValueReader.Values(several.ToArray(), null);
    }

    private static MedIOException Invalid(string text, string what) => new(MedIOError.InvalidElement, $"'{text}' {what}{(what.EndsWith("?", StringComparison.Ordinal) ? string.Empty : ".")}");

    // As deep as the path is long, which its user wrote.
    private IEnumerable<object> Values(DicomDataSet dataSet, int at)
    {
        Step step = _steps[at];
        if (step.Resolve(dataSet) is not { } tag || !dataSet.TryFind(tag, out DicomElement element))
        {
            yield break;
        }

        if (at == _steps.Count - 1 && step.Index is null)
        {
            if (dataSet.GetValue(element) is { } value)
            {
                yield return value;
            }

            yield break;
        }

        if (!dataSet.IsSequence(element))
        {
            yield break;
        }

        IReadOnlyList<DicomDataSet> items = dataSet.GetItems(element);
        int begin = step.Index is { } index ? (index < 0 ? items.Count + index : index) : 0;
        int end = step.Index is null ? items.Count : Math.Min(items.Count, begin + 1);
        for (int i = begin; i >= 0 && i < end; i++)
        {
            if (at == _steps.Count - 1)
            {
                yield return DicomHeader.Read(items[i]);
                continue;
            }

            foreach (object value in Values(items[i], at + 1))
            {
                yield return value;
            }
        }
    }

    private sealed class Step
    {
        private Step(DicomTag tag, string? creator, int? index)
        {
            Tag = tag;
            Creator = creator;
            Index = index;
        }

        /// <summary>The element; of a private one with a creator the block is left out.</summary>
        public DicomTag Tag { get; }

        public string? Creator { get; }

        /// <summary>The item; null for all.</summary>
        public int? Index { get; }

        public static Step Parse(string text, ref int at)
        {
            int begin = at;
            bool parenthesized = at < text.Length && text[at] == '(';
            int end = parenthesized ? text.IndexOf(')', at) + 1 : text.IndexOfAny(new[] { '.', '[' }, at);
            end = end <= 0 ? text.Length : end;
            string name = text.Substring(begin, end - begin).Trim();
            at = end;
            int? index = null;
            if (at < text.Length && text[at] == '[')
            {
                int close = text.IndexOf(']', at);
                string number = close < 0 ? string.Empty : text.Substring(at + 1, close - at - 1).Trim();
                if (number != "*")
                {
                    index = int.TryParse(number, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int item)
                        ? item
                        : throw Invalid(text, "has no number of an item in its brackets. Write [0] for the first, [-1] for the last, [*] for all");
                }

                at = close + 1;
            }

            (DicomTag tag, string? creator) = ParseName(text, name);
            return new Step(tag, creator, index);
        }

        /// <summary>The tag that it has in a data set; null where the creator has no block there.</summary>
        public DicomTag? Resolve(DicomDataSet dataSet)
        {
            if (Creator is null)
            {
                return Tag;
            }

            for (uint block = 0x10; block <= 0xff; block++)
            {
                if (string.Equals(dataSet.GetText((Tag.Value & 0xffff0000) | block)?.Trim(), Creator, StringComparison.OrdinalIgnoreCase))
                {
                    return new DicomTag(Tag.Value | (block << 8));
                }
            }

            return null;
        }

        public override string ToString()
        {
            string name = Creator is null
                ? DicomHeader.NameOf(Tag)
                : string.Format(CultureInfo.InvariantCulture, "({0:X4},xx{1:X2}:{2})", Tag.Group, Tag.Element, Creator);
            return Index is { } index ? FormattableString.Invariant($"{name}[{index}]") : name;
        }

        private static (DicomTag Tag, string? Creator) ParseName(string text, string name)
        {
            int colon = name.IndexOf(':');
            if (colon > 0)
            {
                string creator = name.Substring(colon + 1).TrimEnd(')').Trim();
                string numbers = name.Substring(0, colon).TrimStart('(').Trim().ToUpperInvariant();
                bool isBlock = numbers.Length == 9 && numbers.Substring(5, 2) == "XX";
                return creator.Length > 0 && isBlock && DicomTag.TryParse(numbers.Replace("XX", "00"), out DicomTag own) && own.IsPrivate
                    ? (own, creator)
                    : throw Invalid(text, "is no private element with its creator. Write it as (0029,xx10:SIEMENS CSA HEADER)");
            }

            if (DicomTag.TryParse(name, out DicomTag tag))
            {
                return (tag, null);
            }

            if (name.IndexOfAny(new[] { '*', '?' }) >= 0)
            {
                throw Invalid(text, "has a wildcard, which the name of an element cannot have. Name each element, or leave them out and filter what comes");
            }

            string near = string.Join(" or ", NearestKeyword.Of(name));
            throw Invalid(text, name.Length == 0 ? "names no element. Give a keyword such as PatientName, or a tag such as 0010,0010"
                : $"{(name == text ? string.Empty : $"names no element: '{name}' ")}is neither a keyword of the DICOM standard nor a tag. {(near.Length > 0 ? $"Did you mean {near}?" : "Give a keyword such as PatientName, or a tag such as 0010,0010")}");
        }
    }
}
