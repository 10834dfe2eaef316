using System;
using System.Collections;
using System.Globalization;
using System.Linq;

namespace MedIO.Formats.Mgh;

/// <summary>The header as a dictionary for users, by FreeSurfer's and nibabel's names.</summary>
internal static class MghFields
{
    private const string Dof = "dof";
    private const string RepetitionTime = "tr";
    private const string FlipAngle = "flip_angle";
    private const string EchoTime = "te";
    private const string InversionTime = "ti";
    private const string FieldOfView = "fov";

    public static HeaderFields Read(MghHeader header, MghFooter footer) => new()
    {
        ["version"] = header.Version,
        ["dims"] = new Vector(header.Dimensions.Select(n => (double)n).ToArray()),
        ["type"] = header.Type,
        [Dof] = header.Dof,
        ["goodRASFlag"] = header.HasGeometry ? 1 : 0,
        ["delta"] = Geometry(header, 0, 3),
        ["Mdc"] = Geometry(header, 3, 9),
        ["Pxyz_c"] = Geometry(header, 12, 3),
        [RepetitionTime] = footer.RepetitionTime,
        [FlipAngle] = footer.FlipAngle,
        [EchoTime] = footer.EchoTime,
        [InversionTime] = footer.InversionTime,
        [FieldOfView] = footer.FieldOfView,
    };

    /// <summary>The footer with what a user changed or added. The repetition time follows from the image itself where it is a series.</summary>
    /// <exception cref="MedIOException"><see cref="MedIOError.CannotRepresent"/>: a value is no number that fits.</exception>
    public static MghFooter Apply(IDictionary? entries, MghFooter footer, string path)
    {
        foreach (DictionaryEntry entry in entries ?? new HeaderFields())
        {
            string name = Convert.ToString(entry.Key, CultureInfo.InvariantCulture)!.ToLowerInvariant();
            footer = name switch
            {
                RepetitionTime => footer with { RepetitionTime = Number(entry, path) },
                FlipAngle => footer with { FlipAngle = Number(entry, path) },
                EchoTime => footer with { EchoTime = Number(entry, path) },
                InversionTime => footer with { InversionTime = Number(entry, path) },
                FieldOfView => footer with { FieldOfView = Number(entry, path) },
                _ => footer,
            };
        }

        return footer;
    }

    private static Vector Geometry(MghHeader header, int start, int count) => new(header.Geometry.Skip(start).Take(count).Select(v => (double)v).ToArray());

    private static float Number(DictionaryEntry entry, string path)
    {
        string text = Convert.ToString(entry.Value, CultureInfo.InvariantCulture) ?? string.Empty;
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && Math.Abs(number) <= float.MaxValue
            ? (float)number
            : throw new MedIOException(MedIOError.CannotRepresent, $"{path}: '{text}' does not fit in the MGH footer's {entry.Key}. Give a number, or remove the entry from Header.", path);
    }
}
