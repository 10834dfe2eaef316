using System.Text;

namespace MedIO.Formats.Headers;

/// <summary>The text of a header that is a file of its own.</summary>
internal static class HeaderText
{
    private static readonly Encoding StrictUtf8 = new UTF8Encoding(false, throwOnInvalidBytes: true);

    /// <summary>Reads the whole file.</summary>
    /// <param name="source">The file.</param>
    /// <param name="most">More bytes than a header of the format ever has.</param>
    /// <exception cref="MedIOException"><see cref="MedIOError.InvalidHeader"/>: it is longer.</exception>
    public static byte[] ReadBytes(ImageSource source, int most)
    {
        byte[] bytes = source.ReadStart(most + 1);
        return bytes.Length <= most ? bytes : throw new MedIOException(
            MedIOError.InvalidHeader,
            System.FormattableString.Invariant($"{source.Path}: is longer than the {most} bytes that a header of its kind can have. It is damaged, or no header: copy it again from where it came from."),
            source.Path);
    }

    /// <summary>Reads the whole file as text, see <see cref="ReadBytes"/>.</summary>
    public static string Read(ImageSource source, int most)
    {
        byte[] bytes = ReadBytes(source, most);
        return Decode(bytes, 0, bytes.Length);
    }

    /// <summary>UTF-8 where the bytes are that, else Latin-1, which all bytes are.</summary>
    public static string Decode(byte[] bytes, int offset, int count)
    {
        try
        {
            return StrictUtf8.GetString(bytes, offset, count);
        }
        catch (DecoderFallbackException)
        {
            return Encoding.GetEncoding(28591).GetString(bytes, offset, count);
        }
    }

    /// <summary>A text for a message.</summary>
    public static string Shorten(string text) => text.Length <= 80 ? text : text.Substring(0, 80) + "...";
}
