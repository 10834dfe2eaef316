using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace MedIO.Raster;

/// <summary>What ImageJ writes into ImageDescription: lines of <c>name=value</c> after one with its version.</summary>
internal sealed class ImageJDescription
{
    private const string Start = "ImageJ=";

    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    /// <summary>Pages, of which all but the first may have no directory.</summary>
    public long Images => Count("images");

    public long Channels => Count("channels");

    public long Slices => Count("slices");

    public long Frames => Count("frames");

    /// <summary>Whether it says that there are slices, be it one.</summary>
    public bool HasSlices => _values.ContainsKey("slices");

    /// <summary>Distance of slices in its unit.</summary>
    public double? SliceDistance => Number("spacing");

    /// <summary>Seconds from one frame to the next.</summary>
    public double? FrameInterval => Number("finterval") ?? (Number("fps") is { } rate ? 1 / rate : null);

    /// <summary>Millimetres of its unit; null where it has none, or one that is no length, such as <c>pixel</c>.</summary>
    public double? Unit => !_values.TryGetValue("unit", out string? unit) ? null : unit.Trim().ToLowerInvariant() switch
    {
        "m" or "meter" or "metre" => 1000,
        "cm" => 10,
        "mm" or "millimeter" => 1,
        "um" or "µm" or "μm" or "\\u00b5m" or "micron" or "microns" or "micrometer" => 1e-3,
        "nm" or "nanometer" => 1e-6,
        "inch" or "inches" or "in" => 25.4,
        _ => null,
    };

    /// <summary>Reads a description; null where it is not ImageJ's.</summary>
    public static ImageJDescription? Parse(string? text)
    {
        if (text is null || !text.StartsWith(Start, StringComparison.Ordinal))
        {
            return null;
        }

        var description = new ImageJDescription();
        foreach (string line in text.Split('\n'))
        {
            int equals = line.IndexOf('=');
            if (equals > 0)
            {
                description._values[line.Substring(0, equals).Trim()] = line.Substring(equals + 1).Trim();
            }
        }

        return description;
    }

    /// <summary>A description of a volume, or of volumes in time, in centimetres as the resolution is.</summary>
    public static string Format(Shape shape, double sliceDistance, double? frameInterval)
    {
        int slices = shape[2];
        int frames = shape.Count > 3 ? shape[3] : 1;
        var text = new StringBuilder(Start).Append("1.54f\n");
        Add("images", ((long)slices * frames).ToString(CultureInfo.InvariantCulture));
        Add("slices", slices.ToString(CultureInfo.InvariantCulture));
        if (shape.Count > 3)
        {
            Add("frames", frames.ToString(CultureInfo.InvariantCulture));
            Add("hyperstack", "true");
        }

        Add("unit", "cm");
        Add("spacing", (sliceDistance / 10).ToString("R", CultureInfo.InvariantCulture));
        if (frameInterval is > 0)
        {
            Add("finterval", frameInterval.Value.ToString("R", CultureInfo.InvariantCulture));
        }

        Add("loop", "false");
        return text.ToString();

        void Add(string name, string value) => text.Append(name).Append('=').Append(value).Append('\n');
    }

    private long Count(string name) => _values.TryGetValue(name, out string? value) && long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out long count) && count is > 0 and <= int.MaxValue ? count : 1;

    private double? Number(string name) => _values.TryGetValue(name, out string? value) && double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && number is > 0 and < 1e12 ? number : null;
}
