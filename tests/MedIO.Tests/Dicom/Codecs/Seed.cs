using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using MedIO.Dicom.Codecs;

namespace MedIO.Tests.Dicom.Codecs;

/// <summary>
/// Small code streams of other encoders, in <c>Seeds/&lt;codec&gt;/</c>, with a list <c>frames.txt</c> of what each is, a line each:
/// <c>file transfer-syntax columns rows components allocated stored s|u rgb|ybr sha256-of-samples|-</c>. <see cref="Line"/> makes one.
/// Where samples are not the generator's, they may be in <c>file.raw</c>.
/// </summary>
internal static partial class Seed
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Seeds");

    /// <summary>The bytes of a file: <c>Bytes("jpegls/name.jls")</c>.</summary>
    public static byte[] Bytes(string name) => File.ReadAllBytes(Path.Combine(Folder, name.Replace('/', Path.DirectorySeparatorChar)));

    /// <summary>The names in a codec's list, <c>jpegls/name.jls</c>: none where there is no such list.</summary>
    public static IEnumerable<string> All(string codec) => Lines(codec).Select(fields => codec + "/" + fields[0]);

    /// <summary>A frame and what the list says of it.</summary>
    public static EncodedFrame Frame(string name) => Parse(Fields(name), Bytes(name));

    /// <summary>A frame that a line of a list describes, as <see cref="Line"/> makes it.</summary>
    public static EncodedFrame Parse(string[] fields, byte[] bytes)
    {
        int Number(int field) => int.Parse(fields[field], CultureInfo.InvariantCulture);
        var description = new FrameDescription(Number(2), Number(3), Number(4), Number(5), Number(6), fields[7] == "s", fields[8] == "ybr");
        return new EncodedFrame(fields[1], description, description.IsLuminance ? "YBR_FULL" : description.Components == 3 ? "RGB" : "MONOCHROME2", bytes);
    }

    /// <summary>The SHA-256 that its samples must have; null where the list has none.</summary>
    public static string? Hash(string name) => Fields(name)[9] == "-" ? null : Fields(name)[9];

    /// <summary>The samples in <c>file.raw</c>.</summary>
    public static byte[] Expected(string name) => Bytes(name + ".raw");

    /// <summary>A line of the list.</summary>
    /// <param name="file">The file's name without folder.</param>
    /// <param name="frame">What is in it.</param>
    /// <param name="samples">What it must become; null where that is not known to the bit.</param>
    public static string Line(string file, EncodedFrame frame, byte[]? samples)
    {
        FrameDescription size = frame.Description;
        return FormattableString.Invariant(
            $"{file} {frame.TransferSyntax} {size.Columns} {size.Rows} {size.Components} {size.BitsAllocated} {size.BitsStored} {(size.IsSigned ? 's' : 'u')} {(size.IsLuminance ? "ybr" : "rgb")} {(samples is null ? "-" : SampleFrame.Hash(samples))}");
    }

    private static string[] Fields(string name)
    {
        string[] parts = name.Split('/');
        return Lines(parts[0]).Single(fields => fields[0] == parts[1]);
    }

    private static IEnumerable<string[]> Lines(string codec)
    {
        string list = Path.Combine(Folder, codec, "frames.txt");
        return !File.Exists(list) ? Enumerable.Empty<string[]>() : File.ReadAllLines(list).Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split(' '));
    }
}
