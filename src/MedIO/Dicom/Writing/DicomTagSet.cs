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
        DicomTags.NumberOfTemporalPositions,
    };

    /// <summary>The elements of a dictionary whose keys are keywords or tags.</summary>
    /// <exception cref="MedIOException"><see cref="MedIOError.InvalidElement"/>.</exception>
    public static DicomContent Parse(IDictionary? tags)
    {
        var content = new DicomContent();
        foreach (DictionaryEntry entry in tags ?? new Hashtable())
        {
            DicomTag tag = ElementValue.ParseTag(entry.Key);
            string name = tag.Keyword is { } keyword ? $"{tag} {keyword}" : tag.ToString();
            if (Derived.Contains(tag.Value))
            {
                throw new MedIOException(MedIOError.InvalidElement, $"{name} follows from the image and its place in the files, and cannot be given. Leave it out; change the image instead.");
            }

            if (tag.Group is <= 2 or >= 0x7fe0 || tag.Element == 0)
            {
                throw new MedIOException(MedIOError.InvalidElement, $"{name} belongs to the encoding of the file, and cannot be given. Leave it out.");
            }

            if (content.Contains(tag.Value))
            {
                throw new MedIOException(MedIOError.InvalidElement, $"{name} is given twice. Give it once, by keyword or by number.");
            }

            content.Set(tag.Value, ElementValue.Of(tag, entry.Value));
        }

        foreach (KeyValuePair<uint, ContentElement> element in content.Elements)
        {
            CheckCreator(content, new DicomTag(element.Key));
        }

        string? modality = content.TextOf(DicomTags.Modality);
        if (modality is not null && modality.Trim(' ').Length == 0)
        {
            throw new MedIOException(MedIOError.InvalidElement, $"{new DicomTag(DicomTags.Modality)} Modality (VR CS) is empty, but every series has one. Give one such as CT, or leave it out.");
        }

        return content;
    }

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
