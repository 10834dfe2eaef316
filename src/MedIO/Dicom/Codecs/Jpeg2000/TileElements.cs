using MedIO.Dicom.Codecs.Jpeg2000.Headers;

namespace MedIO.Dicom.Codecs.Jpeg2000;

/// <summary>A component in a tile (ISO/IEC 15444-1 section B.3); the coordinates are those of its own samples.</summary>
internal struct TileComponent
{
    public long X0;

    public long Y0;

    public long X1;

    public long Y1;

    public CodingStyle Style;

    public int RegionShift;

    /// <summary>Its coarsest resolution; the others follow.</summary>
    public int FirstResolution;

    /// <summary>Coefficients of all sub-bands.</summary>
    public int Coefficients;

    /// <summary>Whether anything of it is coded.</summary>
    public bool IsCoded;

    public readonly int Width => (int)(X1 - X0);

    public readonly int Height => (int)(Y1 - Y0);
}

/// <summary>A resolution of a component in a tile (section B.5).</summary>
internal struct Resolution
{
    public long X0;

    public long Y0;

    public long X1;

    public long Y1;

    public int Component;

    /// <summary>0 for the coarsest.</summary>
    public int Level;

    /// <summary>Exponent of the width of a precinct.</summary>
    public int PrecinctWidth;

    /// <summary>Exponent of the height of a precinct.</summary>
    public int PrecinctHeight;

    public int PrecinctsWide;

    public int PrecinctsHigh;

    public int FirstPrecinct;

    /// <summary>LL of the coarsest; HL of the others, followed by LH and HH.</summary>
    public int FirstBand;

    public readonly int Precincts => PrecinctsWide * PrecinctsHigh;

    public readonly int Bands => Level == 0 ? 1 : 3;

    public readonly int Width => (int)(X1 - X0);

    public readonly int Height => (int)(Y1 - Y0);
}

/// <summary>A sub-band.</summary>
internal struct Band
{
    public long X0;

    public long Y0;

    public long X1;

    public long Y1;

    public SubBand Kind;

    /// <summary>Where it begins in the component's coefficients; its rows follow each other.</summary>
    public int Offset;

    /// <summary>Magnitude bit-planes, those of a region of interest among them (equation E-2).</summary>
    public int BitPlanes;

    /// <summary>Half of the quantizer's step, for coefficients with one bit of fraction.</summary>
    public float HalfStep;

    public readonly int Width => (int)(X1 - X0);
}

/// <summary>A precinct (section B.6).</summary>
internal struct Precinct
{
    public int Resolution;

    /// <summary>The first layer whose packet did not come yet.</summary>
    public int NextLayer;

    /// <summary>Its parts of the sub-bands; -1 as long as all of its packets are empty.</summary>
    public int FirstPart;
}

/// <summary>A precinct's code-blocks of a sub-band (section B.7).</summary>
internal struct PrecinctBand
{
    public int Band;

    /// <summary>The first code-block; the others follow row after row.</summary>
    public int FirstBlock;

    public int Blocks;

    /// <summary>The first leaf of the tree that says with which layer code-blocks begin.</summary>
    public int InclusionTree;

    /// <summary>The first leaf of the tree that says how many bit-planes are zero.</summary>
    public int PlanesTree;
}

/// <summary>What packets say of a code-block.</summary>
internal struct TileBlock
{
    /// <summary>Where it begins in the component's coefficients.</summary>
    public int Offset;

    public short Width;

    public short Height;

    /// <summary>Most significant bit-planes without a one.</summary>
    public byte ZeroPlanes;

    public byte LengthBits;

    /// <summary>Whether it is not of high throughput, in a code stream that is.</summary>
    public bool IsMixedIn;

    /// <summary>
    /// The code word segment that comes last, from 0; its passes so far are the next field, or, with high throughput, those of
    /// all segments.
    /// </summary>
    public short Segment;

    public short SegmentPasses;

    /// <summary>What packets contribute; -1 for nothing.</summary>
    public int First;

    public int Last;
}

/// <summary>Bytes of a code word segment in a packet.</summary>
internal struct Contribution
{
    public int Offset;

    public int Length;

    public int Segment;

    public int Passes;

    /// <summary>The code-block's next one; -1 for none.</summary>
    public int Next;
}
