using System.Collections.Generic;

namespace MedIO.Dicom;

/// <summary>What is odd about a file, said once each: a damaged one could have millions of oddities.</summary>
internal static class DicomWarnings
{
    private const int Most = 50;

    public static void Note(this List<string> warnings, string text)
    {
        if (warnings.Count < Most && !warnings.Contains(text))
        {
            warnings.Add(text);
        }
    }
}
