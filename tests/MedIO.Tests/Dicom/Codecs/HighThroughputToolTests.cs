using System;
using System.IO;
using System.Linq;
using System.Text;
using MedIO.Dicom.Codecs;
using MedIO.Dicom.Codecs.Jpeg2000;
using Xunit;

namespace MedIO.Tests.Dicom.Codecs;

/// <summary>What OpenJPH compresses here and now, with OpenJPEG's samples for what loses something.</summary>
public class HighThroughputToolTests
{
    [ToolTheory("ojph_compress")]
    [InlineData("")]
    [InlineData("-num_decomps 1")]
    [InlineData("-block_size {32,32}")]
    [InlineData("-block_size {4,4} -num_decomps 2")]
    [InlineData("-block_size {4,1024}")]
    [InlineData("-block_size {1024,4}")]
    [InlineData("-prog_order LRCP -precincts {32,32},{64,64}")]
    [InlineData("-prog_order RLCP -precincts {32,32},{64,64}")]
    [InlineData("-prog_order RPCL -precincts {64,32} -tlm_marker true -tileparts R")]
    [InlineData("-prog_order PCRL -precincts {32,64}")]
    [InlineData("-prog_order CPRL -precincts {32,32}")]
    [InlineData("-tile_size {33,40} -num_decomps 3")]
    [InlineData("-image_offset {13,5} -tile_offset {7,3} -tile_size {50,50} -num_decomps 3")]
    public void What_is_compressed_without_loss_comes_back(string options)
    {
        foreach (SampleContent content in new[] { SampleContent.Noise, SampleContent.CtLike, SampleContent.OddPixel, SampleContent.Extremes })
        {
            SampleFrame frame = SampleFrames.Make(content, 96, 84, 1, content == SampleContent.Noise ? 16 : 12);
            Assert.Equal(frame.Samples, Decode(frame.Description, Compress("-reversible true " + options, frame)));
        }
    }

    [ToolTheory("ojph_compress")]
    [InlineData(1)]
    [InlineData(3)]
    public void All_depths_and_sizes_come_back(int components)
    {
        (int Width, int Height)[] sizes = { (1, 1), (1, 2), (2, 1), (3, 5), (16, 33), (33, 30), (85, 42), (129, 66) };
        foreach (int bits in components == 3 ? new[] { 8, 16 } : Enumerable.Range(7, 10).ToArray())
        {
            (int width, int height) = sizes[bits % sizes.Length];
            foreach (SampleContent content in new[] { SampleContent.Noise, SampleContent.CtLike, SampleContent.Gradient })
            {
                SampleFrame frame = SampleFrames.Make(content, width, height, components, bits);
                string options = components == 3 && content != SampleContent.Noise ? "-colour_trans true" : "-colour_trans false";
                Assert.Equal(frame.Samples, Decode(frame.Description, Compress("-reversible true -num_decomps 2 " + options, frame)));
            }
        }
    }

    [ToolTheory("ojph_compress", "opj_decompress")]
    [InlineData("-qstep 0.0001")]
    [InlineData("-qstep 0.01")]
    [InlineData("-qstep 0.1 -num_decomps 3")]
    [InlineData("-qstep 0.003 -block_size {16,64} -tile_size {60,50}")]
    public void What_loses_something_is_as_OpenJPEG_has_it(string options)
    {
        foreach (int bits in new[] { 8, 12, 16 })
        {
            foreach (SampleContent content in new[] { SampleContent.CtLike, SampleContent.Noise })
            {
                SampleFrame frame = SampleFrames.Make(content, 120, 77, 1, bits);
                byte[] stream = Compress(options, frame);
                byte[] expected = Oracle.DecompressJpeg2000(stream, frame.Description);
                Assert.InRange(SampleFrame.GreatestDifference(frame.Description, expected, Decode(frame.Description, stream)), 0, 1);
            }
        }
    }

    private static byte[] Decode(FrameDescription frame, byte[] stream)
    {
        var samples = new byte[frame.SampleBytes];
        new Jpeg2000Decoder(frame).Decode(stream, samples);
        return samples;
    }

    // Unsigned samples: it takes signed ones as if they were not. PGM and PPM have big-endian cells.
    private static byte[] Compress(string options, SampleFrame frame)
    {
        FrameDescription size = frame.Description;
        using var folder = new ScratchFolder();
        string form = FormattableString.Invariant($"P{(size.Components == 3 ? 6 : 5)}\n{size.Columns} {size.Rows}\n{(1 << size.BitsStored) - 1}\n");
        byte[] samples = size.CellBytes == 2 ? SampleOrder.SwapWords(frame.Samples) : frame.Samples;
        string input = folder[size.Components == 3 ? "frame.ppm" : "frame.pgm"];
        File.WriteAllBytes(input, Encoding.ASCII.GetBytes(form).Concat(samples).ToArray());
        ExternalTool.Run("ojph_compress", $"-i \"{input}\" -o \"{folder["frame.j2c"]}\" {options}");
        return File.ReadAllBytes(folder["frame.j2c"]);
    }
}
