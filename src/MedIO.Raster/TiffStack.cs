using System;
using System.Collections.Generic;
using System.Linq;

namespace MedIO.Raster;

/// <summary>What pages make together: a picture, a volume, volumes in time, channels.</summary>
internal sealed class TiffStack
{
    /// <param name="pages">The pages.</param>
    /// <param name="imageJ">What ImageJ says of them; null where it says nothing.</param>
    /// <param name="fileLength">Bytes of the file.</param>
    /// <param name="warnings">Gets what does not fit.</param>
    public TiffStack(List<TiffPage> pages, ImageJDescription? imageJ, long fileLength, List<string> warnings)
    {
        TiffPixels pixels = pages[0].Pixels;
        long count = pages.Count;
        long images = imageJ?.Images ?? 1;
        if (count == 1 && images > 1 && pages[0].RawOffset >= 0 && images <= (fileLength - pages[0].RawOffset) / pixels.ByteCount)
        {
            // Beyond 4 GiB ImageJ writes one directory, and the pixels of all slices behind those of the first.
            IsOneRun = true;
            count = images;
        }

        Components = pixels.Components;
        Order = Enumerable.Range(0, (int)count).Select(i => (long)i).ToArray();
        long channels = imageJ?.Channels ?? 1;
        long slices = imageJ?.Slices ?? 1;
        long frames = imageJ?.Frames ?? 1;
        bool fits = imageJ is not null && (double)channels * slices * frames == count && (channels == 1 || pixels.Components == 1);
        if (imageJ is not null && !fits && (double)channels * slices * frames > 1)
        {
            warnings.Add(FormattableString.Invariant($"ImageJ's description speaks of {channels} channels, {slices} slices and {frames} frames, which do not go with {count} pages of {pixels.Components} components; the pages are read as slices."));
        }

        if (!fits)
        {
            Shape = count == 1 ? new Shape(pixels.Columns, pixels.Rows) : new Shape(pixels.Columns, pixels.Rows, (int)count);
            return;
        }

        Shape = frames > 1 ? new Shape(pixels.Columns, pixels.Rows, (int)slices, (int)frames)
            : slices > 1 || imageJ!.HasSlices ? new Shape(pixels.Columns, pixels.Rows, (int)slices)
            : new Shape(pixels.Columns, pixels.Rows);
        if (channels > 1)
        {
            // Channels come first, then slices, then frames; here each channel is a volume of its own.
            Components = (int)channels;
            IsPlanar = true;
            Order = Enumerable.Range(0, (int)count).Select(i => (i % (slices * frames) * channels) + (i / (slices * frames))).ToArray();
        }
    }

    public Shape Shape { get; }

    public int Components { get; }

    /// <summary>Whether each component is a volume of its own.</summary>
    public bool IsPlanar { get; }

    /// <summary>Whether the pixels of all pages lie in one run, and only the first has a directory.</summary>
    public bool IsOneRun { get; }

    /// <summary>The pages in the order of the image.</summary>
    public IReadOnlyList<long> Order { get; }
}
