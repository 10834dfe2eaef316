using System;
using System.Collections.Generic;
using MedIO.Formats.Headers;

namespace MedIO.Dicom.Pixels;

/// <summary>Reads the attributes of an image's pixels, and forgives what real files have wrong in them.</summary>
internal sealed class PixelFormatReader
{
    /// <summary>Samples of a pixel beyond this are no image of any device.</summary>
    private const int MostSamples = 4096;

    private readonly DicomDataSet _dataSet;
    private readonly TransferSyntax _syntax;
    private readonly string _path;
    private readonly List<string> _warnings;

    public PixelFormatReader(DicomDataSet dataSet, TransferSyntax syntax, string path, List<string> warnings)
    {
        _dataSet = dataSet;
        _syntax = syntax;
        _path = path;
        _warnings = warnings;
    }

    private bool IsFloat => !_dataSet.Contains(DicomTags.PixelData) && (_dataSet.Contains(DicomTags.FloatPixelData) || _dataSet.Contains(DicomTags.DoubleFloatPixelData));

    public PixelFormat Read()
    {
        int rows = Size(DicomTags.Rows, "Rows");
        int columns = Size(DicomTags.Columns, "Columns");
        int allocated = BitsAllocated();
        bool isFloat = IsFloat;
        int stored = isFloat ? allocated : BitsStored(allocated);
        PhotometricInterpretation photometric = Convertible(Photometric(out int samples), allocated, isFloat);
        bool hasPixels = _dataSet.TryFind(DicomTags.PixelData, out DicomElement pixels);
        bool bigEndian = _dataSet.Encoding.BigEndian;
        bool isWordSwapped = bigEndian && hasPixels && (allocated == 12 || (allocated != 16 && pixels.VR == DicomVR.OW));
        if ((bigEndian || _syntax.BigEndian) && hasPixels && allocated > 16 && pixels.VR == DicomVR.OW)
        {
            // Not all writers knew that. A library that has opened the file may have turned the words round already.
            _warnings.Note(FormattableString.Invariant($"Pixels of {allocated} bits in 16-bit words (OW), big endian: the low word was taken first, as PS3.5 section 8.1.1 has it. Check the values: some programs write the high word first."));
        }

        Palette? palette = photometric == PhotometricInterpretation.PaletteColor ? new PaletteReader(_dataSet, _path, _warnings).Read() : null;

        // Luminance and chrominances are unsigned always, as are single bits.
        bool maySign = photometric is PhotometricInterpretation.Monochrome1 or PhotometricInterpretation.Monochrome2 or PhotometricInterpretation.PaletteColor or PhotometricInterpretation.Rgb;
        bool signed = maySign && !isFloat && allocated > 1 && Signed();
        return new PixelFormat
        {
            Rows = rows,
            Columns = columns,
            SamplesPerPixel = samples,
            Photometric = photometric,
            IsPlanar = samples > 1 && Planar(),
            BitsAllocated = allocated,
            BitsStored = stored,
            HighBit = isFloat ? allocated - 1 : HighBit(allocated, stored),
            IsSigned = signed,
            IsFloat = isFloat,
            BigEndian = bigEndian,
            IsWordSwapped = isWordSwapped,
            Palette = palette,
            Syntax = _syntax,
        };
    }

    private int Size(uint tag, string keyword) => _dataSet.GetInteger(tag) switch
    {
        null => throw Invalid($"{keyword} {new DicomTag(tag)} is missing, without which the image has no size"),
        int n and > 0 => n,
        int n => throw Invalid(FormattableString.Invariant($"{keyword} {new DicomTag(tag)} is {n}")),
    };

    private int BitsAllocated()
    {
        int? bits = _dataSet.GetInteger(DicomTags.BitsAllocated);
        if (IsFloat)
        {
            // The element says it alone (PS3.3 sections C.7.6.24 and C.7.6.25).
            return _dataSet.Contains(DicomTags.FloatPixelData) ? 32 : 64;
        }

        return bits switch
        {
            null => throw Invalid($"BitsAllocated {new DicomTag(DicomTags.BitsAllocated)} is missing, without which its pixels cannot be told apart"),
            1 or 8 or 12 or 16 or 32 or 64 => bits.Value,
            _ => throw new MedIOException(MedIOError.UnsupportedDataType, FormattableString.Invariant($"{_path}: BitsAllocated {new DicomTag(DicomTags.BitsAllocated)} is {bits}; 1, 8, 12, 16, 32 and 64 can be read. Convert the file with the program that wrote it."), _path),
        };
    }

    private int BitsStored(int allocated)
    {
        int? bits = _dataSet.GetInteger(DicomTags.BitsStored);
        if (bits is > 0 && bits <= allocated)
        {
            return bits.Value;
        }

        _warnings.Note(FormattableString.Invariant($"BitsStored {new DicomTag(DicomTags.BitsStored)} is {(bits is null ? "missing" : Number(bits.Value))}; all {allocated} bits allocated were read."));
        return allocated;
    }

    private int HighBit(int allocated, int stored)
    {
        int? high = _dataSet.GetInteger(DicomTags.HighBit);
        if (high is null)
        {
            return stored - 1;
        }

        if (high.Value >= stored - 1 && high.Value < allocated)
        {
            return high.Value;
        }

        _warnings.Note(FormattableString.Invariant($"HighBit {new DicomTag(DicomTags.HighBit)} is {high}, which {stored} bits stored of {allocated} allocated cannot have; {stored - 1} was taken."));
        return stored - 1;
    }

    private bool Signed()
    {
        int? representation = _dataSet.GetInteger(DicomTags.PixelRepresentation);
        if (representation is 0 or 1)
        {
            return representation == 1;
        }

        _warnings.Note($"PixelRepresentation {new DicomTag(DicomTags.PixelRepresentation)} is {(representation is null ? "missing" : Number(representation.Value))}; pixels were read as unsigned.");
        return false;
    }

    private bool Planar()
    {
        int? planar = _dataSet.GetInteger(DicomTags.PlanarConfiguration);
        if (planar is 0 or 1)
        {
            return planar == 1;
        }

        _warnings.Note($"PlanarConfiguration {new DicomTag(DicomTags.PlanarConfiguration)} is {(planar is null ? "missing" : Number(planar.Value))}; the samples of a pixel were taken to lie together.");
        return false;
    }

    private PhotometricInterpretation Photometric(out int samples)
    {
        string? text = _dataSet.GetCode(DicomTags.PhotometricInterpretation);
        int? declared = _dataSet.GetInteger(DicomTags.SamplesPerPixel);
        PhotometricInterpretation? named = Named(text);
        int natural = named is null ? declared is > 0 ? declared.Value : 1 : SamplesOf(named.Value);
        samples = declared ?? natural;
        if (samples is < 1 or > MostSamples)
        {
            throw Invalid(FormattableString.Invariant($"SamplesPerPixel {new DicomTag(DicomTags.SamplesPerPixel)} is {samples}"));
        }

        if (named is not null && samples == natural)
        {
            return named.Value;
        }

        PhotometricInterpretation taken = samples == 1 ? PhotometricInterpretation.Monochrome2 : PhotometricInterpretation.Rgb;
        string what = text is null ? "missing" : $"'{HeaderText.Shorten(text)}'";
        _warnings.Note(FormattableString.Invariant($"PhotometricInterpretation {new DicomTag(DicomTags.PhotometricInterpretation)} is {what} with {samples} samples a pixel; the values were left as they are stored."));
        return taken;
    }

    // Colours are made of 8 or 16 bits; indices of whole numbers.
    private PhotometricInterpretation Convertible(PhotometricInterpretation photometric, int allocated, bool isFloat)
    {
        bool isIndex = photometric == PhotometricInterpretation.PaletteColor;
        bool isLuminance = NativeLength.IsLuminance(photometric);
        if ((!isIndex || !isFloat) && (!isLuminance || (allocated is 8 or 16 && !isFloat)))
        {
            return photometric;
        }

        _warnings.Note(FormattableString.Invariant($"PhotometricInterpretation {new DicomTag(DicomTags.PhotometricInterpretation)} is '{_dataSet.GetCode(DicomTags.PhotometricInterpretation)}' with {allocated} bits allocated{(isFloat ? " for a float" : string.Empty)}; the values were left as they are stored."));
        return isIndex ? PhotometricInterpretation.Monochrome2 : PhotometricInterpretation.Rgb;
    }

    /// <summary>What a value of PhotometricInterpretation (0028,0004) means; null where nothing is known of it.</summary>
    public static PhotometricInterpretation? Named(string? text) => text?.ToUpperInvariant() switch
    {
        "MONOCHROME1" => PhotometricInterpretation.Monochrome1,
        "MONOCHROME2" or "MONOCHROME" => PhotometricInterpretation.Monochrome2,
        "PALETTE COLOR" or "PALETTE_COLOR" => PhotometricInterpretation.PaletteColor,
        "RGB" => PhotometricInterpretation.Rgb,
        "ARGB" => PhotometricInterpretation.Argb,
        "YBR_FULL" => PhotometricInterpretation.YbrFull,
        "YBR_FULL_422" => PhotometricInterpretation.YbrFull422,
        "YBR_PARTIAL_422" => PhotometricInterpretation.YbrPartial422,
        "YBR_PARTIAL_420" => PhotometricInterpretation.YbrPartial420,
        "YBR_ICT" => PhotometricInterpretation.YbrIct,
        "YBR_RCT" => PhotometricInterpretation.YbrRct,
        _ => null,
    };

    private static int SamplesOf(PhotometricInterpretation photometric) => photometric switch
    {
        PhotometricInterpretation.Monochrome1 or PhotometricInterpretation.Monochrome2 or PhotometricInterpretation.PaletteColor => 1,
        PhotometricInterpretation.Argb => 4,
        _ => 3,
    };

    private static string Number(int value) => value.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private MedIOException Invalid(string what) => new(MedIOError.InvalidHeader, $"{_path}: {what}. Set it to what the image has, or copy the file again from where it came from.", _path);
}
