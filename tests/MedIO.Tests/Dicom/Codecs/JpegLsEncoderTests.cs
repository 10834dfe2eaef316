using System;
using System.Linq;
using FsCheck.Xunit;
using MedIO.Dicom.Codecs;
using MedIO.Dicom.Codecs.JpegLs;
using Xunit;

namespace MedIO.Tests.Dicom.Codecs;

/// <summary>JPEG-LS frames that we encode.</summary>
public class JpegLsEncoderTests
{
    [Property(MaxTest = 300)]
    public void Samples_come_back_as_they_were(int seed)
    {
        var random = new Random(seed);
        int bits = random.Next(1, 17);
        var content = (SampleContent)random.Next(6);
        SampleFrame frame = SampleFrames.Make(
            content, random.Next(1, 70), random.Next(1, 40), random.Next(1, 7), bits, random.Next(2) == 0, bits > 8 || random.Next(2) == 0 ? 16 : 8, seed);
        byte[] encoded = JpegLsEncoder.Encode(frame.Samples, frame.Description);
        Assert.Equal(frame.Samples, JpegLsDecoderTests.Decode(encoded, frame.Description));
        AssertWellFormed(encoded);
        Assert.True(encoded.Length >= new JpegLsDecoder(frame.Description).LeastBytes(frame.Samples.Length), "LeastBytes is too many");
    }

    [Property(MaxTest = 100)]
    public void It_encodes_by_the_letter(int seed)
    {
        var random = new Random(seed);
        int components = random.Next(1, 5);
        SampleFrame frame = SampleFrames.Make((SampleContent)random.Next(6), random.Next(1, 50), random.Next(1, 20), components, random.Next(9, 17), seed: seed);
        byte[] encoded = JpegLsEncoder.Encode(frame.Samples, frame.Description);
        var letter = new JpegLsByTheLetter
        {
            Columns = frame.Description.Columns, Rows = frame.Description.Rows, Components = components, Interleave = components == 1 ? 0 : 1,
            Bits = frame.Description.BitsStored, Maximum = (1 << frame.Description.BitsStored) - 1,
        };
        JpegLsDecoderTests.Defaults(letter);
        byte[] expected = letter.Encode(Enumerable.Range(0, frame.Samples.Length / 2).Select(i => frame[i]).ToArray());
        Assert.Equal(Entropy(expected), Entropy(encoded));
    }

    [Theory]
    [InlineData(8, 8, false, 8)]
    [InlineData(5, 8, false, 8)]
    [InlineData(8, 8, true, 8)]
    [InlineData(8, 16, false, 9)]
    [InlineData(12, 16, false, 12)]
    [InlineData(16, 16, false, 16)]
    [InlineData(12, 16, true, 16)]
    [InlineData(16, 16, true, 16)]
    public void Streams_have_the_bits_that_all_readers_know(int bits, int allocated, bool isSigned, int expected)
    {
        SampleFrame frame = SampleFrames.Make(SampleContent.Noise, 9, 7, 1, bits, isSigned, allocated);
        byte[] encoded = JpegLsEncoder.Encode(frame.Samples, frame.Description);
        Assert.Equal(new byte[] { 0xff, 0xd8, 0xff, 0xf7, 0, 11, (byte)expected, 0, 7, 0, 9, 1, 1, 0x11, 0, 0xff }, encoded.Take(16));
    }

    [Theory]
    [InlineData(10, false, 1024)]
    [InlineData(12, false, 65535)]
    [InlineData(12, true, 2048)]
    [InlineData(12, true, -32768)]
    [InlineData(4, false, 255)]
    public void Samples_beyond_their_bits_are_kept(int stored, bool isSigned, int sample)
    {
        // As the only one that is, it would be missed where samples are looked at four at a time.
        foreach (int place in Enumerable.Range(0, 11))
        {
            SampleFrame frame = SampleFrames.Make(SampleContent.CtLike, 11, 1, 1, stored, isSigned, stored > 8 ? 16 : 8);
            int cell = frame.Description.CellBytes;
            frame.Samples[place * cell] = (byte)sample;
            if (cell == 2)
            {
                frame.Samples[(place * 2) + 1] = (byte)(sample >> 8);
            }

            Assert.Equal(frame.Samples, JpegLsDecoderTests.Decode(JpegLsEncoder.Encode(frame.Samples, frame.Description), frame.Description));
        }
    }

    [Fact]
    public void A_last_byte_of_ones_is_kept_apart_from_the_marker_behind_it()
    {
        int found = 0;
        for (int seed = 0; seed < 3000; seed++)
        {
            SampleFrame frame = SampleFrames.Make(SampleContent.Noise, 3, 1 + (seed % 5), 1, 16, seed: seed);
            byte[] encoded = JpegLsEncoder.Encode(frame.Samples, frame.Description);
            int end = encoded.Length - 2;
            if (encoded[end - 2] == 0xff)
            {
                found++;
                Assert.InRange(encoded[end - 1], 0, 0x7f);
            }

            Assert.Equal(frame.Samples, JpegLsDecoderTests.Decode(encoded, frame.Description));
        }

        Assert.InRange(found, 3, 300);
    }

    [Theory]
    [InlineData(0, 1, 1, 8)]
    [InlineData(1, 65536, 1, 8)]
    [InlineData(1, 1, 256, 8)]
    [InlineData(1, 1, 1, 32)]
    public void Frames_that_JPEG_LS_cannot_hold_are_refused(int columns, int rows, int components, int allocated)
    {
        var frame = new FrameDescription(columns, rows, components, allocated, allocated, false, false);
        Assert.Throws<ArgumentException>(() => JpegLsEncoder.Encode(new byte[frame.SampleBytes], frame));
    }

    [Fact]
    public void Samples_must_be_as_many_as_the_frame_has()
    {
        var frame = new FrameDescription(3, 3, 1, 16, 16, false, false);
        Assert.Throws<ArgumentException>(() => JpegLsEncoder.Encode(new byte[17], frame));
    }

    [ToolTheory("dcmdjpls", "gdcmconv")]
    [InlineData(1, 1, 8, false)]
    [InlineData(1, 5, 8, true)]
    [InlineData(1, 8, 8, false)]
    [InlineData(1, 8, 8, true)]
    [InlineData(1, 8, 16, false)]
    [InlineData(1, 9, 16, true)]
    [InlineData(1, 12, 16, false)]
    [InlineData(1, 12, 16, true)]
    [InlineData(1, 15, 16, false)]
    [InlineData(1, 16, 16, false)]
    [InlineData(1, 16, 16, true)]
    [InlineData(3, 8, 8, false)]
    [InlineData(3, 12, 16, false)]
    [InlineData(3, 16, 16, false)]
    public void DCMTK_and_GDCM_read_what_we_encode(int components, int bits, int allocated, bool isSigned)
    {
        foreach ((SampleContent content, int columns, int rows) in new[]
        {
            (SampleContent.Noise, 1, 1), (SampleContent.Noise, 33, 19), (SampleContent.Flat, 70, 9),
            (SampleContent.CtLike, 67, 35), (SampleContent.OddPixel, 7, 31), (SampleContent.Extremes, 31, 16),
        })
        {
            SampleFrame frame = SampleFrames.Make(content, columns, rows, components, bits, isSigned, allocated);
            byte[] encoded = JpegLsEncoder.Encode(frame.Samples, frame.Description);
            byte[] even = encoded.Length % 2 == 0 ? encoded : encoded.Concat(new byte[1]).ToArray();
            var file = new EncodedFrame("1.2.840.10008.1.2.4.80", frame.Description, components == 3 ? "RGB" : "MONOCHROME2", even);
            Assert.Equal(frame.Samples, Oracle.DecompressDicom("dcmdjpls", string.Empty, file).Bytes);
            Assert.Equal(frame.Samples, Oracle.DecompressDicom("gdcmconv", "--raw", file).Bytes);
        }
    }

    // Segments up to the scan, no marker within it, an end.
    private static void AssertWellFormed(byte[] encoded)
    {
        int at = 2;
        while (at < encoded.Length - 2)
        {
            Assert.Equal(0xff, encoded[at]);
            Assert.Contains(encoded[at + 1], new byte[] { 0xf7, 0xf8, 0xda });
            bool isScan = encoded[at + 1] == 0xda;
            at += 2 + (encoded[at + 2] << 8) + encoded[at + 3];
            while (isScan && (encoded[at] != 0xff || encoded[at + 1] < 0x80))
            {
                at++;
            }
        }

        Assert.Equal(new byte[] { 0xff, 0xd9 }, encoded.Skip(at));
    }

    // What follows the header of the only scan.
    private static byte[] Entropy(byte[] encoded)
    {
        int scan = Enumerable.Range(0, encoded.Length).First(i => encoded[i] == 0xff && encoded[i + 1] == 0xda);
        return encoded.Skip(scan + 2 + encoded[scan + 3]).ToArray();
    }
}
