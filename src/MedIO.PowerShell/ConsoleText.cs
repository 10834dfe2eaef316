using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Reflection;

namespace MedIO.PowerShell;

/// <summary>
/// What files say, and what they are called, as it may reach a console: without the characters that it obeys instead of
/// showing them. The values themselves stay as they are; only how they print is changed.
/// </summary>
public static class ConsoleText
{
    private static readonly MethodInfo Plain = typeof(ConsoleText).GetMethod(nameof(ToPlainString))!;

    /// <summary>A property's text for the module's views.</summary>
    /// <param name="value">The property.</param>
    /// <returns>The text, in one line.</returns>
    public static string Of(object? value) => PlainText.Of(value?.ToString());

    /// <summary>A text that a console would obey, as PowerShell prints it.</summary>
    /// <param name="instance">The text.</param>
    /// <returns>The text with such characters shown.</returns>
    public static string ToPlainString(PSObject instance) => PlainText.Of(instance?.BaseObject as string);

    /// <summary>A value that prints without such characters; one that holds none, as it is.</summary>
    internal static object? Shown(object? value)
    {
        switch (value)
        {
            case string text when IsObeyed(text):
                var shown = new PSObject(text);
                shown.Members.Add(new PSCodeMethod("ToString", Plain));
                return shown;
            case IEnumerable<string> texts when texts.Any(IsObeyed):
                return new ShownTexts(texts.Select(Shown).ToArray());
            default:
                return value;
        }
    }

    /// <summary>The same for all that is in a header, in place.</summary>
    internal static void Show(IDictionary? header)
    {
        if (header is null)
        {
            return;
        }

        foreach (object key in header.Keys.Cast<object>().ToArray())
        {
            object? value = header[key];
            if (value is IDictionary inner)
            {
                Show(inner);
            }
            else if (value is IEnumerable<IDictionary> items)
            {
                foreach (IDictionary item in items)
                {
                    Show(item);
                }
            }
            else if (Shown(value) is { } shown && !ReferenceEquals(shown, value))
            {
                header[key] = shown;
            }
        }
    }

    // Text of several lines is no harm.
    private static bool IsObeyed(string text) => text.Any(c => c is not ('\t' or '\n' or '\r') && PlainText.IsObeyed(c));

    /// <summary>Several texts; as one they have backslashes between, as DICOM has.</summary>
    private sealed class ShownTexts : List<object?>
    {
        public ShownTexts(object?[] texts)
            : base(texts)
        {
        }

        public override string ToString() => string.Join("\\", this);
    }
}
