using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;

namespace MedIO.Correctness;

/// <summary>What an independent reader makes of a file.</summary>
internal sealed class Reading
{
    private Reading(string? error, IReadOnlyList<ReadImage> images, JsonElement? header)
    {
        Error = error;
        Images = images;
        Header = header;
    }

    /// <summary>Why it reads no image, the kind of the error first; null where it does.</summary>
    public string? Error { get; }

    public IReadOnlyList<ReadImage> Images { get; }

    /// <summary>The elements of a file without an image.</summary>
    public JsonElement? Header { get; }

    public static Reading Refused(string error) => new(error, Array.Empty<ReadImage>(), null);

    public static Reading Parse(string line)
    {
        JsonElement answer = JsonDocument.Parse(line).RootElement;
        return answer.TryGetProperty("error", out JsonElement error)
            ? new(error.GetString(), Array.Empty<ReadImage>(), answer.TryGetProperty("header", out JsonElement header) ? header : null)
            : new(null, answer.GetProperty("images").EnumerateArray().Select(i => new ReadImage(i)).ToArray(), null);
    }

    /// <summary>The image that is ours: of the same files where it says which, else of the same sizes, else the first.</summary>
    public ReadImage Like(RealFile file)
    {
        if (file.Series is { } series && Images[0].Files is not null)
        {
            var wanted = series.Files.Select(f => Path.GetFullPath(f)).ToHashSet();
            return Images.FirstOrDefault(i => wanted.SetEquals(i.Files!.Select(Path.GetFullPath))) ?? Images.OrderBy(i => Math.Abs(i.Files!.Count - wanted.Count)).First();
        }

        return Images.FirstOrDefault(i => i.Shape.Where(n => n > 1).Order().SequenceEqual(file.Image!.Shape.Where(n => n > 1).Order())) ?? Images[0];
    }
}
