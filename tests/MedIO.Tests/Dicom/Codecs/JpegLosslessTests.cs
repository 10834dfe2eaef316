using System;
using MedIO.Dicom.Codecs;
using Xunit;

namespace MedIO.Tests.Dicom.Codecs;

/// <summary>Lossless JPEG, bit for bit.</summary>
public class JpegLosslessTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    public void Each_predictor_gives_samples_of_each_precision(int predictor)
    {
        foreach (SampleContent content in new[] { SampleContent.Noise, SampleContent.CtLike, SampleContent.Extremes, SampleContent.Flat })
        {
            for (int bits = 2; bits <= 16; bits++)
            {
                SampleFrame frame = SampleFrames.Make(content, 21, 11, 1, bits, isSigned: bits % 3 == 0);
                Check(new JpegLosslessEncoder { Predictor = predictor, HasLongCodes = bits % 2 == 0 }, frame);
            }
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(1, 2)]
    [InlineData(3, 64)]
    [InlineData(257, 2)]
    public void Each_size_is_decoded(int columns, int rows)
    {
        for (int predictor = 1; predictor <= 7; predictor++)
        {
            foreach (int components in new[] { 1, 3 })
            {
                foreach (int bits in new[] { 8, 16 })
                {
                    Check(new JpegLosslessEncoder { Predictor = predictor }, SampleFrames.Make(SampleContent.Noise, columns, rows, components, bits));
                }
            }
        }
    }

    [Theory]
    [InlineData(true, 8)]
    [InlineData(false, 8)]
    [InlineData(true, 12)]
    [InlineData(false, 16)]
    public void Components_are_interleaved_or_in_scans_of_their_own(bool isInterleaved, int bits)
    {
        for (int predictor = 1; predictor <= 7; predictor++)
        {
            SampleFrame frame = SampleFrames.Make(SampleContent.CtLike, 19, 13, 3, bits);
            Check(new JpegLosslessEncoder { Predictor = predictor, IsInterleaved = isInterleaved, RestartRows = predictor % 3 }, frame);
        }
    }

    [Theory]
    [InlineData(2, 1)]
    [InlineData(1, 2)]
    [InlineData(2, 2)]
    [InlineData(4, 1)]
    [InlineData(3, 2)]
    public void Samples_of_smaller_components_are_repeated(int h, int v)
    {
        foreach (bool isInterleaved in new[] { true, false })
        {
            SampleFrame frame = SampleFrames.Make(SampleContent.Noise, 17, 15, 3, 8);
            Check(new JpegLosslessEncoder { Predictor = 4, H = h, V = v, IsInterleaved = isInterleaved, RestartRows = h }, frame);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(9)]
    public void Prediction_begins_anew_after_a_restart(int rows)
    {
        for (int predictor = 1; predictor <= 7; predictor++)
        {
            Check(new JpegLosslessEncoder { Predictor = predictor, RestartRows = rows }, SampleFrames.Make(SampleContent.Noise, 13, 40, 1, 16, isSigned: true));
        }
    }

    [Theory]
    [InlineData(8, 3, false)]
    [InlineData(12, 1, true)]
    [InlineData(16, 15, false)]
    [InlineData(16, 4, true)]
    public void A_point_transform_leaves_low_bits_zero(int bits, int transform, bool isSigned)
    {
        Check(new JpegLosslessEncoder { Predictor = 6, PointTransform = transform }, SampleFrames.Make(SampleContent.Noise, 23, 9, 1, bits, isSigned));
        Check(new JpegLosslessEncoder { Predictor = 1, PointTransform = transform, IsInterleaved = false }, SampleFrames.Make(SampleContent.Noise, 23, 9, 3, bits, isSigned));
    }

    [Theory]
    [InlineData(8, true)]
    [InlineData(5, false)]
    [InlineData(5, true)]
    public void Samples_lie_in_the_low_bits_of_wider_cells(int bits, bool isSigned) =>
        Check(new JpegLosslessEncoder { Predictor = 7 }, SampleFrames.Make(SampleContent.Noise, 9, 9, 1, bits, isSigned, bitsAllocated: 16));

    [Fact]
    public void A_break_leaves_what_was_decoded_before()
    {
        foreach (int components in new[] { 1, 3 })
        {
            SampleFrame frame = SampleFrames.Make(SampleContent.Noise, 40, 30, components, 12);
            byte[] encoded = new JpegLosslessEncoder { Predictor = 5 }.Encode(frame);
            byte[] samples = JpegFrames.DecodeBroken<System.IO.EndOfStreamException>(JpegFrames.Cut(encoded, encoded.Length / 2), frame.Description);
            int right = JpegFrames.EqualBytes(frame.Samples, samples);
            Assert.InRange(right, frame.Samples.Length * 4 / 10, frame.Samples.Length * 6 / 10);
            Assert.All(JpegFrames.Cut(samples, -(samples.Length - right - (2 * components))), b => Assert.Equal(0, b));
        }
    }

    [Fact]
    public void Damage_is_over_at_the_next_restart()
    {
        SampleFrame frame = SampleFrames.Make(SampleContent.Noise, 16, 40, 1, 16);
        byte[] encoded = new JpegLosslessEncoder { Predictor = 2, RestartRows = 4 }.Encode(frame);

        // The last bytes before the third marker: rows 8 to 11 lose their end.
        int marker = JpegFrames.Find(encoded, 0xd2);
        byte[] broken = JpegFrames.Remove(encoded, marker - 9, 8);
        byte[] samples = JpegFrames.DecodeBroken<System.IO.InvalidDataException>(broken, frame.Description);
        Assert.Equal(JpegFrames.Cut(frame.Samples, 11 * 32), JpegFrames.Cut(samples, 11 * 32));
        Assert.NotEqual(JpegFrames.Cut(frame.Samples, 12 * 32), JpegFrames.Cut(samples, 12 * 32));
        Assert.Equal(JpegFrames.Cut(frame.Samples, -28 * 32), JpegFrames.Cut(samples, -28 * 32));
    }

    [Theory]
    [InlineData(0, "predictor 0")]
    [InlineData(8, "predictor 8")]
    public void A_predictor_that_is_none_is_an_error(int predictor, string message)
    {
        SampleFrame frame = SampleFrames.Make(SampleContent.Flat, 8, 8);
        byte[] encoded = new JpegLosslessEncoder { Predictor = predictor }.Encode(frame);
        Assert.Contains(message, JpegFrames.Fails<System.IO.InvalidDataException>(encoded, frame.Description).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_restart_within_a_line_is_an_error()
    {
        SampleFrame frame = SampleFrames.Make(SampleContent.Flat, 8, 8);
        byte[] encoded = new JpegLosslessEncoder { RestartRows = 1 }.Encode(frame);
        encoded[JpegFrames.Find(encoded, 0xdd) + 5] = 3;
        Assert.Contains("3 of 8", JpegFrames.Fails<System.IO.InvalidDataException>(encoded, frame.Description).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_restart_that_never_comes_may_be_anywhere()
    {
        SampleFrame frame = SampleFrames.Make(SampleContent.Noise, 8, 8);
        byte[] encoded = new JpegLosslessEncoder().Encode(frame);
        encoded[JpegFrames.Find(encoded, 0xdd) + 5] = 65;
        Assert.Equal(frame.Samples, JpegFrames.Decode(encoded, frame.Description));
    }

    [Fact]
    public void A_category_that_is_none_behind_the_end_is_an_error()
    {
        // The code of a zero bit: category 16, then 200.
        SampleFrame frame = SampleFrames.Make(SampleContent.Flat, 1, 1);
        byte[] encoded = new JpegLosslessEncoder { HasLongCodes = true }.Encode(frame);
        encoded[JpegFrames.Find(encoded, 0xc4) + 21] = 200;
        encoded = JpegFrames.Cut(encoded, JpegFrames.Find(encoded, 0xda) + 10);
        JpegFrames.DecodeBroken<System.IO.EndOfStreamException>(encoded, frame.Description);
        JpegFrames.DecodeBroken<System.IO.InvalidDataException>(JpegFrames.Join(encoded, new byte[] { 0, 0xff, 0xd9 }), frame.Description);
    }

    private static void Check(JpegLosslessEncoder encoder, SampleFrame frame)
    {
        byte[] encoded = encoder.Encode(frame);
        Assert.Equal(encoder.Expected(frame), JpegFrames.Decode(encoded, frame.Description));
    }
}
