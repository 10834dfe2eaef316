using System;
using System.IO;
using MedIO.Dicom.Codecs.Jpeg2000.Headers;
using MedIO.Dicom.Codecs.Jpeg2000.Packets;

namespace MedIO.Dicom.Codecs.Jpeg2000;

/// <summary>
/// A tile's components, resolutions, sub-bands, precincts and code-blocks (ISO/IEC 15444-1 annex B). Code-blocks are there
/// from the first packet on that is not empty, so that they cost no more than what is coded. Used again for the next tile.
/// </summary>
internal sealed class TileStructure
{
    /// <summary>Precincts that are free; more must have a byte each, which is what their packets have at least.</summary>
    private const int FreePrecincts = 1 << 16;

    private const int MostKept = 1 << 16;

    /// <summary>Coefficients of a component that arrays are made for.</summary>
    private const long MostCoefficients = 1 << 28;

    public Growing<TileComponent> Components { get; } = new();

    public Growing<Resolution> Resolutions { get; } = new();

    public Growing<Band> Bands { get; } = new();

    public Growing<Precinct> Precincts { get; } = new();

    public Growing<PrecinctBand> Parts { get; } = new();

    public Growing<TileBlock> Blocks { get; } = new();

    public Growing<Contribution> Contributions { get; } = new();

    public TagTrees Trees { get; } = new();

    /// <summary>Whether it has memory for more than a large image needs.</summary>
    public bool IsLarge => Math.Max(Math.Max(Precincts.Capacity, Bands.Capacity), Math.Max(Blocks.Capacity, Contributions.Capacity)) > MostKept;

    public long X0 { get; private set; }

    public long Y0 { get; private set; }

    /// <summary>Lays out a tile.</summary>
    /// <param name="size">The image.</param>
    /// <param name="parameters">The tile's coding parameters.</param>
    /// <param name="tile">The tile's number.</param>
    /// <param name="encoded">Bytes of the code stream.</param>
    public void Build(ImageSize size, CodingParameters parameters, int tile, int encoded)
    {
        Components.Clear();
        Resolutions.Clear();
        Bands.Clear();
        Precincts.Clear();
        Parts.Clear();
        Blocks.Clear();
        Contributions.Clear();
        Trees.Clear();
        (X0, Y0, long x1, long y1) = size.Tile(tile);
        for (int c = 0; c < size.Components.Length; c++)
        {
            ImageSize.ComponentSize samples = size.Components[c];
            var component = new TileComponent
            {
                X0 = DivideUp(X0, samples.StepX), Y0 = DivideUp(Y0, samples.StepY),
                X1 = DivideUp(x1, samples.StepX), Y1 = DivideUp(y1, samples.StepY),
                Style = parameters.Style(c),
                RegionShift = parameters.RegionShift(c),
                FirstResolution = Resolutions.Count,
            };
            if ((component.X1 - component.X0) * (component.Y1 - component.Y0) > MostCoefficients)
            {
                throw new InvalidDataException("A tile of a JPEG 2000 code stream is larger than what can be decoded at once.");
            }

            Components.Add(component);
            for (int r = 0; r <= component.Style.Levels; r++)
            {
                AddResolution(c, r);
                AddBands(c, r, samples.Precision, parameters.Quantization(c));
                AddPrecincts(encoded);
            }
        }
    }

    /// <summary>Makes the code-blocks of a precinct.</summary>
    public void Open(ref Precinct precinct, int index)
    {
        ref Resolution resolution = ref Resolutions[precinct.Resolution];
        CodingStyle style = Components[resolution.Component].Style;
        int half = resolution.Level == 0 ? 0 : 1;
        index -= resolution.FirstPrecinct;
        long x0 = ((resolution.X0 >> resolution.PrecinctWidth) + (index % resolution.PrecinctsWide)) << (resolution.PrecinctWidth - half);
        long y0 = ((resolution.Y0 >> resolution.PrecinctHeight) + (index / resolution.PrecinctsWide)) << (resolution.PrecinctHeight - half);
        long x1 = x0 + (1L << (resolution.PrecinctWidth - half));
        long y1 = y0 + (1L << (resolution.PrecinctHeight - half));
        int blockWidth = Math.Min(style.BlockWidth, resolution.PrecinctWidth - half);
        int blockHeight = Math.Min(style.BlockHeight, resolution.PrecinctHeight - half);
        precinct.FirstPart = Parts.Count;
        for (int i = 0; i < resolution.Bands; i++)
        {
            int number = resolution.FirstBand + i;
            ref Band band = ref Bands[number];
            AddBlocks(number, Math.Max(x0, band.X0), Math.Max(y0, band.Y0), Math.Min(x1, band.X1), Math.Min(y1, band.Y1), blockWidth, blockHeight);
        }
    }

    private static long DivideUp(long a, long b) => (a + b - 1) / b;

    private static long ShiftUp(long a, int bits) => (a + (1L << bits) - 1) >> bits;

    private void AddResolution(int c, int level)
    {
        ref TileComponent component = ref Components[c];
        int down = component.Style.Levels - level;
        var resolution = new Resolution
        {
            X0 = ShiftUp(component.X0, down), Y0 = ShiftUp(component.Y0, down), X1 = ShiftUp(component.X1, down), Y1 = ShiftUp(component.Y1, down),
            Component = c,
            Level = level,
            PrecinctWidth = component.Style.PrecinctWidth(level),
            PrecinctHeight = component.Style.PrecinctHeight(level),
            FirstPrecinct = Precincts.Count,
            FirstBand = Bands.Count,
        };
        if (resolution.Width > 0 && resolution.Height > 0)
        {
            resolution.PrecinctsWide = (int)(ShiftUp(resolution.X1, resolution.PrecinctWidth) - (resolution.X0 >> resolution.PrecinctWidth));
            resolution.PrecinctsHigh = (int)(ShiftUp(resolution.Y1, resolution.PrecinctHeight) - (resolution.Y0 >> resolution.PrecinctHeight));
        }

        Resolutions.Add(resolution);
    }

    // Equation B-15.
    private void AddBands(int c, int level, int precision, Quantization quantization)
    {
        ref TileComponent component = ref Components[c];
        int down = level == 0 ? component.Style.Levels : component.Style.Levels - level + 1;
        for (int kind = level == 0 ? 0 : 1; kind <= (level == 0 ? 0 : 3); kind++)
        {
            long offsetX = (kind & 1) == 0 ? 0 : 1L << (down - 1);
            long offsetY = (kind & 2) == 0 ? 0 : 1L << (down - 1);
            int number = level == 0 ? 0 : (3 * (level - 1)) + kind;
            int gain = kind == 0 ? 0 : kind == 3 ? 2 : 1;
            var band = new Band
            {
                X0 = ShiftUp(component.X0 - offsetX, down), Y0 = ShiftUp(component.Y0 - offsetY, down),
                X1 = ShiftUp(component.X1 - offsetX, down), Y1 = ShiftUp(component.Y1 - offsetY, down),
                Kind = (SubBand)kind,
                Offset = component.Coefficients,
                BitPlanes = quantization.GuardBits + quantization.Exponent(number) - 1 + component.RegionShift,
                HalfStep = 0.5f * quantization.Step(number, precision + gain),
            };
            component.Coefficients += band.Width * (int)(band.Y1 - band.Y0);
            Bands.Add(band);
        }
    }

    private void AddPrecincts(int encoded)
    {
        int index = Resolutions.Count - 1;
        ref Resolution resolution = ref Resolutions[index];
        long count = (long)resolution.PrecinctsWide * resolution.PrecinctsHigh;
        if (Precincts.Count + count > (long)encoded + FreePrecincts)
        {
            throw new InvalidDataException("A tile of a JPEG 2000 code stream has more precincts than the stream has bytes.");
        }

        int first = Precincts.Add((int)count);
        for (int i = first; i < Precincts.Count; i++)
        {
            Precincts[i] = new Precinct { Resolution = index, FirstPart = -1 };
        }
    }

    private void AddBlocks(int number, long x0, long y0, long x1, long y1, int blockWidth, int blockHeight)
    {
        var part = new PrecinctBand { Band = number, FirstBlock = Blocks.Count };
        if (x0 < x1 && y0 < y1)
        {
            int wide = (int)(ShiftUp(x1, blockWidth) - (x0 >> blockWidth));
            int high = (int)(ShiftUp(y1, blockHeight) - (y0 >> blockHeight));
            part.Blocks = checked(wide * high);
            part.InclusionTree = Trees.Add(wide, high);
            part.PlanesTree = Trees.Add(wide, high);
            int block = Blocks.Add(part.Blocks);
            ref Band band = ref Bands[number];
            for (int j = 0; j < high; j++)
            {
                long top = Math.Max(y0, ((y0 >> blockHeight) + j) << blockHeight);
                long bottom = Math.Min(y1, ((y0 >> blockHeight) + j + 1) << blockHeight);
                for (int i = 0; i < wide; i++)
                {
                    long left = Math.Max(x0, ((x0 >> blockWidth) + i) << blockWidth);
                    long right = Math.Min(x1, ((x0 >> blockWidth) + i + 1) << blockWidth);
                    Blocks[block++] = new TileBlock
                    {
                        Offset = band.Offset + (int)((top - band.Y0) * band.Width) + (int)(left - band.X0),
                        Width = (short)(right - left),
                        Height = (short)(bottom - top),
                        Segment = -1,
                        First = -1,
                        Last = -1,
                    };
                }
            }
        }

        Parts.Add(part);
    }
}
