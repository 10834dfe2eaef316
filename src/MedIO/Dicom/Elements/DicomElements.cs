using System;
using System.Collections.Generic;
using System.IO;
using MedIO.Formats;

namespace MedIO.Dicom;

/// <summary>Elements of DICOM files, without the image. What is read may hold identities of patients.</summary>
public static class DicomElements
{
    // All elements of a damaged file, and items without any, could be more than memory has room for as objects.
    private const int MostEntries = 1 << 20;

    private static readonly string TooMany = FormattableString.Invariant($"The file has more than {MostEntries} elements and items; the rest was left out.");

    /// <summary>All keywords of the standard (PS3.6), sorted.</summary>
    public static IReadOnlyList<string> Keywords => DicomDictionary.Keywords;

    /// <summary>Reads some elements of a file, and no further in it than they are.</summary>
    /// <param name="path">The file.</param>
    /// <param name="elements">The elements.</param>
    /// <param name="warnings">Told what is odd about the file; null where nobody wants to know.</param>
    /// <returns>A value for each; null where it is missing or empty. One value is itself, several are a <see cref="DicomValues{T}"/>; a sequence is a list of dictionaries by keyword.</returns>
    /// <exception cref="MedIOException">The file cannot be read or is no DICOM.</exception>
    public static object?[] Read(string path, IReadOnlyList<DicomElementPath> elements, ICollection<string>? warnings = null)
    {
        if (elements is null)
        {
            throw new ArgumentNullException(nameof(elements));
        }

        uint last = 0;
        bool isPastPixels = false;
        foreach (DicomElementPath element in elements)
        {
            last = Math.Max(last, Math.Max(element.Last.Value, element.IsAmbiguous ? DicomTags.PixelRepresentation : 0));
            isPastPixels |= element.Last.Value > DicomTags.PixelData;
        }

        return Open(path, last, isPastPixels, warnings, file =>
        {
            var values = new object?[elements.Count];
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = elements[i].GetValue(elements[i].Last.Group == 2 ? file.Meta : file.DataSet);
            }

            return values;
        });
    }

    /// <summary>Reads all elements of a file, those in sequences after the sequence.</summary>
    /// <param name="path">The file.</param>
    /// <param name="warnings">Told what is odd about the file; null where nobody wants to know.</param>
    /// <returns>The elements in the order of the file, the file meta information first.</returns>
    /// <exception cref="MedIOException">The file cannot be read or is no DICOM.</exception>
    public static IReadOnlyList<DicomElementEntry> ReadAll(string path, ICollection<string>? warnings = null) =>
        Open(path, uint.MaxValue, isPastPixels: true, warnings, file =>
        {
            var entries = new List<DicomElementEntry>();
            int left = MostEntries;
            Add(entries, file.Path, string.Empty, file.Meta, ref left);
            Add(entries, file.Path, string.Empty, file.DataSet, ref left);
            return entries;
        });

    // No deeper than GetItems goes.
    private static void Add(List<DicomElementEntry> entries, string path, string parent, DicomDataSet dataSet, ref int left)
    {
        foreach (DicomElement element in dataSet.Elements)
        {
            if (left-- <= 0)
            {
                left = 0;
                dataSet.Warnings.Note(TooMany);
                return;
            }

            string name = parent + DicomHeader.NameOf(element.Tag);
            if (!dataSet.IsSequence(element))
            {
                entries.Add(new DicomElementEntry(path, name, element.Tag, DicomVRs.NameOf(dataSet.VROf(element)), dataSet.GetValue(element)));
                continue;
            }

            IReadOnlyList<DicomDataSet> items = dataSet.GetItems(element);
            entries.Add(new DicomElementEntry(path, name, element.Tag, "SQ", items.Count));
            for (int i = 0; i < items.Count; i++)
            {
                if (left-- <= 0)
                {
                    left = 0;
                    dataSet.Warnings.Note(TooMany);
                    return;
                }

                if (items[i].Elements.Count > 0)
                {
                    Add(entries, path, FormattableString.Invariant($"{name}[{i}]."), items[i], ref left);
                }
            }
        }
    }

    private static T Open<T>(string path, uint last, bool isPastPixels, ICollection<string>? warnings, Func<DicomFile, T> use)
    {
        string full = Path.GetFullPath(path ?? throw new ArgumentNullException(nameof(path)));
        try
        {
            using ImageSource source = ImageSource.Open(full);
            using DicomFile file = DicomFile.Read(source, last, isPastPixels);
            T result = use(file);
            foreach (string warning in file.Warnings)
            {
                warnings?.Add(warning);
            }

            return result;
        }
        catch (MedIOException e) when (e.Path is null)
        {
            throw e.About(full);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MedIOException(MedIOError.FileNotReadable, $"{full}: cannot be read: {e.Message} Check that it is whole and your rights.", full, e);
        }
        catch (OutOfMemoryException e)
        {
            throw new MedIOException(MedIOError.UnsupportedFeature, $"{full}: there is not enough memory for its elements. Read a few of them.", full, e);
        }
    }
}
