using System;
using System.Buffers.Binary;
using MedIO.Formats;

namespace MedIO.SimpleItk;

/// <summary>
/// Looks at the geometry of NIfTI before ITK does, which gives its matrices to a decomposition that ends the process where a
/// number is not finite.
/// </summary>
internal static class NiftiCheck
{
    private const int HeaderBytes = 348;
    private const int Header2Bytes = 540;

    /// <summary>Whether a file is NIfTI-1 with header and voxels in one, by its name and its magic number (nifti1.h).</summary>
    public static bool IsSingleFile(ImageSource source) =>
        (source.Path.EndsWith(".nii", StringComparison.OrdinalIgnoreCase) || source.Path.EndsWith(".nii.gz", StringComparison.OrdinalIgnoreCase))
        && source.Content.Length >= HeaderBytes && source.Content.Slice(344, 4).SequenceEqual(new byte[] { (byte)'n', (byte)'+', (byte)'1', 0 });

    /// <summary>Checks a header; files of other formats are left alone.</summary>
    /// <exception cref="MedIOException"><see cref="MedIOError.InvalidAffine"/>.</exception>
    public static void Verify(ImageSource header)
    {
        ReadOnlySpan<byte> bytes = header.Content;
        if (bytes.Length < HeaderBytes)
        {
            return;
        }

        int size = BinaryPrimitives.ReadInt32LittleEndian(bytes);
        bool isSwapped = size is not (HeaderBytes or Header2Bytes);
        size = isSwapped ? BinaryPrimitives.ReverseEndianness(size) : size;
        bool isSecond = size == Header2Bytes && bytes.Length >= Header2Bytes;
        if (bytes[isSecond ? 4 : 344] != 'n')
        {
            // Analyze, which has other things there.
            return;
        }

        bool isOdd = isSecond
            ? (IsCode(bytes, 344, 4, isSwapped) && HasOdd(bytes, 352, 6, 8, isSwapped)) || (IsCode(bytes, 348, 4, isSwapped) && HasOdd(bytes, 400, 12, 8, isSwapped)) || HasOdd(bytes, 104, 4, 8, isSwapped)
            : size == HeaderBytes && ((IsCode(bytes, 252, 2, isSwapped) && HasOdd(bytes, 256, 6, 4, isSwapped)) || (IsCode(bytes, 254, 2, isSwapped) && HasOdd(bytes, 280, 12, 4, isSwapped)) || HasOdd(bytes, 76, 4, 4, isSwapped));
        if (isOdd)
        {
            throw new MedIOException(
                MedIOError.InvalidAffine,
                $"{header.Path}: its geometry has numbers that are not finite, at which ITK ends the process. Read it with -Backend MedIO -AllowDefaultAffine, or correct its header.",
                header.Path);
        }
    }

    private static bool IsCode(ReadOnlySpan<byte> bytes, int at, int size, bool isSwapped)
    {
        int code = size == 2 ? BinaryPrimitives.ReadInt16LittleEndian(bytes.Slice(at)) : BinaryPrimitives.ReadInt32LittleEndian(bytes.Slice(at));
        return (isSwapped ? size == 2 ? BinaryPrimitives.ReverseEndianness((short)code) : BinaryPrimitives.ReverseEndianness(code) : code) > 0;
    }

    // Numbers that are not finite have an exponent of all ones.
    private static bool HasOdd(ReadOnlySpan<byte> bytes, int at, int count, int size, bool isSwapped)
    {
        for (int i = 0; i < count; i++)
        {
            int high = at + (i * size) + (isSwapped ? 0 : size - 1);
            int next = isSwapped ? high + 1 : high - 1;
            int exponent = ((bytes[high] & 0x7f) << 8) | bytes[next];
            int ones = size == 4 ? 0x7f80 : 0x7ff0;
            if ((exponent & ones) == ones)
            {
                return true;
            }
        }

        return false;
    }
}
