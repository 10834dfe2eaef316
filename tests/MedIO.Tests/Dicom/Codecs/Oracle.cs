using System;
using System.IO;
using System.Text;
using MedIO.Dicom.Codecs;

namespace MedIO.Tests.Dicom.Codecs;

/// <summary>
/// Other programs' encoders and decoders, for tests that are a <see cref="ToolFactAttribute"/> or a
/// <see cref="ToolTheoryAttribute"/> of the program. What they print and a failure of theirs is an assertion's message.
/// </summary>
internal static class Oracle
{
    /// <summary>Compresses with a program that makes a DICOM file of another: <c>CompressDicom("dcmcjpls", "+el", frame)</c>, dcmcjpeg, gdcmconv, dcmconv, …</summary>
    /// <param name="program">Is called with the arguments, the file to read and the one to write.</param>
    /// <param name="arguments">Its options.</param>
    /// <param name="frame">What is compressed; 3 components are RGB.</param>
    /// <param name="photometric">PhotometricInterpretation, where it is neither MONOCHROME2 nor RGB.</param>
    public static EncodedFrame CompressDicom(string program, string arguments, SampleFrame frame, string? photometric = null)
    {
        var native = new EncodedFrame(DicomBytesBuilder.ExplicitLittle, frame.Description, photometric ?? (frame.Description.Components == 3 ? "RGB" : "MONOCHROME2"), frame.Samples);
        return Convert(program, arguments, native);
    }

    /// <summary>Decompresses with a program that makes a DICOM file of another: <c>DecompressDicom("dcmdjpls", "", encoded)</c>, dcmdjpeg, <c>("gdcmconv", "--raw", encoded)</c>.</summary>
    /// <returns>The frame that is in the file then. Its PhotometricInterpretation and bits may be others.</returns>
    public static EncodedFrame DecompressDicom(string program, string arguments, EncodedFrame frame) => Convert(program, arguments, frame);

    /// <summary>The JPEG 2000 code stream that opj_compress makes, of 16 bits at most: <c>CompressJpeg2000("-r 10,5 -b 32,32", frame)</c>.</summary>
    public static byte[] CompressJpeg2000(string arguments, SampleFrame frame)
    {
        FrameDescription size = frame.Description;
        using var folder = new ScratchFolder();
        File.WriteAllBytes(folder["frame.rawl"], SampleOrder.Planes(frame.Samples, size));
        string form = FormattableString.Invariant($"{size.Columns},{size.Rows},{size.Components},{size.BitsStored},{(size.IsSigned ? 's' : 'u')}");
        ExternalTool.Run("opj_compress", $"-i \"{folder["frame.rawl"]}\" -o \"{folder["frame.j2k"]}\" -F {form} {arguments}");
        return File.ReadAllBytes(folder["frame.j2k"]);
    }

    /// <summary>What opj_decompress makes of a JPEG 2000 code stream (extension j2k, or jp2 where it is in boxes), in cells as a decoder here makes them.</summary>
    public static byte[] DecompressJpeg2000(byte[] codeStream, FrameDescription frame, string extension = "j2k")
    {
        using var folder = new ScratchFolder();
        File.WriteAllBytes(folder["frame." + extension], codeStream);
        ExternalTool.Run("opj_decompress", $"-i \"{folder["frame." + extension]}\" -o \"{folder["frame.rawl"]}\"");
        return SampleOrder.Interleave(SampleOrder.ExtendSigns(File.ReadAllBytes(folder["frame.rawl"]), frame), frame);
    }

    /// <summary>The JPEG that cjpeg makes of a frame of 8 bits and 1 or 3 components: <c>CompressJpeg("-quality 90 -restart 1B", frame)</c>.</summary>
    public static byte[] CompressJpeg(string arguments, SampleFrame frame)
    {
        using var folder = new ScratchFolder();
        File.WriteAllBytes(folder["frame.pnm"], PortableAnyMap(frame));
        ExternalTool.Run("cjpeg", $"{arguments} -outfile \"{folder["frame.jpg"]}\" \"{folder["frame.pnm"]}\"");
        return File.ReadAllBytes(folder["frame.jpg"]);
    }

    /// <summary>What djpeg makes of a JPEG: 3 components as RGB, in the order of cells.</summary>
    public static byte[] DecompressJpeg(string arguments, byte[] jpeg)
    {
        using var folder = new ScratchFolder();
        File.WriteAllBytes(folder["frame.jpg"], jpeg);
        ExternalTool.Run("djpeg", $"{arguments} -pnm -outfile \"{folder["frame.pnm"]}\" \"{folder["frame.jpg"]}\"");
        byte[] map = File.ReadAllBytes(folder["frame.pnm"]);
        int at = 0;
        for (int lines = 0; lines < 3; at++)
        {
            lines += map[at] == (byte)'\n' ? 1 : 0;
        }

        var samples = new byte[map.Length - at];
        Array.Copy(map, at, samples, 0, samples.Length);
        return samples;
    }

    /// <summary>A PGM or PPM file, for other programs too (ojph_compress): unsigned, up to 16 bits.</summary>
    public static byte[] PortableAnyMap(SampleFrame frame)
    {
        FrameDescription size = frame.Description;
        byte[] header = Encoding.ASCII.GetBytes(FormattableString.Invariant($"P{(size.Components == 1 ? 5 : 6)}\n{size.Columns} {size.Rows}\n{(1 << size.BitsStored) - 1}\n"));
        byte[] samples = size.CellBytes == 1 ? frame.Samples : SampleOrder.SwapWords(frame.Samples);
        var map = new byte[header.Length + samples.Length];
        header.CopyTo(map, 0);
        samples.CopyTo(map, header.Length);
        return map;
    }

    private static EncodedFrame Convert(string program, string arguments, EncodedFrame frame)
    {
        using var folder = new ScratchFolder();
        frame.Save(folder["in.dcm"]);
        ExternalTool.Run(program, $"{arguments} \"{folder["in.dcm"]}\" \"{folder["out.dcm"]}\"");
        return EncodedFrame.Read(folder["out.dcm"]);
    }
}
