using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Management.Automation;

namespace MedIO.PowerShell;

/// <summary>
/// Puts tags together again that the prompt took apart: without quotes <c>0008,103E</c> is a list of the number 8 and the
/// text 103E, <c>0020,000D</c> one of 20 and the decimal number 0, and <c>00100010</c> in a list the number 100010.
/// </summary>
internal sealed class ElementArgumentAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object? input = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        if (input is null)
        {
            return input;
        }

        var elements = new List<string>();
        string? group = null;
        foreach (object? item in input is IList list ? list : new[] { inputData })
        {
            string text = Text(item);
            if (!IsHalf(text))
            {
                Finish(elements, ref group);
                elements.Add(IsDigits(text) && text.Length is >= 5 and <= 7 ? text.PadLeft(8, '0') : text);
            }
            else if (group is null)
            {
                group = text;
            }
            else
            {
                // Nothing but a half of a tag has so few letters.
                elements.Add($"{group.PadLeft(4, '0')},{text.PadLeft(4, '0')}");
                group = null;
            }
        }

        Finish(elements, ref group);
        return elements.ToArray();
    }

    private static void Finish(List<string> elements, ref string? group)
    {
        if (group is not null)
        {
            elements.Add(group);
            group = null;
        }
    }

    private static string Text(object? item)
    {
        object? value = item is PSObject wrapped ? wrapped.BaseObject : item;
        return value switch
        {
            // 000D is a decimal number to the prompt, for its last letter.
            decimal number => number.ToString(CultureInfo.InvariantCulture) + "D",
            double or float => throw new ArgumentTransformationMetadataException("A tag was taken for a number: write tags in quotes, such as '0018,10E1'."),
            _ => Convert.ToString(value, CultureInfo.InvariantCulture)?.Trim() ?? string.Empty,
        };
    }

    private static bool IsHalf(string text)
    {
        foreach (char c in text)
        {
            if (c is not ((>= '0' and <= '9') or (>= 'a' and <= 'f') or (>= 'A' and <= 'F')))
            {
                return false;
            }
        }

        return text.Length is >= 1 and <= 4;
    }

    private static bool IsDigits(string text)
    {
        foreach (char c in text)
        {
            if (c is < '0' or > '9')
            {
                return false;
            }
        }

        return text.Length > 0;
    }
}
