using System;

namespace MedIO.Dicom.Codecs.Jpeg2000;

/// <summary>Numbers of 32 bits, in memory that is used again.</summary>
internal sealed class ScratchPlane
{
    private int[] _numbers = Array.Empty<int>();

    /// <summary>Gives at least so many numbers, with whatever is left in them.</summary>
    public int[] Take(long count)
    {
        if (_numbers.Length < count || _numbers.Length == 0)
        {
            _numbers = Array.Empty<int>();
            _numbers = new int[Math.Max(1, count)];
        }

        return _numbers;
    }
}
