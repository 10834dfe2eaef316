using System;
using MedIO.Dicom.Codecs;
using Xunit;

namespace MedIO.Tests.Dicom.Codecs;

/// <summary>Frames that other programs compress now, of all sizes and precisions.</summary>
public class JpegToolTests
{
    private static readonly (int Columns, int Rows)[] Sizes = { (1, 1), (2, 1), (1, 3), (7, 5), (8, 8), (9, 17), (16, 16), (33, 31), (67, 35) };

    private static readonly SampleContent[] Contents = { SampleContent.Noise, SampleContent.Gradient, SampleContent.CtLike, SampleContent.Flat, SampleContent.Extremes };

    [ToolTheory("dcmcjpeg")]
    [InlineData("+e1", 8, 1)]
    [InlineData("+e1", 12, 1)]
    [InlineData("+e1", 16, 1)]
    [InlineData("+el +sv 2", 16, 1)]
    [InlineData("+el +sv 3", 16, 1)]
    [InlineData("+el +sv 4", 10, 1)]
    [InlineData("+el +sv 5", 16, 1)]
    [InlineData("+el +sv 6", 12, 1)]
    [InlineData("+el +sv 7", 9, 1)]
    [InlineData("+e1", 8, 3)]
    [InlineData("+el +sv 6", 16, 3)]
    public void Lossless_frames_of_DCMTK_come_back(string arguments, int bits, int components)
    {
        int turn = 0;
        foreach ((int columns, int rows) in Sizes)
        {
            foreach (SampleContent content in Contents)
            {
                SampleFrame frame = SampleFrames.Make(content, columns, rows, components, bits, isSigned: components == 1 && turn++ % 2 == 1);
                EncodedFrame encoded = Oracle.CompressDicom("dcmcjpeg", arguments, frame);
                Assert.Equal(frame.Samples, JpegFrames.Decode(encoded.Bytes, encoded.Description));
            }
        }
    }

    [ToolTheory("gdcmconv")]
    [InlineData(8, 1)]
    [InlineData(12, 1)]
    [InlineData(16, 1)]
    [InlineData(8, 3)]
    public void Lossless_frames_of_GDCM_come_back(int bits, int components)
    {
        int turn = 0;
        foreach ((int columns, int rows) in Sizes)
        {
            SampleFrame frame = SampleFrames.Make(Contents[turn++ % Contents.Length], columns, rows, components, bits, isSigned: components == 1 && turn % 2 == 1);
            EncodedFrame encoded = Oracle.CompressDicom("gdcmconv", "--jpeg", frame);
            Assert.Equal(frame.Samples, JpegFrames.Decode(encoded.Bytes, encoded.Description));
        }
    }

    [ToolTheory("dcmcjpeg", "dcmdjpeg")]
    [InlineData("+eb", 8, 1)]
    [InlineData("+ee +q 70", 8, 1)]
    [InlineData("+ee", 12, 1)]
    [InlineData("+ee +q 20", 12, 1)]
    [InlineData("+es", 12, 1)]
    [InlineData("+ep +q 100", 12, 1)]
    [InlineData("+eb +s4", 8, 3)]
    [InlineData("+eb +s2", 8, 3)]
    [InlineData("+eb +n1 +q 50", 8, 3)]
    [InlineData("+eb +cr", 8, 3)]
    [InlineData("+es +s2", 8, 3)]
    [InlineData("+ep +n1", 8, 3)]
    public void Lossy_frames_become_what_DCMTK_makes_of_them(string arguments, int bits, int components)
    {
        int turn = 0;
        foreach ((int columns, int rows) in Sizes)
        {
            SampleFrame frame = SampleFrames.Make(Contents[turn++ % Contents.Length], columns, rows, components, bits);
            EncodedFrame encoded = Oracle.CompressDicom("dcmcjpeg", arguments, frame);
            EncodedFrame expected = Oracle.DecompressDicom("dcmdjpeg", string.Empty, encoded);
            Assert.Equal(0, SampleFrame.GreatestDifference(frame.Description, expected.Bytes, JpegFrames.Decode(encoded.Bytes, encoded.Description)));
        }
    }

    [ToolTheory("cjpeg", "djpeg")]
    [InlineData("-sample 2x1", 3)]
    [InlineData("-sample 2x2 -quality 30", 3)]
    [InlineData("-sample 4x1 -restart 1B", 3)]
    [InlineData("-sample 4x2", 3)]
    [InlineData("-sample 2x1,1x1,2x1", 3)]
    [InlineData("-sample 1x1,2x2,1x1", 3)]
    [InlineData("-sample 3x1 -restart 1", 3)]
    [InlineData("-rgb", 3)]
    [InlineData("-progressive -sample 2x2 -restart 3B", 3)]
    [InlineData("-progressive -quality 100", 3)]
    [InlineData("-progressive -restart 1", 1)]
    [InlineData("-quality 1 -restart 5B", 1)]
    public void Lossy_frames_become_what_libjpeg_makes_of_them(string arguments, int components)
    {
        int turn = 0;
        foreach ((int columns, int rows) in Sizes)
        {
            SampleFrame frame = SampleFrames.Make(Contents[turn++ % Contents.Length], columns, rows, components, 8);
            byte[] encoded = Oracle.CompressJpeg(arguments, frame);
            byte[] expected = Oracle.DecompressJpeg("-dct int", encoded);
            Assert.InRange(SampleFrame.GreatestDifference(frame.Description, expected, JpegFrames.Decode(encoded, frame.Description)), 0, 1);
        }
    }

    [ToolTheory("cjpeg", "dcmdjpeg")]
    [InlineData("-sample 1x2")]
    [InlineData("-sample 1x4")]
    [InlineData("-sample 2x2,1x2,2x1")]
    public void Chrominances_of_half_the_lines_are_repeated_as_DCMTK_does(string arguments)
    {
        // libjpeg-turbo interpolates these, the libraries of DCMTK and GDCM do not.
        foreach ((int columns, int rows) in Sizes)
        {
            SampleFrame frame = SampleFrames.Make(SampleContent.CtLike, columns, rows, 3, 8);
            byte[] jpeg = Oracle.CompressJpeg(arguments, frame);
            var encoded = new EncodedFrame("1.2.840.10008.1.2.4.50", frame.Description with { IsLuminance = true }, "YBR_FULL", jpeg);
            EncodedFrame expected = Oracle.DecompressDicom("dcmdjpeg", string.Empty, encoded);
            Assert.Equal(expected.Bytes, JpegFrames.Decode(jpeg, frame.Description));
        }
    }

    [SharedDataTheory]
    [InlineData("dicom/JPEG-lossy.dcm")]
    [InlineData("dicom/JPGExtended.dcm")]
    [InlineData("dicom/SC_rgb_dcmtk_+eb+cr.dcm")]
    [InlineData("dcm_qa/jpeg/jpg1.dcm")]
    public void Real_frames_have_the_sum_and_range_that_GDCM_gives_them(string file)
    {
        EncodedFrame frame = EncodedFrame.Read(SharedData.Path(file));
        byte[] samples = JpegFrames.Decode(frame.Bytes, frame.Description);
        var stored = (System.Collections.Generic.Dictionary<string, object?>)SharedData.Expected[file]["stored"]!;
        long sum = 0;
        int most = 0;
        for (int i = 0; i < samples.Length / frame.Description.CellBytes; i++)
        {
            int value = SampleFrame.ValueOf(frame.Description, samples, i);
            sum += value;
            most = Math.Max(most, value);
        }

        Assert.Equal((double)stored["sum"]!, sum);
        Assert.Equal((double)stored["max"]!, most);
    }

    [SharedDataTheory]
    [InlineData("dicom/SC_rgb_jpeg_dcmtk.dcm", "ddb100d8f45a7fbf420e8ce5d1b376a5479f068c5109daac31eb982f662d228f")]
    [InlineData("dicom/SC_rgb_dcmtk_+eb+cy+n1.dcm", "e0b1a561989d6f7148b4e4b0990c34751271852383a7135c8a620940f1744e06")]
    public void Real_luminance_becomes_the_RGB_that_DCMTK_makes(string file, string hash)
    {
        EncodedFrame frame = EncodedFrame.Read(SharedData.Path(file));
        Assert.Equal(hash, SampleFrame.Hash(JpegFrames.Decode(frame.Bytes, frame.Description)));
    }
}
