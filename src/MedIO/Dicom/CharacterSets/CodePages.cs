using System;
using System.Text;

namespace MedIO.Dicom;

/// <summary>
/// Encodings by their code page, what does not decode replaced by U+FFFD. Modern .NET has most of them in a provider of its
/// own, which is asked directly: to register it would change what the whole process does with text.
/// </summary>
internal static class CodePages
{
    private static readonly DecoderFallback Replace = new DecoderReplacementFallback("\ufffd");

    /// <summary>The encoding of a code page; null where the system has none.</summary>
    public static Encoding? Find(int codePage)
    {
        try
        {
            return FromProvider(codePage) ?? Encoding.GetEncoding(codePage, EncoderFallback.ReplacementFallback, Replace);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

#if NET8_0_OR_GREATER
    private static Encoding? FromProvider(int codePage) => CodePagesEncodingProvider.Instance.GetEncoding(codePage, EncoderFallback.ReplacementFallback, Replace);
#else
    // .NET Framework and Mono know the code pages without it.
    private static readonly EncodingProvider? Provider = Type
        .GetType("System.Text.CodePagesEncodingProvider, System.Text.Encoding.CodePages", throwOnError: false)?
        .GetProperty("Instance")?.GetValue(null) as EncodingProvider;

    private static Encoding? FromProvider(int codePage) => Provider?.GetEncoding(codePage, EncoderFallback.ReplacementFallback, Replace);
#endif
}
