using System;
using System.Collections;
using System.Collections.Generic;
using System.Collections.Specialized;
using System.Globalization;

namespace MedIO.Formats.Nifti;

/// <summary>The header as a dictionary for users: every field by its standard name, in the header's order, as stored.</summary>
internal static class NiftiFields
{
    // What a user may set in MedMeta.Header and find in the file. All else follows from the image itself.
    private static readonly NiftiField[] Descriptive =
    {
        NiftiField.DataTypeName, NiftiField.DbName, NiftiField.DimInfo, NiftiField.IntentP1, NiftiField.IntentP2,
        NiftiField.IntentP3, NiftiField.IntentCode, NiftiField.SliceStart, NiftiField.SliceEnd, NiftiField.SliceCode,
        NiftiField.SliceDuration, NiftiField.CalMax, NiftiField.CalMin, NiftiField.Toffset, NiftiField.Descrip,
        NiftiField.AuxFile, NiftiField.QformCode, NiftiField.SformCode, NiftiField.IntentName,
    };

    public static OrderedDictionary Read(NiftiHeader header, IReadOnlyList<NiftiExtension> extensions)
    {
        var fields = new HeaderFields();
        foreach (NiftiField field in NiftiField.AllIn(header.Version))
        {
            fields[field.Name] = Value(header, field);
        }

        if (extensions.Count > 0)
        {
            var list = new object[extensions.Count];
            for (int i = 0; i < list.Length; i++)
            {
                list[i] = new OrderedDictionary(StringComparer.OrdinalIgnoreCase)
                {
                    ["code"] = extensions[i].Code,
                    ["size"] = extensions[i].SizeInFile,
                    ["content"] = extensions[i].Content,
                };
            }

            fields["extensions"] = list;
        }

        return fields;
    }

    /// <summary>Writes the descriptive fields that a user changed or added.</summary>
    /// <param name="entries">The image's header entries, of any format.</param>
    /// <param name="original">The header that the entries came from, if that was NIfTI.</param>
    /// <param name="target">The header to write.</param>
    /// <param name="warn">Told what had no room.</param>
    /// <exception cref="MedIOException"><see cref="MedIOError.CannotRepresent"/>: a value is not what the field holds.</exception>
    public static void Apply(IDictionary? entries, NiftiHeader? original, NiftiHeader target, Action<string>? warn)
    {
        if (entries is null)
        {
            return;
        }

        foreach (DictionaryEntry entry in entries)
        {
            NiftiField? field = Array.Find(Descriptive, f => f.Name.Equals(entry.Key.ToString(), StringComparison.OrdinalIgnoreCase));
            if (field is null || field.KindIn(target.Version) == NiftiFieldKind.Absent || IsUnchanged(entry.Value, field, original))
            {
                continue;
            }

            string text = Convert.ToString(entry.Value, CultureInfo.InvariantCulture) ?? string.Empty;
            if (field.KindIn(target.Version) == NiftiFieldKind.Text)
            {
                if (!target.SetText(field, text))
                {
                    warn?.Invoke($"{field.Name} has room for {field.Count - 1} bytes of UTF-8; '{text}' was cut.");
                }
            }
            else
            {
                SetNumber(target, field, text);
            }
        }
    }

    private static bool IsUnchanged(object? value, NiftiField field, NiftiHeader? original) =>
        original is not null
        && field.KindIn(original.Version) != NiftiFieldKind.Absent
        && Convert.ToString(Value(original, field), CultureInfo.InvariantCulture) == Convert.ToString(value, CultureInfo.InvariantCulture);

    private static void SetNumber(NiftiHeader target, NiftiField field, string text)
    {
        try
        {
            if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && Math.Abs(number) <= float.MaxValue)
            {
                target.SetNumber(field, number);
                return;
            }
        }
        catch (OverflowException)
        {
            // Reported below.
        }

        throw new MedIOException(MedIOError.CannotRepresent, $"'{text}' does not fit in the NIfTI header's {field.Name}. Give a number in its range, or remove the entry.");
    }

    private static object Value(NiftiHeader header, NiftiField field)
    {
        NiftiFieldKind kind = field.KindIn(header.Version);
        if (kind == NiftiFieldKind.Text)
        {
            return header.Text(field);
        }

        if (field.Count > 1)
        {
            var values = new double[field.Count];
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = header.Number(field, i);
            }

            return new Vector(values);
        }

        return kind switch
        {
            NiftiFieldKind.Float32 => (object)(float)header.Number(field),
            NiftiFieldKind.Float64 => header.Number(field),
            NiftiFieldKind.Int64 => header.Integer(field),
            _ => (int)header.Integer(field),
        };
    }
}
