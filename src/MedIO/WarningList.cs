using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;

namespace MedIO;

/// <summary>Sentences on what is odd about a file; prints as one line, so that a table of images can hold it.</summary>
public sealed class WarningList : IReadOnlyList<string>
{
    private readonly string[] _sentences;

    /// <summary>Makes a list.</summary>
    /// <param name="sentences">The sentences, copied. Control characters are shown, not kept.</param>
    public WarningList(IEnumerable<string> sentences) => _sentences = (sentences ?? throw new ArgumentNullException(nameof(sentences))).Select(PlainText.Of).ToArray();

    /// <summary>The list without sentences.</summary>
    public static WarningList Empty { get; } = new(Array.Empty<string>());

    /// <inheritdoc/>
    public int Count => _sentences.Length;

    /// <inheritdoc/>
    public string this[int index] => _sentences[index];

    /// <inheritdoc/>
    public IEnumerator<string> GetEnumerator() => ((IEnumerable<string>)_sentences).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _sentences.GetEnumerator();

    /// <summary>The sentences with semicolons between; empty when there are none.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => string.Join("; ", _sentences);
}
