using System;
using System.Collections.Generic;
using MedIO.Dicom.Codecs;
using MedIO.Dicom.Codecs.Jpeg2000;
using Xunit;

namespace MedIO.Tests.Dicom.Codecs;

/// <summary>What OpenJPEG and GDCM compress here and now.</summary>
public class Jpeg2000ToolTests
{
    [ToolTheory("opj_compress")]
    [InlineData("")]
    [InlineData("-n 1")]
    [InlineData("-n 6 -b 32,32")]
    [InlineData("-b 4,4 -n 3")]
    [InlineData("-b 1024,4")]
    [InlineData("-b 4,1024")]
    [InlineData("-c [64,64],[32,32] -p LRCP -r 8,4,2,1")]
    [InlineData("-c [64,32],[16,32] -p RLCP -r 8,2,1")]
    [InlineData("-c [32,64],[32,16] -p RPCL -r 8,2,1")]
    [InlineData("-c [64,64],[32,32] -p PCRL -r 8,2,1")]
    [InlineData("-c [64,64],[32,32] -p CPRL -r 8,2,1")]
    [InlineData("-t 32,29 -n 4")]
    [InlineData("-t 50,27 -n 4 -p RPCL -TP R -SOP -EPH")]
    [InlineData("-d 11,7 -n 4 -t 40,40 -T 9,2 -p PCRL -c [32,32]")]
    [InlineData("-SOP -EPH -PLT -TLM -TP L -r 4,2,1")]
    [InlineData("-M 1")]
    [InlineData("-M 4")]
    [InlineData("-M 5 -r 4,1")]
    [InlineData("-M 63")]
    [InlineData("-M 1 -ROI c=0,U=5")]
    [InlineData("-n 5 -POC T1=0,0,1,3,1,CPRL/T1=3,0,1,5,1,RLCP -c [32,32]")]
    public void What_opj_compress_makes_without_loss_comes_back(string options)
    {
        foreach (SampleContent content in new[] { SampleContent.CtLike, SampleContent.Noise, SampleContent.Extremes })
        {
            SampleFrame frame = SampleFrames.Make(content, 96, 84, 1, content == SampleContent.Noise ? 16 : 12, content == SampleContent.Extremes);
            Assert.Equal(frame.Samples, Decode(frame.Description, Oracle.CompressJpeg2000(options, frame)));
        }
    }

    [ToolTheory("opj_compress")]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    public void All_depths_and_sizes_come_back(int components)
    {
        // opj_compress takes no raw image whose width, height, components and bits have a bit in common.
        (int Width, int Height)[] sizes = { (1, 2), (2, 1), (5, 2), (16, 33), (33, 30), (85, 42) };
        for (int bits = 1; bits <= 16; bits++)
        {
            (int width, int height) = sizes[bits % sizes.Length];
            foreach (bool isSigned in new[] { false, true })
            {
                SampleFrame frame = SampleFrames.Make(bits % 2 == 0 ? SampleContent.Noise : SampleContent.Extremes, width, height, components, bits, isSigned);
                string levels = Math.Min(width, height) < 4 ? "-n 1" : "-n 3";
                string transform = components < 3 ? string.Empty : bits % 3 == 0 ? " -mct 0" : " -mct 1";
                Assert.Equal(frame.Samples, Decode(frame.Description, Oracle.CompressJpeg2000(levels + (components < 3 || components == 4 ? string.Empty : transform), frame)));
            }
        }
    }

    [ToolTheory("opj_compress", "opj_decompress")]
    [InlineData(1, 8, false, "-I -r 10")]
    [InlineData(1, 12, true, "-I -r 20,10,5 -n 4")]
    [InlineData(1, 16, false, "-I -q 40,50,70 -b 32,32 -p RPCL")]
    [InlineData(1, 16, true, "-I")]
    [InlineData(3, 8, false, "-I -mct 1 -r 12,6 -t 37,29 -n 4")]
    [InlineData(3, 8, false, "-I -mct 0 -r 6 -d 3,5")]
    [InlineData(3, 12, true, "-mct 1 -r 9")]
    [InlineData(1, 12, false, "-r 15,7 -M 9")]
    [InlineData(1, 8, false, "-I -r 5 -ROI c=0,U=7")]
    public void What_opj_compress_makes_with_loss_is_what_opj_decompress_says(int components, int bits, bool isSigned, string options)
    {
        foreach (SampleContent content in new[] { SampleContent.CtLike, SampleContent.Noise, SampleContent.Gradient })
        {
            SampleFrame frame = SampleFrames.Make(content, 96, 84, components, bits, isSigned);
            byte[] stream = Oracle.CompressJpeg2000(options, frame);
            byte[] expected = Oracle.DecompressJpeg2000(stream, frame.Description);
            int most = options.Contains("-I") ? 1 : 0;
            Assert.InRange(SampleFrame.GreatestDifference(frame.Description, expected, Decode(frame.Description, stream)), 0, most);
        }
    }

    [ToolTheory("opj_compress")]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Options_go_together_in_any_way(int seed)
    {
        var random = new Random(seed);
        int done = 0;
        for (int i = 0; i < 16; i++)
        {
            // No bit in common, see above.
            int width = 8 * random.Next(1, 20);
            int height = random.Next(3, 8) | (width & 16 ^ 16);
            SampleFrame frame = SampleFrames.Make((SampleContent)random.Next(0, 6), width, height, 1 + random.Next(0, 2), random.Next(1, 17), random.Next(0, 2) == 0, seed: seed);
            string options = RandomOptions(random, width, height);
            byte[] stream;
            try
            {
                stream = Oracle.CompressJpeg2000(options, frame);
            }
            catch (Xunit.Sdk.XunitException)
            {
                // It cannot do all that it can be told.
                continue;
            }

            Assert.True(SampleFrame.GreatestDifference(frame.Description, frame.Samples, Decode(frame.Description, stream)) == 0, $"{frame.Description} {options}");
            done++;
        }

        Assert.InRange(done, 6, 16);
    }

    [ToolTheory("gdcmconv")]
    [InlineData("--j2k", 1, 8)]
    [InlineData("--j2k", 1, 12)]
    [InlineData("--j2k", 1, 16)]
    [InlineData("--j2k", 3, 8)]
    [InlineData("--j2k --lossy -r 6", 1, 12)]
    [InlineData("--j2k --lossy -q 45", 3, 8)]
    public void What_GDCM_makes_is_what_GDCM_reads(string options, int components, int bits)
    {
        SampleFrame frame = SampleFrames.Make(SampleContent.CtLike, 131, 77, components, bits);
        EncodedFrame encoded = Oracle.CompressDicom("gdcmconv", options, frame);
        byte[] samples = Decode(frame.Description, encoded.Bytes);
        if (!options.Contains("lossy"))
        {
            Assert.Equal(frame.Samples, samples);
        }

        byte[] expected = Oracle.DecompressDicom("gdcmconv", "--raw", encoded).Bytes;
        Assert.InRange(SampleFrame.GreatestDifference(frame.Description, expected, samples), 0, options.Contains("lossy") ? 1 : 0);
    }

    private static string RandomOptions(Random random, int width, int height)
    {
        var options = new List<string> { "-n " + (Math.Min(width, height) < 4 ? 1 : random.Next(1, 4)) };
        string Pick(params string[] choices) => choices[random.Next(choices.Length)];
        options.Add(Pick(string.Empty, "-b 4,4", "-b 64,64", "-b 16,256", "-b 8,16"));
        options.Add(Pick(string.Empty, "-c [16,16]", "-c [32,8],[8,32]", "-c [256,256]"));
        options.Add("-p " + Pick("LRCP", "RLCP", "RPCL", "PCRL", "CPRL"));
        options.Add(Pick(string.Empty, "-r 9,3,1", "-r 2,1"));
        options.Add(Pick(string.Empty, "-M " + random.Next(0, 64)));
        options.Add(Pick(string.Empty, "-SOP", "-EPH", "-SOP -EPH"));
        options.Add(Pick(string.Empty, "-PLT", "-TLM", "-TP R", "-TP L"));
        options.Add(Pick(string.Empty, string.Empty, "-d 3,9", "-d 16,1"));
        return string.Join(" ", options);
    }

    private static byte[] Decode(FrameDescription frame, byte[] bytes)
    {
        var samples = new byte[frame.SampleBytes];
        new Jpeg2000Decoder(frame).Decode(bytes, samples);
        return samples;
    }
}
