using System;
using MedIO.Dicom.Codecs;
using MedIO.Voxels;

namespace MedIO.Dicom.Pixels;

/// <summary>
/// What the pixels of a file are (PS3.3 section C.7.6.3, PS3.5 section 8), and what becomes of them: numbers without unused
/// bits, and RGB where they were indices of colours or luminance and chrominances. MONOCHROME1 is not inverted. Two are
/// equal where their pixels can lie in one image.
/// </summary>
internal sealed record PixelFormat
{
    /// <summary>Pixels along a column.</summary>
    public int Rows { get; init; }

    /// <summary>Pixels along a row.</summary>
    public int Columns { get; init; }

    /// <summary>Samples of a pixel in the file.</summary>
    public int SamplesPerPixel { get; init; } = 1;

    /// <summary>What the samples mean in the file.</summary>
    public PhotometricInterpretation Photometric { get; init; } = PhotometricInterpretation.Monochrome2;

    /// <summary>Whether native frames have all samples of one kind, then all of the next (PlanarConfiguration 1).</summary>
    public bool IsPlanar { get; init; }

    /// <summary>Bits from one sample to the next in the file.</summary>
    public int BitsAllocated { get; init; }

    /// <summary>Bits of a sample.</summary>
    public int BitsStored { get; init; }

    /// <summary>The bit that holds the highest one of a sample.</summary>
    public int HighBit { get; init; }

    /// <summary>Whether samples are two's complements.</summary>
    public bool IsSigned { get; init; }

    /// <summary>Whether samples are IEEE 754 numbers.</summary>
    public bool IsFloat { get; init; }

    /// <summary>Whether native samples have their high byte first.</summary>
    public bool BigEndian { get; init; }

    /// <summary>
    /// Whether native samples that are not a word each were written as 16-bit words, high byte first, and so lie swapped: the bytes of each word,
    /// but not the words, of which the low one comes first (PS3.5 sections 8.1.1 and 8.1.2).
    /// </summary>
    public bool IsWordSwapped { get; init; }

    /// <summary>The colours of a PALETTE COLOR image.</summary>
    public Palette? Palette { get; init; }

    /// <summary>How the file is encoded.</summary>
    public TransferSyntax Syntax { get; init; } = TransferSyntax.ExplicitLittleEndian;

    /// <summary>Numbers a voxel: 3 where the pixels are colours.</summary>
    public int Components => Photometric is PhotometricInterpretation.PaletteColor or PhotometricInterpretation.Argb ? 3 : SamplesPerPixel;

    /// <summary>Whether pixels are to become RGB.</summary>
    public bool IsConverted => Photometric is PhotometricInterpretation.PaletteColor or PhotometricInterpretation.Argb || NativeLength.IsLuminance(Photometric);

    /// <summary>The type of the samples once they are decoded.</summary>
    public VoxelType StoredType
    {
        get
        {
            if (IsFloat)
            {
                return BitsAllocated == 64 ? VoxelType.Float64 : VoxelType.Float32;
            }

            if (Palette is not null)
            {
                return Palette.Is16Bit ? VoxelType.UInt16 : VoxelType.UInt8;
            }

            return CellBytes switch
            {
                1 => IsSigned ? VoxelType.Int8 : VoxelType.UInt8,
                2 => IsSigned ? VoxelType.Int16 : VoxelType.UInt16,
                4 => IsSigned ? VoxelType.Int32 : VoxelType.UInt32,
                _ => IsSigned ? VoxelType.Int64 : VoxelType.UInt64,
            };
        }
    }

    /// <summary>The lowest value that a decoded sample can have; numbers that are not whole have no bounds.</summary>
    public double MinStored => IsFloat ? double.NegativeInfinity : IsSigned && Palette is null ? -Math.Pow(2, BitsStored - 1) : 0;

    /// <summary>The highest value that a decoded sample can have.</summary>
    public double MaxStored => IsFloat ? double.PositiveInfinity
        : Palette is not null ? (Palette.Is16Bit ? ushort.MaxValue : byte.MaxValue)
        : Math.Pow(2, IsSigned ? BitsStored - 1 : BitsStored) - 1;

    /// <summary>Bytes of an unpacked sample of the file.</summary>
    public int CellBytes => BitsAllocated <= 8 ? 1 : BitsAllocated <= 16 ? 2 : BitsAllocated <= 32 ? 4 : 8;

    /// <summary>Pixels of a frame.</summary>
    public long PixelCount => (long)Rows * Columns;

    /// <summary>Bytes of a decoded frame.</summary>
    public long FrameBytes => PixelCount * Components * VoxelTypes.SizeOf(StoredType);

    /// <summary>What a decoder of the file's frames has to know.</summary>
    public FrameDescription Frame => new(
        Columns,
        Rows,
        SamplesPerPixel,
        BitsAllocated,
        BitsStored,
        IsSigned,
        NativeLength.IsLuminance(Photometric));

    /// <summary>How samples lie in their cells, as native frames have them.</summary>
    /// <param name="bigEndian">Whether their high bytes come first.</param>
    public SampleBits Cells(bool bigEndian)
    {
        // Words are turned round before they are taken for cells.
        bool swap = (bigEndian && !IsWordSwapped) == BitConverter.IsLittleEndian && BitsAllocated is not (1 or 12);

        // Single bits are whole bytes once they are unpacked.
        return new SampleBits(CellBytes, BitsAllocated == 1 ? 8 : BitsStored, HighBit, IsSigned, swap);
    }

    /// <summary>Reads what a data set says of its pixels.</summary>
    /// <param name="dataSet">The file's data set.</param>
    /// <param name="syntax">How the file is encoded.</param>
    /// <param name="path">The file, for messages.</param>
    /// <param name="warnings">Gets what is odd.</param>
    /// <exception cref="MedIOException">An attribute is missing or impossible; the message names it.</exception>
    public static PixelFormat Read(DicomDataSet dataSet, TransferSyntax syntax, string path, System.Collections.Generic.List<string> warnings) =>
        new PixelFormatReader(dataSet, syntax, path, warnings).Read();

    /// <summary>The smallest type that holds every rescaled value; see <see cref="RescaledRange"/> where slopes differ.</summary>
    public VoxelType ResultType(double slope, double intercept)
    {
        var range = new RescaledRange();
        range.Add(this, slope, intercept);
        return range.Type;
    }

    /// <summary>
    /// The value of pixels that are in no file, such as those of a missing slice: -1024 in CT, which is air in Hounsfield
    /// units, and 0 in all else; or the nearest value that the rescaled type can have.
    /// </summary>
    /// <param name="modality">The attribute Modality.</param>
    /// <param name="range">The values that the image can have.</param>
    public static double FillValue(string? modality, RescaledRange range) =>
        Math.Max(range.Low, Math.Min(range.High, modality == "CT" ? -1024 : 0));

    /// <inheritdoc/>
    public bool Equals(PixelFormat? other) =>
        other is not null && Rows == other.Rows && Columns == other.Columns && StoredType == other.StoredType && Components == other.Components
        && (Photometric == PhotometricInterpretation.Monochrome1) == (other.Photometric == PhotometricInterpretation.Monochrome1);

    /// <inheritdoc/>
    public override int GetHashCode() => (((((Rows * 397) ^ Columns) * 397) ^ (int)StoredType) * 397) ^ Components;
}
