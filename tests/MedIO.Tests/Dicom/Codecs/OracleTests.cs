using Xunit;

namespace MedIO.Tests.Dicom.Codecs;

/// <summary>The frames and programs that the codecs' tests lean on.</summary>
public class OracleTests
{
    [Theory]
    [InlineData(SampleContent.Noise, 8, false, "6d3d927da8cc7d571edae378a49dd44de27960d05515c1e33200f7e4cd7a145f")]
    [InlineData(SampleContent.CtLike, 12, true, "2d964f7cddbac76cdf225f505e4d90ad1ffb7ebd71ffb3676e274f2332a65fe1")]
    [InlineData(SampleContent.Extremes, 16, true, "6ce85a158de94b0df44c7758fb78a55f4efd6d3058b766d0909d64abc8a9d854")]
    public void Sample_frames_are_the_same_on_each_runtime(SampleContent content, int bits, bool isSigned, string hash) =>
        Assert.Equal(hash, SampleFrame.Hash(SampleFrames.Make(content, 37, 23, 3, bits, isSigned).Samples));

    [Theory]
    [InlineData(SampleContent.Noise)]
    [InlineData(SampleContent.Gradient)]
    [InlineData(SampleContent.CtLike)]
    [InlineData(SampleContent.Extremes)]
    public void Samples_of_a_frame_keep_their_bits(SampleContent content)
    {
        foreach (int bits in new[] { 2, 5, 8, 12, 16, 20 })
        {
            foreach (bool isSigned in new[] { false, true })
            {
                SampleFrame frame = SampleFrames.Make(content, 31, 17, 1, bits, isSigned);
                int least = int.MaxValue;
                int greatest = int.MinValue;
                for (int i = 0; i < 31 * 17; i++)
                {
                    least = System.Math.Min(least, frame[i]);
                    greatest = System.Math.Max(greatest, frame[i]);
                }

                Assert.InRange(least, isSigned ? -(1 << (bits - 1)) : 0, isSigned ? -1 : 1 << (bits - 1));
                Assert.InRange(greatest, 0, isSigned ? (1 << (bits - 1)) - 1 : (1 << bits) - 1);
            }
        }
    }

    [ToolTheory("dcmcjpls", "dcmdjpls")]
    [InlineData(1, 12, false)]
    [InlineData(1, 16, true)]
    [InlineData(3, 8, false)]
    public void DCMTK_gives_back_what_it_compressed(int components, int bits, bool isSigned)
    {
        SampleFrame frame = SampleFrames.Make(SampleContent.CtLike, 61, 43, components, bits, isSigned);
        EncodedFrame encoded = Oracle.CompressDicom("dcmcjpls", "+el", frame);
        Assert.Equal("1.2.840.10008.1.2.4.80", encoded.TransferSyntax);
        Assert.Equal(frame.Description, encoded.Description);
        Assert.Equal(0xff, encoded.Bytes[0]);
        Assert.Equal(frame.Samples, Oracle.DecompressDicom("dcmdjpls", string.Empty, encoded).Bytes);
    }

    [ToolTheory("gdcmconv")]
    [InlineData("--jpeg")]
    [InlineData("--jpegls")]
    [InlineData("--j2k")]
    public void GDCM_gives_back_what_it_compressed(string codec)
    {
        SampleFrame frame = SampleFrames.Make(SampleContent.CtLike, 61, 43, 1, 12);
        EncodedFrame encoded = Oracle.CompressDicom("gdcmconv", codec, frame);
        Assert.Equal(frame.Samples, Oracle.DecompressDicom("gdcmconv", "--raw", encoded).Bytes);
    }

    [ToolTheory("opj_compress", "opj_decompress")]
    [InlineData(1, 8, false)]
    [InlineData(1, 12, true)]
    [InlineData(3, 8, false)]
    [InlineData(3, 16, true)]
    public void OpenJPEG_gives_back_what_it_compressed(int components, int bits, bool isSigned)
    {
        SampleFrame frame = SampleFrames.Make(SampleContent.CtLike, 61, 43, components, bits, isSigned);
        Assert.Equal(frame.Samples, Oracle.DecompressJpeg2000(Oracle.CompressJpeg2000(string.Empty, frame), frame.Description));
    }

    [ToolTheory("cjpeg", "djpeg")]
    [InlineData(1)]
    [InlineData(3)]
    public void Libjpeg_gives_back_nearly_what_it_compressed(int components)
    {
        SampleFrame frame = SampleFrames.Make(SampleContent.Gradient, 61, 43, components);
        byte[] samples = Oracle.DecompressJpeg(string.Empty, Oracle.CompressJpeg("-quality 98 -sample 1x1", frame));
        Assert.InRange(SampleFrame.GreatestDifference(frame.Description, frame.Samples, samples), 1, 12);
    }
}
