using System;
using System.Reflection;
#if NET8_0_OR_GREATER && FODICOM_CODECS
using System.Runtime.InteropServices;
#endif
using FellowOakDicom;
using FellowOakDicom.Imaging.Codec;
#if FODICOM_CODECS
using FellowOakDicom.Imaging.NativeCodec;
using NativeManager = FellowOakDicom.Imaging.NativeCodec.NativeTranscoderManager;
#else
using NativeManager = FellowOakDicom.Imaging.Codec.TranscoderManager;
#endif

namespace MedIO.FoDicom;

/// <summary>
/// The codecs that are there: those of fo-dicom.Codecs, which is native, where this was built with it, and those of fo-dicom
/// itself. They are asked for here rather than set up for all of the process, which another module may use fo-dicom in as well.
/// </summary>
internal static class FrameCodecs
{
    private static readonly DefaultTranscoderManager Own = new();
#if FODICOM_CODECS
    private static readonly NativeManager? Native = LoadNative();
#else
    private static NativeManager? Native => null;
#endif

    /// <summary>What can be read, in words.</summary>
    public static string Reads => "DICOM: files, series, folders; multi-frame, mosaics; uncompressed, deflated, RLE, JPEG lossless"
        + (Native is null ? string.Empty : ", JPEG, JPEG-LS, JPEG 2000");

    /// <summary>The codec of a transfer syntax; null where there is none.</summary>
    public static FrameCodec? Of(DicomTransferSyntax syntax)
    {
        if (IsHighThroughput(syntax))
        {
            return null;
        }

        // Of RLE fo-dicom has one of its own, which leaves no part of a frame to chance.
        TranscoderManager manager = syntax == DicomTransferSyntax.RLELossless || Native?.HasCodec(syntax) != true ? Own : Native;
        return manager.HasCodec(syntax) ? new FrameCodec(manager.GetCodec(syntax), manager == Native) : null;
    }

    /// <summary>What is said where there is no codec.</summary>
    public static MedIOException Missing(DicomTransferSyntax syntax)
    {
        string why = IsHighThroughput(syntax) ? "which is not given to fo-dicom.Codecs: where such a code stream is damaged, its library writes to the console and ends the process"
            : Native is null ? "which fo-dicom does not decode without the package fo-dicom.Codecs and its native library, and they are not here"
            : "which neither fo-dicom nor fo-dicom.Codecs decodes";
        return new MedIOException(MedIOError.UnsupportedTransferSyntax, $"its pixels are compressed as {syntax.UID.Name} ({syntax.UID.UID}), {why}. Read it with -Backend MedIO.");
    }

    /// <summary>The versions of fo-dicom and of its codecs.</summary>
    public static string Describe(Assembly library) =>
        Version(library) + (Native is null ? " (without fo-dicom.Codecs)" : $" (fo-dicom.Codecs {Version(Native.GetType().Assembly)})");

    // HTJ2K, by OpenJPH.
    private static bool IsHighThroughput(DicomTransferSyntax syntax) => syntax.UID.UID is "1.2.840.10008.1.2.4.201" or "1.2.840.10008.1.2.4.202" or "1.2.840.10008.1.2.4.203";

    private static string Version(Assembly assembly)
    {
        string? informational = assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
        string text = informational?.Split('+')[0] ?? assembly.GetName().Version!.ToString();
        return System.Version.TryParse(text, out System.Version? version) && version.Build >= 0 ? version.ToString(3) : text;
    }

#if FODICOM_CODECS
    private static NativeManager? LoadNative()
    {
        try
        {
            // Frames are not to go through temporary files.
            NativeManager.MemoryBufferThreshold = int.MaxValue;
            return Platform.Current == Platform.Type.unsupported || !HasLibrary()
                ? null
                : new NativeManager();
        }
        catch (Exception e) when (e is TypeLoadException or TypeInitializationException or System.IO.IOException or BadImageFormatException or DllNotFoundException)
        {
            return null;
        }
    }

    // Packages have it for some systems only. Where nothing tells, what a codec says of it does.
    private static bool HasLibrary() =>
#if NET8_0_OR_GREATER
        NativeLibrary.TryLoad(OperatingSystem.IsWindows() ? "Dicom.Native.dll" : "Dicom.Native", typeof(NativeManager).Assembly, null, out _);
#else
        true;
#endif
#endif
}
