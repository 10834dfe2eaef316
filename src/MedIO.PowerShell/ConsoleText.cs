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

    /// <summary>A value that a console would obey, as PowerShell prints it.</summary>
    /// <param name="instance">The value.</param>
    /// <returns>Its text with such characters shown.</returns>
    public static string ToPlainString(PSObject instance) => PlainText.Of(instance?.BaseObject.ToString());

    /// <summary>A value that prints without such characters, and is the same to whoever works with it.</summary>
    /// <param name="value">A text, several of them, a name of a person, the items of a sequence, a number.</param>
    /// <returns>The value itself where it holds none.</returns>
    public static object? Shown(object? value)
    {
        object? bare = value is PSObject wrapped ? wrapped.BaseObject : value;
        switch (bare)
        {
            case null or ValueType:
                return value;
            case IDictionary fields:
                Show(fields);
                return value;
            case IEnumerable<IDictionary> items:
                foreach (IDictionary item in items)
                {
                    Show(item);
                }

                return value;
            case IEnumerable<object> several when bare is not string:
                object?[] each = several.Select(Shown).ToArray();
                return each.Zip(several, ReferenceEquals).All(same => same) ? value : new ShownTexts(each);
            case IEnumerable when bare is not string:
                return value;
            default:
                if (!IsObeyed(bare.ToString()))
                {
                    return value;
                }

                var shown = new PSObject(bare);
                shown.Members.Add(new PSCodeMethod("ToString", Plain));
                return shown;
        }
    }

    /// <summary>The same for all that is in a header, in place: its values, and the names that some formats let files give to fields.</summary>
    internal static void Show(IDictionary? header) => HeaderChange.Apply(header, PlainText.Of, Shown);

    // Text of several lines is no harm.
    private static bool IsObeyed(string? text) => text is not null && text.Any(c => c is not ('\t' or '\n' or '\r') && PlainText.IsObeyed(c));

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
