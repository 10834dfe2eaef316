using System;
using System.Buffers.Binary;
using System.Collections.Generic;

namespace MedIO.Formats.Nifti;

/// <summary>One header extension: a code that says whose it is, and bytes that only its owner understands.</summary>
/// <param name="Code">The ecode, such as 2 for DICOM, 4 for AFNI, 6 for a comment.</param>
/// <param name="Content">The bytes as stored, padding included.</param>
internal sealed record NiftiExtension(int Code, byte[] Content)
{
    /// <summary>More than this is not kept in memory.</summary>
    public const int MostBytes = 1 << 26;

    private const int Head = 8;

    /// <summary>Bytes in a file: a multiple of 16, as the standard asks.</summary>
    public int SizeInFile => (Head + Content.Length + 15) / 16 * 16;

    /// <summary>Takes the extensions apart that lie behind a header (nifti1.h, HEADER EXTENSIONS).</summary>
    public static List<NiftiExtension> Read(ReadOnlySpan<byte> bytes, bool bigEndian, List<string> warnings)
    {
        var found = new List<NiftiExtension>();
        while (bytes.Length >= 16)
        {
            int size = bigEndian ? BinaryPrimitives.ReadInt32BigEndian(bytes) : BinaryPrimitives.ReadInt32LittleEndian(bytes);
            int code = bigEndian ? BinaryPrimitives.ReadInt32BigEndian(bytes.Slice(4)) : BinaryPrimitives.ReadInt32LittleEndian(bytes.Slice(4));
            if (size == 0 && code == 0)
            {
                // Padding up to the voxels.
                break;
            }

            if (size < Head || size > bytes.Length)
            {
                warnings.Add(FormattableString.Invariant($"Header extension {found.Count + 1} says it has {size} bytes, but there are {bytes.Length}. It and those behind it were left out."));
                break;
            }

            if (size % 16 != 0)
            {
                warnings.Add(FormattableString.Invariant($"Header extension {found.Count + 1} has {size} bytes, not a multiple of 16 as NIfTI asks."));
            }

            found.Add(new NiftiExtension(code, bytes.Slice(Head, size - Head).ToArray()));
            bytes = bytes.Slice(size);
        }

        return found;
    }

    /// <summary>The four bytes behind the header that say whether extensions follow, and the extensions.</summary>
    public static byte[] Write(IReadOnlyList<NiftiExtension> extensions)
    {
        int size = 4;
        foreach (NiftiExtension extension in extensions)
        {
            size += extension.SizeInFile;
        }

        var bytes = new byte[size];
        bytes[0] = extensions.Count > 0 ? (byte)1 : (byte)0;
        int at = 4;
        foreach (NiftiExtension extension in extensions)
        {
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(at), extension.SizeInFile);
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(at + 4), extension.Code);
            extension.Content.CopyTo(bytes, at + Head);
            at += extension.SizeInFile;
        }

        return bytes;
    }
}
