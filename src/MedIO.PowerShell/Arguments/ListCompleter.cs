using System;
using System.Collections;
using System.Collections.Generic;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace MedIO.PowerShell;

/// <summary>Completes an argument out of a list of texts, quoting those that the prompt would take apart.</summary>
internal abstract class ListCompleter : IArgumentCompleter
{
    /// <summary>Each text with what it means.</summary>
    protected abstract IEnumerable<KeyValuePair<string, string>> Choices { get; }

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        string prefix = (wordToComplete ?? string.Empty).Trim('\'', '"');
        foreach (KeyValuePair<string, string> choice in Choices)
        {
            if (choice.Key.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            {
                string text = choice.Key.IndexOf(' ') >= 0 || choice.Key.IndexOf(':') >= 0 ? $"'{choice.Key}'" : choice.Key;
                yield return new CompletionResult(text, choice.Key, CompletionResultType.ParameterValue, choice.Value);
            }
        }
    }
}
