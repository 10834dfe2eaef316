using System;
using System.IO;

namespace MedIO.Dicom.Series;

/// <summary>A file name with <c>*</c> and <c>?</c>; in any case where the system's file names are.</summary>
internal sealed class NamePattern
{
    private readonly string _pattern;
    private readonly bool _ignoreCase = Path.DirectorySeparatorChar == '\\';

    public NamePattern(string pattern) => _pattern = pattern;

    public bool IsMatch(string name)
    {
        // Only the last star needs to be taken back: what an earlier one could take, the later one can as well.
        int p = 0;
        int n = 0;
        int star = -1;
        int taken = 0;
        while (n < name.Length)
        {
            if (p < _pattern.Length && _pattern[p] == '*')
            {
                star = p++;
                taken = n;
            }
            else if (p < _pattern.Length && (_pattern[p] == '?' || IsSame(_pattern[p], name[n])))
            {
                p++;
                n++;
            }
            else if (star >= 0)
            {
                p = star + 1;
                n = ++taken;
            }
            else
            {
                return false;
            }
        }

        while (p < _pattern.Length && _pattern[p] == '*')
        {
            p++;
        }

        return p == _pattern.Length;
    }

    private bool IsSame(char a, char b) => a == b || (_ignoreCase && char.ToUpperInvariant(a) == char.ToUpperInvariant(b));
}
