using System;
using System.Collections.Generic;
using System.Linq;
using MedIO.Backends.Tests.Agreement;
using MedIO.Tests;
using MedIO.Tests.Dicom;
using Xunit;

namespace MedIO.Backends.Tests.FoDicom;

/// <summary>Uncompressed pixels of every kind, which fo-dicom finds and this library takes out of their cells.</summary>
public class PixelTests
{
    [BackendFact(MedBackends.FoDicom)]
    public void Pixels_of_all_kinds_are_those_that_this_library_reads()
    {
        foreach ((string name, PixelFile file) in Kinds())
        {
            file.More = b => Frames(b, file.Frames);
            BothReadings.AreSame(name, file.ToBytes());
        }
    }

    [BackendFact(MedBackends.FoDicom)]
    public void Values_are_those_that_were_written()
    {
        var file = new PixelFile { Rows = 2, Columns = 3, Allocated = 16, Stored = 12, Signed = 1, Pixels = PixelFile.Bytes(0, 1, 0xfff, 0x800, 0x7ff, 2) };
        Assert.Equal(new double[] { 0, 1, -1, -2048, 2047, 2 }, ImageFile.Values(BothReadings.Read(file.ToBytes())));
    }

    // fo-dicom swaps whole words only: of an odd count the last byte would be lost.
    [BackendFact(MedBackends.FoDicom)]
    public void An_odd_count_of_bytes_that_were_written_as_words_of_the_other_order_is_whole()
    {
        byte[] swapped = { 2, 1, 4, 3, 0, 5 };
        var file = new PixelFile { Syntax = DicomBytesBuilder.ExplicitBig, Rows = 1, Columns = 5, VR = "OW", Pixels = swapped };
        Assert.Equal(new double[] { 1, 2, 3, 4, 5 }, ImageFile.Values(BothReadings.Read(file.ToBytes())));
    }

    // fo-dicom lets each frame begin with a byte, the standard does not (PS3.5 section 8.1.1).
    [BackendFact(MedBackends.FoDicom)]
    public void Frames_of_single_bits_follow_each_other_without_gaps()
    {
        var file = new PixelFile { Rows = 1, Columns = 3, Frames = 3, Allocated = 1, Pixels = new byte[] { 0b01_110_101, 0b1 } };
        file.More = b => Frames(b, 3);
        Assert.Equal(new double[] { 1, 0, 1, 0, 1, 1, 1, 0, 1 }, ImageFile.Values(BothReadings.Read(file.ToBytes())));
    }

    [BackendFact(MedBackends.FoDicom)]
    public void Pixels_that_are_too_few_are_an_error()
    {
        var file = new PixelFile { Rows = 4, Columns = 4, Allocated = 16, Pixels = new byte[20] };
        Assert.Equal(MedIOError.TruncatedData, BothReadings.Fails(file.ToBytes()).Error);
    }

    [BackendFact(MedBackends.FoDicom)]
    public void A_part_of_many_frames_is_that_part()
    {
        byte[] bytes = new ImageFile(ImageFile.MultiframeSecondaryCapture, "OT", frames: 6).ToBytes();
        ReadOptions options = BothReadings.By(MedBackends.FoDicom);
        options.Slice = SliceExpression.Parse("1:, ::-1, 4:1:-2");
        ReadOptions own = BothReadings.By(MedBackends.MedIO);
        own.Slice = options.Slice;
        Assert.Equal(ImageFile.Values(BothReadings.Read(bytes, own)), ImageFile.Values(BothReadings.Read(bytes, options)));
    }

    private static DicomBytesBuilder Frames(DicomBytesBuilder builder, int frames) => builder.Text(0x00280008, "IS", frames.ToString(System.Globalization.CultureInfo.InvariantCulture));

    private static IEnumerable<(string Name, PixelFile File)> Kinds()
    {
        foreach (string syntax in new[] { DicomBytesBuilder.ExplicitLittle, DicomBytesBuilder.ExplicitBig, DicomBytesBuilder.ImplicitLittle, DicomBytesBuilder.Deflated })
        {
            foreach ((int allocated, int stored) in new[] { (1, 1), (8, 8), (8, 5), (16, 16), (16, 12), (32, 32), (32, 20) })
            {
                foreach (int signed in new[] { 0, 1 })
                {
                    foreach (int frames in new[] { 1, 3 })
                    {
                        yield return ($"{syntax} {stored} of {allocated} bits, {(signed == 1 ? "signed" : "unsigned")}, {frames} frames", Make(syntax, allocated, stored, signed, frames, 1));
                    }
                }
            }

            yield return ($"{syntax} high bits", With(Make(syntax, 16, 12, 0, 2, 1), f => f.HighBit = 15));
            yield return ($"{syntax} bytes", With(Make(syntax, 8, 8, 0, 3, 1), f => f.VR = "OB"));
            foreach (int planar in new[] { 0, 1 })
            {
                yield return ($"{syntax} RGB, planar {planar}", With(Make(syntax, 8, 8, 0, 2, 3), f => f.Planar = planar));
                yield return ($"{syntax} RGB of 16 bits, planar {planar}", With(Make(syntax, 16, 16, 0, 2, 3), f => f.Planar = planar));
                yield return ($"{syntax} YBR_FULL, planar {planar}", With(Make(syntax, 8, 8, 0, 1, 3), f => (f.Photometric, f.Planar) = ("YBR_FULL", planar)));
            }
        }

        PixelFile pairs = Make(DicomBytesBuilder.ExplicitLittle, 8, 8, 0, 2, 3);
        pairs.Columns = 4;
        pairs.Pixels = Any(2 * 4 * 3 * 2);
        yield return ("YBR_FULL_422", With(pairs, f => (f.Photometric, f.Planar) = ("YBR_FULL_422", 0)));
        yield return ("floats", new PixelFile { Rows = 2, Columns = 2, Allocated = 32, Tag = 0x7fe00008, VR = "OF", Pixels = new[] { 1.5f, -2, float.NaN, 4e20f }.SelectMany(BitConverter.GetBytes).ToArray() });
        yield return ("doubles", new PixelFile { Rows = 2, Columns = 2, Allocated = 64, Tag = 0x7fe00009, VR = "OD", Pixels = new[] { 1.5, -2, 1e-300, 4e200 }.SelectMany(BitConverter.GetBytes).ToArray() });
    }

    private static PixelFile Make(string syntax, int allocated, int stored, int signed, int frames, int samples) => new()
    {
        Syntax = syntax,
        Rows = 3,
        Columns = 5,
        Frames = frames,
        Samples = samples,
        Planar = samples > 1 ? 0 : null,
        Photometric = samples > 1 ? "RGB" : "MONOCHROME2",
        Allocated = allocated,
        Stored = stored,
        Signed = signed,
        Pixels = Any(((3 * 5 * frames * samples * allocated) + 7) / 8),
    };

    private static PixelFile With(PixelFile file, Action<PixelFile> change)
    {
        change(file);
        return file;
    }

    private static byte[] Any(int count)
    {
        var bytes = new byte[count + (count & 1)];
        new Random(count).NextBytes(bytes);
        return bytes;
    }
}
