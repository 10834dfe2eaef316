using System;
using System.IO;
using MedIO.Dicom.Codecs;
using Xunit;

namespace MedIO.Tests.Dicom.Codecs;

/// <summary>Markers and headers of JPEG code streams.</summary>
public class JpegStreamTests
{
    private const byte Baseline = 0xc0;
    private const byte StartOfScan = 0xda;

    [Theory]
    [InlineData("jpeg/baseline.jpg", Baseline)]
    [InlineData("jpeg/lossless_sv1_16.jpg", 0xc3)]
    [InlineData("jpeg/progressive_gray.jpg", 0xc2)]
    public void The_lines_may_come_after_the_first_scan(string name, byte frameMarker)
    {
        EncodedFrame frame = Seed.Frame(name);
        byte[] encoded = (byte[])frame.Bytes.Clone();
        int header = JpegFrames.Find(encoded, frameMarker);
        encoded[header + 5] = 0;
        encoded[header + 6] = 0;
        int scan = JpegFrames.Find(encoded, StartOfScan);
        int end = scan + 2;
        while (encoded[end] != 0xff || encoded[end + 1] == 0)
        {
            end++;
        }

        byte[] right = JpegFrames.Insert(encoded, end, 0xff, 0xdc, 0, 4, 0, (byte)frame.Description.Rows);
        Assert.Equal(Seed.Hash(name), SampleFrame.Hash(JpegFrames.Decode(right, frame.Description)));
    }

    [Fact]
    public void Other_lines_after_the_first_scan_are_an_error()
    {
        EncodedFrame frame = Seed.Frame("jpeg/scans_own.jpg");
        byte[] encoded = JpegFrames.Insert(frame.Bytes, Array.LastIndexOf(frame.Bytes, StartOfScan) - 1, 0xff, 0xdc, 0, 4, 0, 36);
        Assert.Contains("37 lines", JpegFrames.Fails<InvalidDataException>(encoded, frame.Description).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fill_bytes_and_what_is_no_marker_are_passed_over()
    {
        EncodedFrame frame = Seed.Frame("jpeg/scans_own.jpg");
        byte[] encoded = JpegFrames.Insert(frame.Bytes, JpegFrames.Find(frame.Bytes, Baseline), 0xff, 0xff, 0xff);
        encoded = JpegFrames.Insert(encoded, JpegFrames.Find(encoded, 0xdb), 1, 2, 0xff, 0, 3);
        encoded = JpegFrames.Insert(encoded, JpegFrames.Find(encoded, 0xd1), 0xff, 0xff);
        Assert.Equal(Seed.Hash("jpeg/scans_own.jpg"), SampleFrame.Hash(JpegFrames.Decode(encoded, frame.Description)));
    }

    [Fact]
    public void Segments_for_applications_and_comments_are_passed_over()
    {
        EncodedFrame frame = Seed.Frame("jpeg/baseline.jpg");
        byte[] encoded = JpegFrames.Insert(frame.Bytes, 2, 0xff, 0xfe, 0, 6, 0xff, 0xd9, 0xff, 0xc3, 0xff, 0xe1, 0, 4, 0xff, 0xda, 0xff, 0x01, 0xff, 0xf0, 0, 2);
        Assert.Equal(Seed.Hash("jpeg/baseline.jpg"), SampleFrame.Hash(JpegFrames.Decode(encoded, frame.Description)));
    }

    [Fact]
    public void The_spectrum_that_a_sequential_scan_names_does_not_matter()
    {
        // Some encoders write an end of 0.
        EncodedFrame frame = Seed.Frame("jpeg/extended_12.jpg");
        byte[] encoded = (byte[])frame.Bytes.Clone();
        encoded[JpegFrames.Find(encoded, StartOfScan) + 8] = 0;
        Assert.Equal(Seed.Hash("jpeg/extended_12.jpg"), SampleFrame.Hash(JpegFrames.Decode(encoded, frame.Description)));
    }

    [Fact]
    public void The_code_stream_says_the_process_and_not_the_transfer_syntax()
    {
        foreach (string name in Seed.All("jpeg"))
        {
            EncodedFrame frame = Seed.Frame(name);
            foreach (string syntax in new[] { "50", "51", "53", "55", "57", "70" })
            {
                var samples = new byte[frame.Description.SampleBytes];
                FrameCodecs.Decoder("1.2.840.10008.1.2.4." + syntax, frame.Description)!.Decode(frame.Bytes, samples);
                Assert.Equal(Seed.Hash(name), SampleFrame.Hash(samples));
            }
        }
    }

    [Theory]
    [InlineData(36, 21, 1, 8, "35 x 21 pixels of 1 x 8 bits", "36 x 21 pixels of 1 x 8 bits")]
    [InlineData(35, 20, 1, 8, "35 x 21", "35 x 20")]
    [InlineData(35, 7, 3, 8, "35 x 21 pixels of 1 x 8", "35 x 7 pixels of 3 x 8")]
    [InlineData(65535, 30000, 1, 8, "35 x 21", "65535 x 30000")]
    public void Sizes_that_differ_from_the_data_set_are_an_error(int columns, int rows, int components, int bits, string stream, string dataSet)
    {
        var frame = new FrameDescription(columns, rows, components, bits, bits, IsSigned: false, IsLuminance: false);
        InvalidDataException e = columns * (long)rows > 1 << 20
            ? Assert.Throws<InvalidDataException>(() => MedIO.Dicom.Codecs.Jpeg.FrameHeader.Read(Baseline, new byte[] { 8, 0, 21, 0, 35, 1, 1, 0x11, 0 }, frame))
            : JpegFrames.Fails<InvalidDataException>(Seed.Bytes("jpeg/baseline.jpg"), frame);
        Assert.Contains(stream, e.Message, StringComparison.Ordinal);
        Assert.Contains(dataSet, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Samples_that_cells_cannot_hold_are_an_error()
    {
        EncodedFrame frame = Seed.Frame("jpeg/extended_12.jpg");
        InvalidDataException e = JpegFrames.Fails<InvalidDataException>(frame.Bytes, frame.Description with { BitsAllocated = 8, BitsStored = 8 });
        Assert.Contains("12 bits", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0xc9, "arithmetic")]
    [InlineData(0xca, "arithmetic")]
    [InlineData(0xcb, "arithmetic")]
    [InlineData(0xc5, "hierarchical")]
    [InlineData(0xc7, "hierarchical")]
    [InlineData(0xcd, "hierarchical arithmetic")]
    [InlineData(0xde, "hierarchical")]
    [InlineData(0xf7, "JPEG-LS")]
    public void A_process_that_is_not_supported_is_named(byte marker, string name)
    {
        EncodedFrame frame = Seed.Frame("jpeg/baseline.jpg");
        byte[] encoded = (byte[])frame.Bytes.Clone();
        encoded[JpegFrames.Find(encoded, Baseline) + 1] = marker;
        Assert.Contains(name, JpegFrames.Fails<InvalidDataException>(encoded, frame.Description).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0xdb, "quantization table 0")]
    [InlineData(0xc4, "Huffman table 0")]
    [InlineData(0xc0, "no image")]
    public void A_table_or_header_that_is_not_there_is_an_error(byte marker, string message)
    {
        EncodedFrame frame = Seed.Frame("jpeg/baseline.jpg");
        byte[] encoded = (byte[])frame.Bytes.Clone();
        encoded[JpegFrames.Find(encoded, marker) + 1] = 0xfe;
        Assert.Contains(message, JpegFrames.Fails<InvalidDataException>(encoded, frame.Description).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Baseline, 4, 9, "9 bits")]
    [InlineData(Baseline, 11, 0x51, "sampling factors 5 x 1")]
    [InlineData(Baseline, 11, 0x10, "sampling factors 1 x 0")]
    [InlineData(Baseline, 12, 4, "quantization table 4")]
    [InlineData(StartOfScan, 4, 0, "no components")]
    [InlineData(StartOfScan, 5, 77, "component 77")]
    [InlineData(StartOfScan, 6, 0x40, "table that cannot be")]
    [InlineData(0xc4, 3, 1, "shorter")]
    [InlineData(0xc4, 20, 200, "too short")]
    [InlineData(0xdb, 3, 60, "too short")]
    public void A_header_that_cannot_be_is_an_error(byte marker, int at, byte value, string message)
    {
        EncodedFrame frame = Seed.Frame("jpeg/baseline.jpg");
        byte[] encoded = (byte[])frame.Bytes.Clone();
        int begin = JpegFrames.Find(encoded, marker);
        encoded[begin + at] = value;
        if (at == 3)
        {
            encoded[begin + 2] = 0;
        }

        // A precision that cells cannot hold is told with the sizes.
        FrameDescription description = marker == Baseline && at == 4 ? frame.Description with { BitsAllocated = 16 } : frame.Description;
        Assert.Contains(message, JpegFrames.Fails<InvalidDataException>(encoded, description).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 3)]
    [InlineData(3, 9)]
    [InlineData(7, 129)]
    public void More_codes_than_bits_can_tell_apart_are_an_error(int length, byte codes)
    {
        var counts = new byte[16];
        counts[length - 1] = codes;
        Assert.Throws<InvalidDataException>(() => new MedIO.Dicom.Codecs.Jpeg.HuffmanTable(counts, new byte[codes]));
        counts[length - 1]--;
        Assert.NotEqual(0, new MedIO.Dicom.Codecs.Jpeg.HuffmanTable(counts, new byte[codes]).Find(0xffff));
    }

    [Fact]
    public void Scans_without_end_are_an_error()
    {
        EncodedFrame frame = Seed.Frame("jpeg/progressive_gray.jpg");
        byte[] encoded = frame.Bytes;
        int scan = JpegFrames.Find(encoded, StartOfScan);
        byte[] again = JpegFrames.Cut(JpegFrames.Cut(encoded, scan + 10), -scan);
        int end = Array.LastIndexOf(encoded, (byte)0xd9) - 1;
        var many = new MemoryStream();
        many.Write(encoded, 0, end);
        for (int i = 0; i < 300; i++)
        {
            many.Write(again, 0, again.Length);
        }

        Assert.Contains("256 scans", JpegFrames.Fails<InvalidDataException>(many.ToArray(), frame.Description).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Scans_of_all_coefficients_again_and_again_are_an_error()
    {
        // Each goes through all blocks, and has but the two bytes that say that none of them has a coefficient.
        EncodedFrame frame = Seed.Frame("jpeg/progressive_gray.jpg");
        byte[] table = { 0xff, 0xc4, 0, 20, 0x10, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xe0 };
        byte[] scan = { 0xff, 0xda, 0, 8, 1, frame.Bytes[JpegFrames.Find(frame.Bytes, StartOfScan) + 5], 0, 1, 63, 0, 0, 0 };
        byte[] Stream(int scans)
        {
            byte[] encoded = JpegFrames.Join(JpegFrames.Cut(frame.Bytes, Array.LastIndexOf(frame.Bytes, (byte)0xd9) - 1), table);
            for (int i = 0; i < scans; i++)
            {
                encoded = JpegFrames.Join(encoded, scan);
            }

            return JpegFrames.Join(encoded, new byte[] { 0xff, 0xd9 });
        }

        JpegFrames.Decode(Stream(2), frame.Description);
        Assert.Contains("more often than these have bits", JpegFrames.Fails<InvalidDataException>(Stream(17), frame.Description).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_component_is_coded_once()
    {
        EncodedFrame frame = Seed.Frame("jpeg/scans_own.jpg");
        byte[] encoded = (byte[])frame.Bytes.Clone();
        int second = Array.LastIndexOf(encoded, StartOfScan);
        encoded[second + 4] = encoded[JpegFrames.Find(encoded, StartOfScan) + 5];
        Assert.Contains("twice", JpegFrames.Fails<InvalidDataException>(encoded, frame.Description).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_component_that_no_scan_has_is_an_error()
    {
        EncodedFrame frame = Seed.Frame("jpeg/scans_own.jpg");
        byte[] encoded = JpegFrames.Join(JpegFrames.Cut(frame.Bytes, Array.LastIndexOf(frame.Bytes, StartOfScan) - 1), new byte[] { 0xff, 0xd9 });
        Assert.Contains("all of its components", JpegFrames.Fails<InvalidDataException>(encoded, frame.Description).Message, StringComparison.Ordinal);
    }
}
