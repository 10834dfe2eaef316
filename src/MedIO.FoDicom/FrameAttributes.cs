using FellowOakDicom;

namespace MedIO.FoDicom;

/// <summary>What fo-dicom's codecs want to know of a frame.</summary>
internal sealed class FrameAttributes
{
    private readonly ushort _rows;
    private readonly ushort _columns;
    private readonly ushort _samples;
    private readonly ushort _representation;
    private readonly ushort _planar;
    private readonly ushort _bits;

    /// <param name="dataSet">A file's data set.</param>
    public FrameAttributes(DicomDataset dataSet)
    {
        _rows = Number(dataSet, DicomTag.Rows, 0);
        _columns = Number(dataSet, DicomTag.Columns, 0);
        _samples = Number(dataSet, DicomTag.SamplesPerPixel, 1);
        _bits = Bits(dataSet);
        _representation = (ushort)(Number(dataSet, DicomTag.PixelRepresentation, 0) == 1 ? 1 : 0);
        _planar = (ushort)(Number(dataSet, DicomTag.PlanarConfiguration, 0) == 1 ? 1 : 0);
        Photometric = dataSet.TryGetString(DicomTag.PhotometricInterpretation, out string? photometric) ? photometric.Trim() : null;
    }

    /// <summary>PhotometricInterpretation (0028,0004).</summary>
    public string? Photometric { get; }

    /// <summary>A data set of nothing else.</summary>
    /// <param name="syntax">Its transfer syntax.</param>
    /// <param name="frames">NumberOfFrames (0028,0008).</param>
    /// <param name="bits">BitsStored (0028,0101).</param>
    /// <param name="photometric">PhotometricInterpretation; null for none.</param>
    public DicomDataset DataSet(DicomTransferSyntax syntax, int frames, int bits, string? photometric)
    {
        var dataSet = new DicomDataset(syntax).NotValidated();
        dataSet.Add(new DicomUnsignedShort(DicomTag.SamplesPerPixel, _samples));
        if (photometric is not null)
        {
            dataSet.Add(new DicomCodeString(DicomTag.PhotometricInterpretation, photometric));
        }

        dataSet.Add(new DicomUnsignedShort(DicomTag.PlanarConfiguration, _planar));
        dataSet.Add(new DicomIntegerString(DicomTag.NumberOfFrames, frames));
        dataSet.Add(new DicomUnsignedShort(DicomTag.Rows, _rows));
        dataSet.Add(new DicomUnsignedShort(DicomTag.Columns, _columns));
        dataSet.Add(new DicomUnsignedShort(DicomTag.BitsAllocated, _bits));
        dataSet.Add(new DicomUnsignedShort(DicomTag.BitsStored, (ushort)bits));
        dataSet.Add(new DicomUnsignedShort(DicomTag.HighBit, (ushort)(bits - 1)));
        dataSet.Add(new DicomUnsignedShort(DicomTag.PixelRepresentation, _representation));
        return dataSet;
    }

    /// <summary>BitsAllocated (0028,0100).</summary>
    public static ushort Bits(DicomDataset dataSet) => Number(dataSet, DicomTag.BitsAllocated, 16);

    private static ushort Number(DicomDataset dataSet, DicomTag tag, ushort otherwise)
    {
        try
        {
            return dataSet.TryGetValue(tag, 0, out ushort value) ? value : otherwise;
        }
        catch (System.Exception e) when (e is System.FormatException or System.OverflowException or System.InvalidCastException or DicomException)
        {
            return otherwise;
        }
    }
}
