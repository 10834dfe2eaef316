using System.Collections;
using System.Collections.Generic;
using System.Linq;

namespace MedIO;

/// <summary>Texts, such as paths; prints as one line, so that a table can hold it.</summary>
internal sealed class JoinedList : IReadOnlyList<string>
{
    private readonly string[] _texts;
    private readonly string _between;

    /// <param name="texts">The texts, copied.</param>
    /// <param name="between">What stands between them where they are one line.</param>
    public JoinedList(IEnumerable<string> texts, string between)
    {
        _texts = texts.ToArray();
        _between = between;
    }

    public int Count => _texts.Length;

    public string this[int index] => _texts[index];

    public IEnumerator<string> GetEnumerator() => ((IEnumerable<string>)_texts).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _texts.GetEnumerator();

    /// <summary>All texts in one line.</summary>
    public override string ToString() => string.Join(_between, _texts);
}
