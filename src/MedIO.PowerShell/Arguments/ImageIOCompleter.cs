using System.Collections.Generic;

namespace MedIO.PowerShell;

/// <summary>The classes of ITK that releases of SimpleITK bring. The one at hand may have others; to ask it would load it.</summary>
internal sealed class ImageIOCompleter : ListCompleter
{
    private static readonly KeyValuePair<string, string>[] Known =
    {
        new("BMPImageIO", "BMP"),
        new("BioRadImageIO", "Bio-Rad confocal, .pic"),
        new("Bruker2dseqImageIO", "Bruker ParaVision, 2dseq"),
        new("GDCMImageIO", "DICOM, by GDCM"),
        new("GE4ImageIO", "GE Signa 4.x"),
        new("GE5ImageIO", "GE Signa 5.x"),
        new("GiplImageIO", "GIPL"),
        new("HDF5ImageIO", "ITK's own HDF5"),
        new("JPEG2000ImageIO", "JPEG 2000"),
        new("JPEGImageIO", "JPEG"),
        new("LSMImageIO", "Zeiss LSM"),
        new("MINCImageIO", "MINC 2"),
        new("MRCImageIO", "MRC, CCP4 maps"),
        new("MetaImageIO", "MetaImage"),
        new("NiftiImageIO", "NIfTI, Analyze"),
        new("NrrdImageIO", "NRRD"),
        new("PNGImageIO", "PNG"),
        new("StimulateImageIO", "Stimulate, .sdt"),
        new("TIFFImageIO", "TIFF"),
        new("VTKImageIO", "VTK structured points"),
    };

    protected override IEnumerable<KeyValuePair<string, string>> Choices => Known;
}
