using System;
using System.Buffers;
using System.IO;

namespace MedIO.Dicom.Codecs.Jpeg2000;

/// <summary>Numbers of 32 bits, in memory that is lent for a frame.</summary>
internal sealed class ScratchPlane
{
    // A pool rounds up to powers of two and keeps what it gets back: of a mammogram, hundreds of MB.
    private const int MostPooled = 1 << 22;

    private int[] _numbers = Array.Empty<int>();

    /// <summary>Gives at least so many numbers, with whatever is left in them.</summary>
    public int[] Take(long count)
    {
        if (_numbers.Length < count || _numbers.Length == 0)
        {
            Release();
            try
            {
                _numbers = count > MostPooled ? new int[checked((int)count)] : ArrayPool<int>.Shared.Rent((int)Math.Max(1, count));
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
        if (numbers.Length is > 0 and <= MostPooled)
        {
            ArrayPool<int>.Shared.Return(numbers);
        }
    }
}
