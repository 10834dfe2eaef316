using System;
using System.Collections;
using System.Collections.Generic;

namespace MedIO.Dicom.Writing;

/// <summary>The elements that a user wants in the files, checked before anything is written.</summary>
internal static class DicomTagSet
{
    // What the pixels, their place in the patient and the files themselves decide.
    private static readonly HashSet<uint> Derived = new()
    {
        DicomTags.SOPClassUID, DicomTags.SOPInstanceUID, DicomTags.InstanceNumber, DicomTags.ImagePositionPatient, DicomTags.ImageOrientationPatient,
        DicomTags.PixelSpacing, DicomTags.SpacingBetweenSlices, DicomTags.SliceLocation, DicomTags.SamplesPerPixel, DicomTags.PhotometricInterpretation,
        DicomTags.PlanarConfiguration, DicomTags.NumberOfFrames, DicomTags.FrameIncrementPointer, DicomTags.Rows, DicomTags.Columns,
        DicomTags.BitsAllocated, DicomTags.BitsStored, DicomTags.HighBit, DicomTags.PixelRepresentation, DicomTags.RescaleSlope,
        DicomTags.RescaleIntercept, DicomTags.SpecificCharacterSet, DicomTags.DetectorInformationSequence, DicomTags.SliceVector,
        DicomTags.SharedFunctionalGroupsSequence, DicomTags.PerFrameFunctionalGroupsSequence, DicomTags.TemporalPositionIdentifier,
        DicomTags.NumberOfTemporalPositions, DicomTags.NumberOfSlices, DicomTags.ImageIndex, DicomTags.ImagePosition, DicomTags.ImageOrientation,
        DicomTags.PixelAspectRatio, DicomTags.PixelMeasuresSequence, DicomTags.PlanePositionSequence, DicomTags.PlaneOrientationSequence,

        // Numbers as they are stored, which the user of the values does not know, and other ways from these to values or colours.
        DicomTags.SmallestImagePixelValue, DicomTags.LargestImagePixelValue, DicomTags.SmallestPixelValueInSeries, DicomTags.LargestPixelValueInSeries,
        DicomTags.PixelPaddingValue, DicomTags.PixelPaddingRangeLimit, DicomTags.ModalityLUTSequence, DicomTags.RealWorldValueMappingSequence,
        DicomTags.PixelValueTransformationSequence, DicomTags.RedPaletteColorLookupTableDescriptor, DicomTags.GreenPaletteColorLookupTableDescriptor,
        DicomTags.BluePaletteColorLookupTableDescriptor, DicomTags.RedPaletteColorLookupTableData, DicomTags.GreenPaletteColorLookupTableData,
        DicomTags.BluePaletteColorLookupTableData, DicomTags.PixelDataProviderURL,
    };

    // Type 1 in the modules that are written: without a value the files would not be valid.
    private static readonly HashSet<uint> NeverEmpty = new()
    {
        DicomTags.Modality, DicomTags.StudyInstanceUID, DicomTags.SeriesInstanceUID, DicomTags.FrameOfReferenceUID, DicomTags.ImageType,
        DicomTags.ConversionType, DicomTags.ScanningSequence, DicomTags.SequenceVariant, DicomTags.RescaleType, DicomTags.Units,
        DicomTags.CountsSource, DicomTags.SeriesType, DicomTags.DecayCorrection, DicomTags.ActualFrameDuration, DicomTags.FrameReferenceTime,
        DicomTags.NumberOfEnergyWindows, DicomTags.NumberOfDetectors, DicomTags.NumberOfRotations,
    };

    /// <summary>The elements of a dictionary whose keys are keywords or tags.</summary>
    /// <exception cref="MedIOException"><see cref="MedIOError.InvalidElement"/>.</exception>
    public static DicomContent Parse(IDictionary? tags)
    {
        DicomContent content = Parse(tags ?? new Hashtable(), 0);
        foreach (KeyValuePair<uint, ContentElement> element in content.Elements)
        {
            if (NeverEmpty.Contains(element.Key) && element.Value.IsEmpty)
            {
                throw new MedIOException(MedIOError.InvalidElement, $"{NameOf(element.Key)} (VR {DicomVRs.NameOf(element.Value.VR)}) is empty, but the standard wants a value here. Give one, or leave it out.");
            }
        }

        return content;
    }

    /// <summary>The elements of a dictionary in so many sequences.</summary>
    public static DicomContent Parse(IDictionary tags, int depth)
    {
        var content = new DicomContent();
        foreach (DictionaryEntry entry in tags)
        {
            DicomTag tag = ElementValue.ParseTag(entry.Key);
            if (depth == 0 ? Derived.Contains(tag.Value) : tag.Value == DicomTags.SpecificCharacterSet)
            {
                throw new MedIOException(MedIOError.InvalidElement, $"{NameOf(tag)} follows from the image and its place in the files, and cannot be given. Leave it out; change the image instead.");
            }

            // Groups up to 7 are those of messages, file heads and directories, or of nobody (PS3.5 section 7.1 and 7.8).
            if (tag.Group is <= 7 or >= 0x7fe0 || tag.Element == 0)
            {
                throw new MedIOException(MedIOError.InvalidElement, $"{NameOf(tag)} belongs to the encoding of the file, and cannot be given. Leave it out.");
            }

            if (content.Contains(tag.Value))
            {
                throw new MedIOException(MedIOError.InvalidElement, $"{NameOf(tag)} is given twice. Give it once, by keyword or by number.");
            }

            content.Set(tag.Value, ElementValue.Of(tag, entry.Value, depth));
        }

        foreach (KeyValuePair<uint, ContentElement> element in content.Elements)
        {
            CheckCreator(content, new DicomTag(element.Key));
        }

        return content;
    }

    private static string NameOf(DicomTag tag) => tag.Keyword is { } keyword ? $"{tag} {keyword}" : tag.ToString();

    // A private element means nothing without the name of its maker (PS3.5 section 7.8.1).
    private static void CheckCreator(DicomContent content, DicomTag tag)
    {
        if (tag.IsPrivate && !tag.IsPrivateCreator && (tag.Element < 0x1000 || !content.Contains(((uint)tag.Group << 16) | (uint)(tag.Element >> 8))))
        {
            throw new MedIOException(
                MedIOError.InvalidElement,
                FormattableString.Invariant($"{tag} is private, and its creator is missing. Give ({tag.Group:X4},{tag.Element >> 8:X4}) with the name of its maker too, and an element from ({tag.Group:X4},1000) on."));
        }
    }
}
