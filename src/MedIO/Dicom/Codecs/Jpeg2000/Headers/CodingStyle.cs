using System;
using System.IO;

namespace MedIO.Dicom.Codecs.Jpeg2000.Headers;

/// <summary>How a component is decomposed and coded: the SPcod and SPcoc parameters (ISO/IEC 15444-1 table A.20).</summary>
internal sealed class CodingStyle
{
    private const int MostLevels = 32;

    private readonly byte[] _precincts = new byte[MostLevels + 1];

    private CodingStyle()
    {
    }

    /// <summary>Decomposition levels; there is a resolution more.</summary>
    public int Levels { get; private set; }

    /// <summary>Width of a code-block, as an exponent of 2.</summary>
    public int BlockWidth { get; private set; }

    /// <summary>Height of a code-block, as an exponent of 2.</summary>
    public int BlockHeight { get; private set; }

    public CodeBlockStyle BlockStyle { get; private set; }

    /// <summary>Whether the transform is the 5/3 one of whole numbers, and not the 9/7 one.</summary>
    public bool IsReversible { get; private set; }

    /// <summary>Width of a precinct, as an exponent of 2.</summary>
    public int PrecinctWidth(int resolution) => _precincts[resolution] & 15;

    /// <summary>Height of a precinct, as an exponent of 2.</summary>
    public int PrecinctHeight(int resolution) => _precincts[resolution] >> 4;

    /// <summary>Reads the parameters.</summary>
    /// <param name="segment">What is left of a COD or COC segment.</param>
    /// <param name="hasPrecincts">Whether precincts have sizes of their own.</param>
    public static CodingStyle Read(ref HeaderBytes segment, bool hasPrecincts)
    {
        var style = new CodingStyle
        {
            Levels = segment.Byte(),
            BlockWidth = segment.Byte() + 2,
            BlockHeight = segment.Byte() + 2,
            BlockStyle = (CodeBlockStyle)segment.Byte(),
        };
        int transform = segment.Byte();
        style.IsReversible = transform == 1;
        if (style.Levels > MostLevels || style.BlockWidth > 10 || style.BlockHeight > 10 || style.BlockWidth + style.BlockHeight > 12)
        {
            throw new InvalidDataException("The coding style of a JPEG 2000 code stream is impossible.");
        }

        if (transform > 1)
        {
            throw new InvalidDataException(FormattableString.Invariant($"A JPEG 2000 code stream uses wavelet transform {transform}, which part 1 of the standard does not have."));
        }

        for (int r = 0; r <= style.Levels; r++)
        {
            int size = hasPrecincts ? segment.Byte() : 0xFF;
            if (r > 0 && ((size & 15) == 0 || (size >> 4) == 0))
            {
                throw new InvalidDataException("A precinct of a JPEG 2000 code stream has no size.");
            }

            style._precincts[r] = (byte)size;
        }

        return style;
    }
}
