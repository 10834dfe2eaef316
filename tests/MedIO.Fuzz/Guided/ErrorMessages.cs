using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;

namespace MedIO.Fuzz.Guided;

/// <summary>What errors said, one of those alike, to be read by someone who asks whether it helps.</summary>
internal sealed class ErrorMessages
{
    private const int Most = 3000;

    private readonly string _path;
    private readonly Dictionary<string, (string Message, long Count)> _messages = new();
    private readonly StringBuilder _kind = new();

    public ErrorMessages(string path) => _path = path;

    public void Add(string message)
    {
        // Behind the path; numbers and what is quoted differ from file to file.
        int at = message.StartsWith('/') ? message.IndexOf(": ", StringComparison.Ordinal) + 2 : 0;
        _kind.Clear();
        bool quoted = false;
        foreach (char c in message.AsSpan(at))
        {
            if (c is '\'' or '"')
            {
                quoted = !quoted;
            }
            else if (!quoted && !char.IsDigit(c) && c is not ('-' or '.' or '+'))
            {
                _kind.Append(c);
            }
        }

        string kind = _kind.Length > 160 ? _kind.ToString(0, 160) : _kind.ToString();
        if (_messages.TryGetValue(kind, out (string Message, long Count) known))
        {
            _messages[kind] = (known.Message, known.Count + 1);
        }
        else if (_messages.Count < Most)
        {
            _messages[kind] = (message[at..], 1);
        }
    }

    public void Save() => File.WriteAllLines(_path, _messages.Values.OrderByDescending(m => m.Count).Select(m => $"{m.Count}\t{m.Message.Replace('\n', ' ')}"));
}
