using System;
using System.Runtime.CompilerServices;
using MedIO.IO;

namespace MedIO.Dicom.Codecs.Jpeg2000.Wavelet;

/// <summary>
/// Makes samples of a tile-component's sub-bands, one resolution after another (ISO/IEC 15444-1 section F.3). A row is put
/// together from two sub-bands and lifted along itself; as soon as the rows around are there, it is lifted along columns: so
/// only a few rows are touched at a time, and all steps run along rows.
/// </summary>
internal sealed unsafe class InverseWavelet
{
    private readonly TileStructure _tile;
    private readonly ScratchPlane _half = new();
    private readonly ScratchPlane _row = new();

    public InverseWavelet(TileStructure tile) => _tile = tile;

    /// <summary>Gives memory back, until it transforms again.</summary>
    public void Release()
    {
        _half.Release();
        _row.Release();
    }

    /// <summary>Transforms a component.</summary>
    /// <param name="number">The component.</param>
    /// <param name="coefficients">Its coefficients.</param>
    /// <param name="samples">Gets its samples: whole numbers if the transform is reversible, else floating-point ones.</param>
    public void Transform(int number, int* coefficients, int* samples)
    {
        ref TileComponent component = ref _tile.Components[number];
        int levels = component.Style.Levels;
        long area = (long)component.Width * component.Height;
        if (area == 0)
        {
            return;
        }

        if (levels == 0)
        {
            Buffer.MemoryCopy(coefficients, samples, area * sizeof(int), area * sizeof(int));
            return;
        }

        ref Resolution smaller = ref _tile.Resolutions[component.FirstResolution + levels - 1];
        fixed (int* half = _half.Take((long)smaller.Width * smaller.Height), row = _row.Take(component.Width + RowLifting.Margins))
        {
            // Results go to the two planes in turn, so that the last one is where it is wanted.
            int* low = coefficients;
            for (int r = 1; r <= levels; r++)
            {
                int* target = ((levels - r) & 1) == 0 ? samples : half;
                Level(_tile.Resolutions[component.FirstResolution + r], component.Style.IsReversible, low, coefficients, target, row);
                low = target;
            }
        }
    }

    [MethodImpl(Jit.Optimize)]
    private void Level(in Resolution resolution, bool isReversible, int* ll, int* coefficients, int* target, int* row)
    {
        int width = resolution.Width;
        int height = resolution.Height;
        if (width == 0 || height == 0)
        {
            return;
        }

        ref Band hl = ref _tile.Bands[resolution.FirstBand];
        ref Band lh = ref _tile.Bands[resolution.FirstBand + 1];
        ref Band hh = ref _tile.Bands[resolution.FirstBand + 2];
        int lows = lh.Width;
        int highs = hl.Width;
        int* high = coefficients + hl.Offset;
        int* lowBelow = coefficients + lh.Offset;
        int* highBelow = coefficients + hh.Offset;
        bool startsHigh = (resolution.X0 & 1) != 0;
        int firstParity = (int)(resolution.Y0 & 1);
        int steps = isReversible ? 2 : 4;
        for (int y = 0; y < height + steps; y++)
        {
            bool isHigh = ((y + firstParity) & 1) != 0;
            if (y < height)
            {
                int* to = target + ((long)y * width);
                int* l = isHigh ? lowBelow : ll;
                int* h = isHigh ? highBelow : high;
                if (isReversible)
                {
                    RowLifting.Row53(l, lows, h, highs, startsHigh, height == 1 && isHigh, to, row);
                }
                else
                {
                    float scale = height == 1 ? (isHigh ? 0.5f : 1) : isHigh ? RowLifting.HighScale : RowLifting.LowScale;
                    RowLifting.Row97((float*)l, lows, (float*)h, highs, startsHigh, scale, (float*)to, (float*)row);
                }

                if (isHigh)
                {
                    lowBelow += lows;
                    highBelow += highs;
                }
                else
                {
                    ll += lows;
                    high += highs;
                }
            }

            if (isHigh && height > 1)
            {
                for (int step = 0; step < steps; step++)
                {
                    LiftRow(y - 1 - step, step, width, height, isReversible, target);
                }
            }
        }
    }

    // Beyond the first and the last row is the mirror image.
    [MethodImpl(Jit.Optimize)]
    private static void LiftRow(int y, int step, int width, int height, bool isReversible, int* target)
    {
        if (y < 0 || y >= height)
        {
            return;
        }

        int* row = target + ((long)y * width);
        int* above = target + ((long)(y > 0 ? y - 1 : y + 1) * width);
        int* below = target + ((long)(y < height - 1 ? y + 1 : y - 1) * width);
        if (!isReversible)
        {
            RowLifting.Lift((float*)row, (float*)above, (float*)below, RowLifting.Factor(step), width);
        }
        else if (step == 0)
        {
            RowLifting.Update(row, above, below, width);
        }
        else
        {
            RowLifting.Predict(row, above, below, width);
        }
    }
}
