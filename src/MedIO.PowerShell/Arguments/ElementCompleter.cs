using System;
using System.Collections;
using System.Collections.Generic;
using System.Management.Automation;
using System.Management.Automation.Language;
using MedIO.Dicom;

namespace MedIO.PowerShell;

/// <summary>Completes keywords of DICOM elements, also the last of a way through sequences.</summary>
internal sealed class ElementCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        string word = (wordToComplete ?? string.Empty).Trim('\'', '"');
        int point = word.LastIndexOf('.') + 1;
        string way = word.Substring(0, point);
        string start = word.Substring(point);
        foreach (string keyword in DicomElements.Keywords)
        {
            if (keyword.StartsWith(start, StringComparison.OrdinalIgnoreCase) && DicomTag.TryParse(keyword, out DicomTag tag))
            {
                // At the prompt brackets would be taken for an index of what comes before.
                string text = way.Length > 0 ? $"'{way}{keyword}'" : keyword;
                yield return new CompletionResult(text, keyword, CompletionResultType.ParameterValue, $"{tag} {keyword}");
            }
        }
    }
}
