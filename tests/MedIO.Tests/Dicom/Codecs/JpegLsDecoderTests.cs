using System;
using System.Linq;
using System.Threading.Tasks;
using FsCheck.Xunit;
using MedIO.Dicom.Codecs;
using MedIO.Dicom.Codecs.JpegLs;
using Xunit;

namespace MedIO.Tests.Dicom.Codecs;

/// <summary>JPEG-LS frames of other encoders, and of one that follows the standard step by step.</summary>
public class JpegLsDecoderTests
{
    [Theory]
    [MemberData(nameof(Seed.Data), "jpegls", MemberType = typeof(Seed))]
    public void Frames_of_other_encoders_are_what_their_decoders_make_of_them(string name)
    {
        EncodedFrame frame = Seed.Frame(name);
        Assert.Equal(Seed.Hash(name), SampleFrame.Hash(Decode(frame.Bytes, frame.Description)));
    }

    [Property(MaxTest = 400)]
    public void Whatever_a_stream_uses_of_the_standard_is_decoded_by_the_letter(int seed)
    {
        var random = new Random(seed);
        JpegLsByTheLetter encoder = AnyEncoder(random);
        int[] samples = AnySamples(random, encoder);
        byte[] encoded = encoder.Encode(samples);
        FrameDescription frame = Describe(encoder);
        int[] decoded = Numbers(Decode(encoded, frame), frame);
        Assert.Equal(encoder.Decoded, decoded);
        Assert.True(encoded.Length >= new JpegLsDecoder(frame).LeastBytes(frame.SampleBytes), "LeastBytes is too many");
        Assert.All(samples.Zip(decoded, (sample, other) => Math.Abs(sample - other)), difference => Assert.InRange(difference, 0, encoder.Near));
    }

    [Fact]
    public void Several_threads_share_a_decoder()
    {
        EncodedFrame frame = Seed.Frame("jpegls/rgb-sample.jls");
        var decoder = new JpegLsDecoder(frame.Description);
        Parallel.For(0, 64, _ =>
        {
            var samples = new byte[frame.Description.SampleBytes];
            decoder.Decode(frame.Bytes, samples);
            Assert.Equal(Seed.Hash("jpegls/rgb-sample.jls"), SampleFrame.Hash(samples));
        });
    }

    [Theory]
    [InlineData(8, 8, 16)]
    [InlineData(8, 8, 32)]
    [InlineData(12, 12, 32)]
    [InlineData(12, 16, 16)]
    [InlineData(12, 10, 16)]
    public void Cells_may_be_wider_than_samples(int bits, int stored, int allocated)
    {
        SampleFrame small = SampleFrames.Make(SampleContent.Noise, 13, 9, 1, bits);
        var encoder = new JpegLsByTheLetter { Columns = 13, Rows = 9, Bits = bits, Maximum = (1 << bits) - 1 };
        Defaults(encoder);
        FrameDescription frame = small.Description with { BitsAllocated = allocated, BitsStored = stored };
        int[] numbers = Enumerable.Range(0, 13 * 9).Select(i => small[i]).ToArray();
        Assert.Equal(numbers, Numbers(Decode(encoder.Encode(numbers), frame), frame));
    }

    [Theory]
    [InlineData(12, 12, 0xfff, -1)]
    [InlineData(12, 12, 0x7ff, 0x7ff)]
    [InlineData(16, 12, 0xffff, -1)]
    [InlineData(16, 12, 0x0fff, 0x0fff)]
    [InlineData(10, 12, 0x3ff, 0x3ff)]
    [InlineData(8, 8, 0x80, -128)]
    [InlineData(7, 8, 0x7f, 0x7f)]
    public void Signs_reach_from_the_stream_s_highest_bit_where_it_has_those_stored(int bits, int stored, int sample, int expected)
    {
        var encoder = new JpegLsByTheLetter { Bits = bits, Maximum = (1 << bits) - 1 };
        Defaults(encoder);
        var frame = new FrameDescription(1, 1, 1, stored <= 8 ? 8 : 16, stored, true, false);
        Assert.Equal(expected, SampleFrame.ValueOf(frame, Decode(encoder.Encode(new[] { sample }), frame), 0));
    }

    [ToolTheory("dcmcjpls")]
    [InlineData("+el", 1, 8, false)]
    [InlineData("+el", 1, 8, true)]
    [InlineData("+el", 1, 10, false)]
    [InlineData("+el", 1, 12, true)]
    [InlineData("+el", 1, 16, false)]
    [InlineData("+el", 1, 16, true)]
    [InlineData("+el +pc", 1, 12, false)]
    [InlineData("+el +rs 11", 1, 12, false)]
    [InlineData("+el +il", 3, 8, false)]
    [InlineData("+el +is", 3, 8, false)]
    [InlineData("+el +in", 3, 8, false)]
    [InlineData("+el +iv", 3, 8, false)]
    [InlineData("+el +il", 3, 16, false)]
    public void What_DCMTK_compressed_without_loss_comes_back(string arguments, int components, int bits, bool isSigned) =>
        AssertComesBack("dcmcjpls", arguments, components, bits, isSigned);

    [ToolTheory("gdcmconv")]
    [InlineData(1, 8)]
    [InlineData(1, 12)]
    [InlineData(1, 16)]
    [InlineData(3, 8)]
    public void What_GDCM_compressed_without_loss_comes_back(int components, int bits) =>
        AssertComesBack("gdcmconv", "--jpegls", components, bits, isSigned: false);

    [ToolTheory("dcmcjpls", "dcmdjpls")]
    [InlineData("+en", 1, 8)]
    [InlineData("+en +md 1", 1, 12)]
    [InlineData("+en +md 7", 1, 16)]
    [InlineData("+en +md 3 +il", 3, 8)]
    [InlineData("+en +md 4 +is", 3, 8)]
    [InlineData("+en +md 20 +in", 3, 8)]
    public void What_DCMTK_compressed_with_loss_is_what_it_makes_of_it(string arguments, int components, int bits)
    {
        foreach (SampleContent content in new[] { SampleContent.Noise, SampleContent.CtLike, SampleContent.Gradient })
        {
            SampleFrame frame = SampleFrames.Make(content, 53, 37, components, bits);
            EncodedFrame encoded = Oracle.CompressDicom("dcmcjpls", arguments, frame);
            byte[] decoded = Decode(encoded.Bytes, frame.Description);
            Assert.Equal(Oracle.DecompressDicom("dcmdjpls", string.Empty, encoded).Bytes, decoded);
            Assert.NotEqual(frame.Samples, decoded);
        }
    }

    internal static byte[] Decode(byte[] encoded, FrameDescription frame)
    {
        var samples = new byte[frame.SampleBytes];
        new JpegLsDecoder(frame).Decode(encoded, samples);
        return samples;
    }

    internal static FrameDescription Describe(JpegLsByTheLetter encoder) =>
        new(encoder.Columns, encoder.Rows, encoder.Components, encoder.Bits <= 8 ? 8 : 16, encoder.Bits, false, false);

    internal static int[] Numbers(byte[] samples, FrameDescription frame) =>
        Enumerable.Range(0, samples.Length / frame.CellBytes).Select(i => SampleFrame.ValueOf(frame, samples, i)).ToArray();

    // The default thresholds (C.2.4.1.1.1) of the encoder's greatest sample, nothing lost.
    internal static void Defaults(JpegLsByTheLetter encoder)
    {
        int maximum = encoder.Maximum;
        int Clamp(int value, int least) => value > maximum || value < least ? least : value;
        if (maximum >= 128)
        {
            int factor = (Math.Min(maximum, 4095) + 128) / 256;
            encoder.T1 = Clamp(factor + 2 + (3 * encoder.Near), encoder.Near + 1);
            encoder.T2 = Clamp((4 * factor) + 3 + (5 * encoder.Near), encoder.T1);
            encoder.T3 = Clamp((17 * factor) + 4 + (7 * encoder.Near), encoder.T2);
        }
        else
        {
            int factor = 256 / (maximum + 1);
            encoder.T1 = Clamp(Math.Max(2, (3 / factor) + (3 * encoder.Near)), encoder.Near + 1);
            encoder.T2 = Clamp(Math.Max(3, (7 / factor) + (5 * encoder.Near)), encoder.T1);
            encoder.T3 = Clamp(Math.Max(4, (21 / factor) + (7 * encoder.Near)), encoder.T2);
        }
    }

    private static void AssertComesBack(string program, string arguments, int components, int bits, bool isSigned)
    {
        foreach ((SampleContent content, int columns, int rows) in new[]
        {
            (SampleContent.Noise, 1, 1), (SampleContent.Noise, 33, 19), (SampleContent.Flat, 70, 9), (SampleContent.Gradient, 64, 64),
            (SampleContent.CtLike, 67, 35), (SampleContent.OddPixel, 7, 31), (SampleContent.Extremes, 31, 16),
        })
        {
            if (program == "gdcmconv" && columns == 1)
            {
                // It encodes no single pixel.
                continue;
            }

            SampleFrame frame = SampleFrames.Make(content, columns, rows, components, bits, isSigned);
            EncodedFrame encoded = Oracle.CompressDicom(program, arguments, frame);
            Assert.Equal("1.2.840.10008.1.2.4.80", encoded.TransferSyntax);
            Assert.Equal(frame.Samples, Decode(encoded.Bytes, frame.Description));
        }
    }

    private static JpegLsByTheLetter AnyEncoder(Random random)
    {
        int bits = random.Next(2, 17);
        var encoder = new JpegLsByTheLetter
        {
            Columns = random.Next(1, 40),
            Rows = random.Next(1, 20),
            Components = random.Next(1, 5),
            Bits = bits,
            Maximum = (1 << bits) - 1,
            Interleave = random.Next(3),
            RestartInterval = random.Next(3) == 0 ? random.Next(1, 9) : 0,
        };
        encoder.HasPresets = random.Next(2) == 0;
        if (encoder.HasPresets && random.Next(2) == 0)
        {
            encoder.Maximum = random.Next(1, 1 << bits);
        }

        encoder.Near = random.Next(2) == 0 ? 0 : random.Next(Math.Min(255, encoder.Maximum / 2) + 1);
        Defaults(encoder);
        if (encoder.HasPresets && random.Next(2) == 0)
        {
            encoder.T1 = random.Next(encoder.Near + 1, encoder.Maximum + 1);
            encoder.T2 = random.Next(encoder.T1, encoder.Maximum + 1);
            encoder.T3 = random.Next(encoder.T2, encoder.Maximum + 1);
            encoder.Reset = random.Next(3, random.Next(2) == 0 ? 12 : Math.Max(255, encoder.Maximum) + 1);
        }

        return encoder;
    }

    private static int[] AnySamples(Random random, JpegLsByTheLetter encoder)
    {
        int kind = random.Next(4);
        int noise = random.Next(1, 1 + Math.Max(1, encoder.Maximum / (1 << random.Next(12))));
        int level = random.Next(encoder.Maximum + 1);
        var samples = new int[encoder.Columns * encoder.Rows * encoder.Components];
        for (int i = 0; i < samples.Length; i++)
        {
            if (kind == 3 && random.Next(12) == 0)
            {
                level = random.Next(encoder.Maximum + 1);
            }

            int sample = kind == 0 ? random.Next(encoder.Maximum + 1)
                : kind == 1 ? level + (random.Next(30) == 0 ? random.Next(noise) : 0)
                : kind == 2 ? (i * encoder.Maximum / samples.Length) + random.Next(noise)
                : level;
            samples[i] = Math.Min(encoder.Maximum, sample);
        }

        return samples;
    }
}
