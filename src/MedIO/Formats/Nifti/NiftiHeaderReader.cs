using System;
using System.Buffers.Binary;

namespace MedIO.Formats.Nifti;

/// <summary>Finds the version and byte order of a header by its first bytes and its magic, and refuses what is none.</summary>
internal static class NiftiHeaderReader
{
    private const int Magic1 = 344;
    private const int Magic2 = 4;

    /// <summary>Whether the bytes begin as NIfTI does: size of the header and magic, nothing more.</summary>
    public static bool IsNifti(ReadOnlySpan<byte> content) => VersionOf(content, out _) != 0;

    /// <summary>Reads the header of a file.</summary>
    /// <exception cref="MedIOException">It is cut off, or not NIfTI's.</exception>
    public static NiftiHeader Read(ImageSource source)
    {
        ReadOnlySpan<byte> content = source.Content;
        int version = VersionOf(content, out bool bigEndian);
        if (version == 0 || content.Length < NiftiHeader.SizeOf(version))
        {
            // A gzip header with a long comment may have left no room for ours.
            content = source.ReadStart(NiftiHeader.Size2);
            version = VersionOf(content, out bigEndian);
            if (version == 0 || content.Length < NiftiHeader.SizeOf(version))
            {
                throw Refuse(content, source.Path);
            }
        }

        return new NiftiHeader(content.Slice(0, NiftiHeader.SizeOf(version)).ToArray(), version, bigEndian);
    }

    private static int VersionOf(ReadOnlySpan<byte> content, out bool bigEndian)
    {
        int size = SizeOfHeader(content, out bigEndian);
        return size == NiftiHeader.Size1 && content.Length >= NiftiHeader.Size1 && IsMagic(content.Slice(Magic1), (byte)'1') ? 1
            : size == NiftiHeader.Size2 && content.Length >= Magic2 + 4 && IsMagic(content.Slice(Magic2), (byte)'2') ? 2
            : 0;
    }

    /// <summary>sizeof_hdr, in whichever byte order makes it one of the two sizes; else 0.</summary>
    private static int SizeOfHeader(ReadOnlySpan<byte> content, out bool bigEndian)
    {
        bigEndian = false;
        if (content.Length < 4)
        {
            return 0;
        }

        int size = BinaryPrimitives.ReadInt32LittleEndian(content);
        if (size is NiftiHeader.Size1 or NiftiHeader.Size2)
        {
            return size;
        }

        bigEndian = true;
        size = BinaryPrimitives.ReverseEndianness(size);
        return size is NiftiHeader.Size1 or NiftiHeader.Size2 ? size : 0;
    }

    private static bool IsMagic(ReadOnlySpan<byte> s, byte version) =>
        s[0] == (byte)'n' && s[1] is (byte)'+' or (byte)'i' && s[2] == version && s[3] == 0;

    private static MedIOException Refuse(ReadOnlySpan<byte> content, string path)
    {
        int size = SizeOfHeader(content, out _);
        if (size > content.Length || content.Length < NiftiHeader.Size1)
        {
            return new MedIOException(
                MedIOError.TruncatedHeader,
                FormattableString.Invariant($"{path}: ends after {content.Length} bytes, within the header of {(size > 0 ? size : NiftiHeader.Size1)} bytes. Copy it again from where it came from."),
                path);
        }

        ReadOnlySpan<byte> magic = content.Slice(size == NiftiHeader.Size2 ? Magic2 : Magic1, 4);
        string what = size == 0
            ? FormattableString.Invariant($"sizeof_hdr is {BinaryPrimitives.ReadInt32LittleEndian(content)}, not 348 or 540 in either byte order")
            : $"the magic is {magic[0]:x2} {magic[1]:x2} {magic[2]:x2} {magic[3]:x2}, not that of NIfTI-{(size == NiftiHeader.Size1 ? 1 : 2)}";
        return new MedIOException(MedIOError.InvalidHeader, $"{path}: is no NIfTI file: {what}. The header is damaged, or the suffix is wrong: copy the file again from where it came from, or name it after what it is.", path);
    }
}
