using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using MedIO.Dicom.Codecs;
using MedIO.Dicom.Codecs.JpegLs;
using Xunit;

namespace MedIO.Tests.Dicom.Codecs;

/// <summary>Marker segments of JPEG-LS streams: what may be there, what must fit, and what is broken.</summary>
public class JpegLsStreamTests
{
    private const string Gray = "jpegls/gray12.jls";

    [Theory]
    [InlineData(30, 23, 1, 16)]
    [InlineData(31, 24, 1, 16)]
    [InlineData(31, 23, 3, 16)]
    [InlineData(31, 23, 1, 8)]
    public void A_size_other_than_the_data_set_s_is_refused_with_both(int columns, int rows, int components, int allocated)
    {
        EncodedFrame frame = Seed.Frame(Gray);
        var described = new FrameDescription(columns, rows, components, allocated, Math.Min(allocated, 12), false, false);
        string message = Refused(frame.Bytes, described);
        Assert.Contains(allocated == 8 ? "16 bits" : "31 x 23 pixels of 1 ", message, StringComparison.Ordinal);
        Assert.Contains(allocated == 8 ? "has 8" : FormattableString.Invariant($"{columns} x {rows} of {components}"), message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_lies_before_a_cut_is_decoded_and_the_cut_is_an_end_of_stream()
    {
        EncodedFrame frame = Seed.Frame(Gray);
        byte[] whole = JpegLsDecoderTests.Decode(frame.Bytes, frame.Description);
        int row = 2 * frame.Description.Columns;
        for (int length = 0; length < frame.Bytes.Length - 4; length++)
        {
            var samples = new byte[whole.Length];
            Exception? error = Record.Exception(() => new JpegLsDecoder(frame.Description).Decode(frame.Bytes.AsSpan(0, length), samples));
            Assert.True(error is EndOfStreamException || (error is InvalidDataException && length < 2), $"{length}: {error}");
            int rows = Enumerable.Range(0, frame.Description.Rows).TakeWhile(y => samples.AsSpan(y * row, row).SequenceEqual(whole.AsSpan(y * row, row))).Count();
            Assert.All(samples.Skip(rows * row), sample => Assert.Equal(0, sample));
            Assert.True(rows >= (length - 120) * frame.Description.Rows / frame.Bytes.Length, $"{length}: {rows} rows");
        }
    }

    [Fact]
    public void What_follows_the_last_sample_does_not_matter()
    {
        EncodedFrame frame = Seed.Frame(Gray);
        byte[] whole = JpegLsDecoderTests.Decode(frame.Bytes, frame.Description);
        int end = EndOfImage(frame.Bytes);
        foreach (byte[] tail in new[] { Array.Empty<byte>(), new byte[] { 0 }, new byte[] { 0xff }, new byte[] { 0xff, 0xd9, 0 }, new byte[] { 0xff, 0xff, 0xd9 }, new byte[] { 0xff, 0xd9, 1, 2, 3, 0xff, 0xd8 } })
        {
            Assert.Equal(whole, JpegLsDecoderTests.Decode(frame.Bytes.Take(end).Concat(tail).ToArray(), frame.Description));
        }
    }

    [Fact]
    public void Segments_of_applications_and_comments_and_fill_bytes_are_passed_over()
    {
        EncodedFrame frame = Seed.Frame(Gray);
        byte[] whole = JpegLsDecoderTests.Decode(frame.Bytes, frame.Description);
        var segments = new List<byte> { 0xff, 0xe0, 0, 4, 1, 2, 0xff, 0xff, 0xff, 0xfe, 0, 3, 65, 0xff, 0xe8, 0, 6, 1, 2, 3, 4, 0xff, 0xef, 0, 2, 0xff, 0xd8 };
        segments.AddRange(new byte[] { 0xff, 0xe8, 0, 7, (byte)'m', (byte)'r', (byte)'f', (byte)'x', 0 });
        segments.AddRange(new byte[] { 0xff, 0xf8, 0, 7, 2, 1, 1, 9, 9 });
        Assert.Equal(whole, JpegLsDecoderTests.Decode(Insert(frame.Bytes, 2, segments.ToArray()), frame.Description));
        Assert.Equal(whole, JpegLsDecoderTests.Decode(Insert(frame.Bytes, Find(frame.Bytes, 0xda), segments.ToArray()), frame.Description));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Sizes_may_be_in_a_segment_for_those_beyond_16_bits(int bytes)
    {
        EncodedFrame frame = Seed.Frame(Gray);
        byte[] whole = JpegLsDecoderTests.Decode(frame.Bytes, frame.Description);
        byte[] without = (byte[])frame.Bytes.Clone();
        int at = Find(without, 0xf7);
        without[at + 6] = without[at + 8] = 0;
        var oversize = new List<byte> { 0xff, 0xf8, 0, (byte)(4 + (2 * bytes)), 4, (byte)bytes };
        foreach (int size in new[] { 23, 31 })
        {
            oversize.AddRange(Enumerable.Repeat((byte)0, bytes - 1));
            oversize.Add((byte)size);
        }

        Assert.Equal(whole, JpegLsDecoderTests.Decode(Insert(without, at, oversize.ToArray()), frame.Description));
        Assert.Contains("0 x 0", Refused(without, frame.Description), StringComparison.Ordinal);
        oversize[oversize.Count - 1]++;
        Assert.Contains("32 x 23", Refused(Insert(without, at, oversize.ToArray()), frame.Description), StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_may_be_left_to_a_segment_behind_the_first_scan()
    {
        EncodedFrame frame = Seed.Frame("jpegls/rgb-scans.jls");
        byte[] whole = JpegLsDecoderTests.Decode(frame.Bytes, frame.Description);
        byte[] without = (byte[])frame.Bytes.Clone();
        without[Find(without, 0xf7) + 6] = 0;
        int second = Find(without, 0xda, Find(without, 0xda) + 2);
        byte[] rows = { 0xff, 0xdc, 0, 4, 0, (byte)frame.Description.Rows };
        Assert.Equal(whole, JpegLsDecoderTests.Decode(Insert(without, second, rows), frame.Description));
        rows[5]++;
        Assert.Contains("number of lines", Refused(Insert(without, second, rows), frame.Description), StringComparison.Ordinal);
    }

    [Fact]
    public void A_point_transform_shifts_samples_up()
    {
        var encoder = new JpegLsByTheLetter { Columns = 9, Rows = 7, Bits = 12, Maximum = 4095, PointTransform = 3 };
        JpegLsDecoderTests.Defaults(encoder);
        int[] samples = Enumerable.Range(0, 63).Select(i => i * 8).ToArray();
        byte[] encoded = encoder.Encode(samples);
        FrameDescription frame = JpegLsDecoderTests.Describe(encoder);
        Assert.Equal(samples.Select(sample => sample << 3), JpegLsDecoderTests.Numbers(JpegLsDecoderTests.Decode(encoded, frame), frame));
    }

    [Theory]
    [InlineData(5000, 0, 0, 0, 0, "up to 5000")]
    [InlineData(4095, 9, 5, 0, 0, "9, 5 and 276")]
    [InlineData(4095, 9, 12, 11, 0, "9, 12 and 11")]
    [InlineData(4095, 9, 12, 4096, 0, "9, 12 and 4096")]
    [InlineData(0, 0, 0, 0, 2, "at 2;")]
    [InlineData(0, 0, 0, 0, 4096, "at 4096;")]
    [InlineData(100, 101, 101, 101, 0, "101, 101 and 101")]
    public void Preset_parameters_out_of_their_ranges_are_refused(int maximum, int t1, int t2, int t3, int reset, string message)
    {
        EncodedFrame frame = Seed.Frame(Gray);
        byte[] presets = { 0xff, 0xf8, 0, 13, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 };
        int[] values = { maximum, t1, t2, t3, reset };
        for (int i = 0; i < 5; i++)
        {
            presets[5 + (2 * i)] = (byte)(values[i] >> 8);
            presets[6 + (2 * i)] = (byte)values[i];
        }

        // Behind those of the encoder, if it wrote any, and of 12 bits.
        byte[] stream = Insert(frame.Bytes, Find(frame.Bytes, 0xda), presets);
        stream[Find(stream, 0xf7) + 4] = 12;
        Assert.Contains(message, Refused(stream, frame.Description), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 0xfe, "does not begin")]
    [InlineData(3, 0xc3, "FFC3")]
    [InlineData(6, 17, "17 bits")]
    [InlineData(6, 1, "1 bits")]
    [InlineData(5, 10, "wrong length")]
    [InlineData(11, 2, "wrong length")]
    public void A_broken_frame_header_is_refused(int at, byte value, string message)
    {
        EncodedFrame frame = Seed.Frame("jpegls/gray8.jls");
        byte[] stream = (byte[])frame.Bytes.Clone();
        Assert.Equal(2, Find(stream, 0xf7));
        stream[at] = value;
        Assert.Contains(message, Refused(stream, frame.Description), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(4, 0, "wrong length")]
    [InlineData(4, 2, "wrong length")]
    [InlineData(5, 77, "component 77")]
    [InlineData(6, 1, "in a table")]
    [InlineData(7, 1, "or has it twice")]
    [InlineData(11, 128, "off by 128")]
    [InlineData(12, 3, "interleave mode 3")]
    [InlineData(12, 0, "3 components, interleave mode 0")]
    [InlineData(13, 8, "point transform 8")]
    public void A_broken_scan_header_is_refused(int at, byte value, string message)
    {
        EncodedFrame frame = Seed.Frame("jpegls/rgb-line.jls");
        byte[] stream = (byte[])frame.Bytes.Clone();
        stream[Find(stream, 0xda) + at] = value;
        Assert.Contains(message, Refused(stream, frame.Description), StringComparison.Ordinal);
    }

    [Fact]
    public void Components_are_decoded_once_and_frames_have_one_header()
    {
        EncodedFrame frame = Seed.Frame("jpegls/rgb-scans.jls");
        byte[] stream = (byte[])frame.Bytes.Clone();
        int second = Find(stream, 0xda, Find(stream, 0xda) + 2);
        stream[second + 5] = 1;
        Assert.Contains("twice", Refused(stream, frame.Description), StringComparison.Ordinal);

        int header = Find(frame.Bytes, 0xf7);
        byte[] again = Insert(frame.Bytes, header, frame.Bytes.Skip(header).Take(19).ToArray());
        Assert.Contains("two frame headers", Refused(again, frame.Description), StringComparison.Ordinal);
        byte[] none = frame.Bytes.Take(header).Concat(frame.Bytes.Skip(header + 19)).ToArray();
        Assert.Contains("before its frame header", Refused(none, frame.Description), StringComparison.Ordinal);
        byte[] subsampled = (byte[])frame.Bytes.Clone();
        subsampled[header + 11] = 0x22;
        Assert.Contains("different size", Refused(subsampled, frame.Description), StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_colour_transform_and_one_of_a_single_component_are_refused()
    {
        EncodedFrame colour = Seed.Frame("jpegls/rgb-line.jls");
        byte[] transform = { 0xff, 0xe8, 0, 7, (byte)'m', (byte)'r', (byte)'f', (byte)'x', 4 };
        Assert.Contains("way 4", Refused(Insert(colour.Bytes, 2, transform), colour.Description), StringComparison.Ordinal);
        transform[8] = 1;
        Assert.Contains("1 samples", Refused(Insert(Seed.Frame(Gray).Bytes, 2, transform), Seed.Frame(Gray).Description), StringComparison.Ordinal);
    }

    [Fact]
    public void A_restart_interval_begins_with_the_marker_whose_turn_it_is()
    {
        EncodedFrame frame = Seed.Frame("jpegls/intervals.jls");
        int third = Find(frame.Bytes, 0xd2);
        byte[] wrong = (byte[])frame.Bytes.Clone();
        wrong[third + 1] = 0xd3;
        Assert.Contains("FFD3", Refused(wrong, frame.Description), StringComparison.Ordinal);
        var samples = new byte[frame.Description.SampleBytes];
        byte[] cut = frame.Bytes.Take(third).Concat(new byte[] { 0xff, 0xd9 }).ToArray();
        Assert.Throws<EndOfStreamException>(() => new JpegLsDecoder(frame.Description).Decode(cut, samples));
        byte[] whole = JpegLsDecoderTests.Decode(frame.Bytes, frame.Description);
        int decoded = 9 * 2 * frame.Description.Columns;
        Assert.Equal(whole.Take(decoded), samples.Take(decoded));
        Assert.All(samples.Skip(decoded), sample => Assert.Equal(0, sample));
    }

    [Fact]
    public void A_run_beyond_its_line_is_refused()
    {
        // Runs of 4 x 1 and 4 x 2 samples, then one of 3 that does not reach its end at 4: the line has 13.
        string bits = "11111111" + "0" + "11";
        Assert.Contains("longer than its line", Refused(Stream(13, bits), new FrameDescription(13, 1, 1, 8, 8, false, false)), StringComparison.Ordinal);
        var wide = new FrameDescription(16, 1, 1, 8, 8, false, false);
        Assert.Equal(new byte[12], JpegLsDecoderTests.Decode(Stream(16, "11111111" + "0" + "11" + "1000"), wide).Take(12));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(400000)]
    public void Zero_bits_without_end_are_refused_at_once(int bytes)
    {
        string zeros = new('0', 8 * bytes);
        Assert.Contains("longer than any can be", Refused(Stream(13, zeros), new FrameDescription(13, 1, 1, 8, 8, false, false)), StringComparison.Ordinal);
    }

    [Fact]
    public void Frames_that_no_stream_of_that_length_can_hold_are_refused_before_memory_is_taken()
    {
        var frame = new FrameDescription(60000, 60000, 1, 16, 16, false, false);
        var decoder = new JpegLsDecoder(frame);
        Assert.True(decoder.LeastBytes(frame.SampleBytes) > 7500);
        Assert.Throws<ArgumentException>(() => decoder.Decode(new byte[9000], new byte[10]));
        var flat = new FrameDescription(40000, 2, 1, 8, 8, false, false);
        Assert.Throws<EndOfStreamException>(() => new JpegLsDecoder(flat).Decode(Stream(40000, "1").AsSpan(0, 20), new byte[80000]));
    }

    private static string Refused(byte[] stream, FrameDescription frame)
    {
        var samples = new byte[frame.SampleBytes];
        string message = Assert.Throws<InvalidDataException>(() => new JpegLsDecoder(frame).Decode(stream, samples)).Message;
        Assert.Matches(@"^[A-Z][^\n]*\.$", message);
        return message;
    }

    // One line of one component of 8 bits.
    private static byte[] Stream(int columns, string bits)
    {
        var stream = new List<byte> { 0xff, 0xd8, 0xff, 0xf7, 0, 11, 8, 0, 1, (byte)(columns >> 8), (byte)columns, 1, 1, 0x11, 0, 0xff, 0xda, 0, 8, 1, 1, 0, 0, 0, 0 };
        int open = 0;
        int count = 0;
        foreach (char bit in bits.PadRight((bits.Length + 15) / 8 * 8, '0'))
        {
            open = (open << 1) | (bit - '0');
            if (++count == 8)
            {
                stream.Add((byte)open);
                count = open == 0xff ? 1 : 0;
                open = 0;
            }
        }

        stream.Add((byte)(open << (8 - count)));
        stream.AddRange(new byte[] { 0xff, 0xd9 });
        return stream.ToArray();
    }

    private static byte[] Insert(byte[] stream, int at, byte[] bytes) => stream.Take(at).Concat(bytes).Concat(stream.Skip(at)).ToArray();

    private static int EndOfImage(byte[] stream) => Find(stream, 0xd9);

    // Where a marker is; there is none within entropy-coded bytes, and none of those asked for within segments of seeds.
    private static int Find(byte[] stream, byte marker, int from = 0)
    {
        for (int i = from; i + 1 < stream.Length; i++)
        {
            if (stream[i] == 0xff && stream[i + 1] == marker)
            {
                return i;
            }
        }

        throw new InvalidOperationException("There is no such marker.");
    }
}
