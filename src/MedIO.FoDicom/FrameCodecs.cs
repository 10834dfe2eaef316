using System;
using System.Reflection;
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
    private static readonly NativeManager? Native;
#endif

    /// <summary>What can be read, in words.</summary>
    public static string Reads => "DICOM: files, series, folders; multi-frame, mosaics; uncompressed, deflated, RLE, JPEG lossless"
        + (Native is null ? string.Empty : ", JPEG, JPEG-LS, JPEG 2000, HTJ2K");

    /// <summary>The codec of a transfer syntax; null where there is none.</summary>
    public static FrameCodec? Of(DicomTransferSyntax syntax)
    {
        // Of RLE fo-dicom has one of its own, which leaves no part of a frame to chance.
        TranscoderManager manager = syntax == DicomTransferSyntax.RLELossless || Native?.HasCodec(syntax) != true ? Own : Native;
        return manager.HasCodec(syntax) ? new FrameCodec(manager.GetCodec(syntax), manager == Native) : null;
    }

    /// <summary>What is said where there is no codec.</summary>
    public static MedIOException Missing(DicomTransferSyntax syntax) => new(
        MedIOError.UnsupportedTransferSyntax,
        $"its pixels are compressed as {syntax.UID.Name} ({syntax.UID.UID}), which {(Native is null ? "fo-dicom does not decode without the package fo-dicom.Codecs, and this build is without it" : "neither fo-dicom nor fo-dicom.Codecs decodes")}. Read it with -Backend MedIO.");

    /// <summary>The versions of fo-dicom and of its codecs.</summary>
    public static string Describe(Assembly library) =>
        Version(library) + (Native is null ? " (without fo-dicom.Codecs)" : $" (fo-dicom.Codecs {Version(Native.GetType().Assembly)})");

    private static string Version(Assembly assembly)
    {
        string? informational = assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
        return informational?.Split('+')[0] ?? assembly.GetName().Version!.ToString(3);
    }

#if FODICOM_CODECS
    private static NativeManager? LoadNative()
    {
        try
        {
            // Frames are not to go through temporary files.
            NativeManager.MemoryBufferThreshold = int.MaxValue;
            return Platform.Current == Platform.Type.unsupported
                ? null
                : new NativeManager();
        }
        catch (Exception e) when (e is TypeLoadException or TypeInitializationException or System.IO.IOException or BadImageFormatException or DllNotFoundException)
        {
            return null;
        }
    }
#endif
}
