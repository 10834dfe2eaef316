using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using MedIO.Formats;

namespace MedIO.Dicom.Writing;

/// <summary>Patient, study and frame of reference of an existing series (PS3.3 sections C.7.1, C.7.2 and C.7.4.1), for one that belongs to it.</summary>
internal static class ReferenceModules
{
    private const int MostNesting = 20;

    // Group 0010 as a whole is the patient's.
    private static readonly HashSet<uint> Wanted = new()
    {
        DicomTags.StudyInstanceUID, DicomTags.StudyDate, DicomTags.StudyTime, DicomTags.ReferringPhysicianName, DicomTags.StudyID,
        DicomTags.AccessionNumber, DicomTags.StudyDescription, DicomTags.PhysiciansOfRecord, DicomTags.NameOfPhysiciansReadingStudy,
        DicomTags.ProcedureCodeSequence, DicomTags.FrameOfReferenceUID, DicomTags.PositionReferenceIndicator,
        DicomTags.PatientIdentityRemoved, DicomTags.DeidentificationMethod, DicomTags.DeidentificationMethodCodeSequence,
        DicomTags.TimezoneOffsetFromUTC,
    };

    /// <summary>Reads them from a file, or from the first DICOM file of a folder.</summary>
    /// <exception cref="MedIOException">There is none, or it names no study.</exception>
    public static DicomContent Read(string path, CancellationToken cancellation)
    {
        string full = Path.GetFullPath(path);
        string file = Directory.Exists(full) ? FirstIn(full, cancellation) : full;
        using ImageSource source = ImageSource.Open(file);
        using DicomFile dicom = DicomFile.Read(source, stopAfter: DicomTags.PositionReferenceIndicator);
        DicomContent content = Take(dicom.DataSet, tag => tag.Group == 0x10 || Wanted.Contains(tag.Value), DicomCharacterSet.Default, 0);
        if (string.IsNullOrEmpty(content.TextOf(DicomTags.FrameOfReferenceUID)))
        {
            content.Remove(DicomTags.FrameOfReferenceUID);
        }

        return !string.IsNullOrEmpty(content.TextOf(DicomTags.StudyInstanceUID))
            ? content
            : throw new MedIOException(MedIOError.InvalidHeader, $"{file}: cannot be a reference: it has no StudyInstanceUID (0020,000D). Give a file of another series.", file);
    }

    private static string FirstIn(string folder, CancellationToken cancellation)
    {
        string[] files = Directory.GetFiles(folder);
        Array.Sort(files, StringComparer.Ordinal);
        foreach (string file in files)
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                using ImageSource source = ImageSource.Open(file);
                using DicomFile dicom = DicomFile.Read(source, stopAfter: DicomTags.StudyInstanceUID);
                if (dicom.DataSet.Contains(DicomTags.StudyInstanceUID))
                {
                    return file;
                }
            }
            catch (MedIOException)
            {
                // Not a DICOM file: folders hold other files, too.
            }
        }

        throw new MedIOException(MedIOError.NoImageInDirectory, $"{folder}: holds no DICOM file that could be a reference. Give a file of the series, or its folder.", folder);
    }

    private static DicomContent Take(DicomDataSet dataSet, Func<DicomTag, bool> wanted, DicomCharacterSet characters, int depth)
    {
        var content = new DicomContent();
        if (dataSet.Contains(DicomTags.SpecificCharacterSet))
        {
            characters = DicomCharacterSet.Of(string.Join("\\", dataSet.GetCodes(DicomTags.SpecificCharacterSet)));
        }

        foreach (DicomElement element in dataSet.Elements)
        {
            DicomTag tag = element.Tag;
            DicomVR vr = DicomDictionary.VROf(tag);
            if (tag.IsPrivate || vr == DicomVR.None || tag.Element == 0 || tag.Value == DicomTags.SpecificCharacterSet || element.IsDeferred || !wanted(tag))
            {
                continue;
            }

            if (vr != DicomVR.SQ)
            {
                content.Set(tag.Value, new ContentElement(vr, ValueOf(dataSet, element, vr, characters)));
            }
            else if (depth < MostNesting)
            {
                var items = new List<DicomContent>();
                foreach (DicomDataSet item in dataSet.GetItems(element))
                {
                    items.Add(Take(item, _ => true, characters, depth + 1));
                }

                content.Items(tag.Value, items.ToArray());
            }
        }

        return content;
    }

    // Text is written in another character set than it was read in; numbers may have had their high byte first.
    private static object ValueOf(DicomDataSet dataSet, DicomElement element, DicomVR vr, DicomCharacterSet characters)
    {
        if (DicomVRs.IsText(vr))
        {
            ReadOnlySpan<byte> text = dataSet.BytesOf(element);
            string decoded = DicomVRs.HasCharacterSet(vr) ? characters.Decode(text, vr == DicomVR.PN, dataSet.Warnings) : DicomCharacterSet.Latin1(text);
            return decoded.TrimEnd(' ', '\0');
        }

        byte[] bytes = dataSet.BytesOf(element).ToArray();
        int unit = DicomVRs.UnitOf(vr);
        for (int i = 0; dataSet.Encoding.BigEndian && i + unit <= bytes.Length; i += unit)
        {
            Array.Reverse(bytes, i, unit);
        }

        return bytes;
    }
}
