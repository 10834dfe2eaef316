using System;
using System.Buffers;
using System.IO;

namespace MedIO.Dicom.Codecs.Jpeg2000;

/// <summary>Numbers of 32 bits, in memory that is lent for a frame.</summary>
internal sealed class ScratchPlane
{
    private int[] _numbers = Array.Empty<int>();

    /// <summary>Gives at least so many numbers, with whatever is left in them.</summary>
    public int[] Take(long count)
    {
        if (_numbers.Length < count || _numbers.Length == 0)
        {
            Release();
            try
            {
                _numbers = ArrayPool<int>.Shared.Rent(checked((int)Math.Max(1, count)));
            }
            catch (OutOfMemoryException e)
            {
                throw new InvalidDataException("A tile of a JPEG 2000 code stream needs more memory than there is.", e);
            }
        }

        return _numbers;
    }

    /// <summary>Gives the memory back.</summary>
    public void Release()
    {
        int[] numbers = _numbers;
        _numbers = Array.Empty<int>();
        if (numbers.Length > 0)
        {
            ArrayPool<int>.Shared.Return(numbers);
        }
    }
}
