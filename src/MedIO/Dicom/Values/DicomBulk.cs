using System;
using System.Globalization;

namespace MedIO.Dicom;

/// <summary>A large value, such as pixel data, that was left in the file: its size, and the bytes when asked for.</summary>
public sealed class DicomBulk
{
    private readonly Func<byte[]>? _read;

    internal DicomBulk(string vr, long length, Func<byte[]>? read)
    {
        VR = vr;
        Length = length;
        _read = read;
    }

    /// <summary>The value representation, such as <c>OW</c>.</summary>
    public string VR { get; }

    /// <summary>Bytes of the value; -1 for pixel data in fragments, whose size nothing says (PS3.5 section A.4).</summary>
    public long Length { get; }

    /// <summary>Reads the value as it is in the file, in the file's byte order. Opens the file anew, which must not have changed.</summary>
    /// <returns>The bytes.</returns>
    /// <exception cref="MedIOException">The file cannot be read, or the value is in fragments.</exception>
    public byte[] ReadBytes() => _read is null
        ? throw new MedIOException(MedIOError.UnsupportedFeature, $"The value (VR {VR}) is in fragments or not in a file. Read the image instead.")
        : _read();

    /// <summary>Such as <c>OW, 524288 bytes</c>.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Length < 0 ? $"{VR}, in fragments" : string.Format(CultureInfo.InvariantCulture, "{0}, {1} bytes", VR, Length);
}
