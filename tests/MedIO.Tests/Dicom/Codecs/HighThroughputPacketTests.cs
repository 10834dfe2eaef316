using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using FsCheck.Xunit;
using MedIO.Dicom.Codecs;
using MedIO.Dicom.Codecs.Jpeg2000;
using Xunit;

namespace MedIO.Tests.Dicom.Codecs;

/// <summary>Passes of high-throughput code-blocks in several layers, placeholders before them, and code streams that mix both kinds.</summary>
public class HighThroughputPacketTests
{
    [Property(MaxTest = 200)]
    public void Passes_may_be_in_any_layers(int seed)
    {
        var random = new Random(seed);
        CodeBlock block = AnyBlock(random, CodeBlockStyle.None);
        int skipped = random.Next(4);
        int sets = random.Next(4);
        int passes = skipped == 0 ? 1 : random.Next(1, 4);
        int zeroPlanes = random.Next(4);
        int[] indices = BlockRandom.Indices(random, block.Width, block.Height, zeroPlanes + sets + skipped + 1);
        HighThroughputEncoder encoded = HighThroughputEncoder.Encode(indices, block, skipped, passes, random);
        var stream = new HighThroughputStream(block, zeroPlanes + sets + skipped + 1, zeroPlanes);

        int done = 0;
        int taken = 0;
        while (done < (3 * sets) + passes)
        {
            int more = random.Next(1, (3 * sets) + passes - done + 1);
            var segments = new List<CodeWordSegment>();
            var bytes = new List<byte>();
            if (done + more <= 3 * sets)
            {
                segments.Add(new CodeWordSegment(0, more));
                done += more;
                more = 0;
            }
            else if (done <= 3 * sets)
            {
                int first = (3 * sets) + 1 - done;
                segments.Add(new CodeWordSegment(encoded.Cleanup.Length, first));
                bytes.AddRange(encoded.Cleanup);
                done += first;
                more -= first;
            }

            if (more > 0)
            {
                // The bytes of both refinement passes may be cut anywhere.
                done += more;
                int length = done == (3 * sets) + passes ? encoded.Refinement.Length - taken : encoded.Refinement.Length / 3;
                segments.Add(new CodeWordSegment(length, more));
                bytes.AddRange(encoded.Refinement.Skip(taken).Take(length));
                taken += length;
            }

            stream.AddLayer(segments, bytes);
        }

        Assert.Equal(encoded.Expected.Select(value => value / 2), Decode(block, stream.End()));
    }

    [Property(MaxTest = 100)]
    public void Code_blocks_of_both_kinds_come_back_where_they_are_mixed(int seed)
    {
        var random = new Random(seed);
        CodeBlock block = AnyBlock(random, CodeBlockStyle.HighThroughputMixed);
        int[] indices = BlockRandom.Indices(random, block.Width, block.Height, 12);
        indices[0] = 4095;
        HighThroughputStream stream;
        if (random.Next(2) == 0)
        {
            // The highest bit of the length is 0, and it has more than three bits.
            HighThroughputEncoder fast = HighThroughputEncoder.Encode(indices, block, 0, 1, random);
            stream = new HighThroughputStream(block, 14, 13);
            int bits = 4;
            while (fast.Cleanup.Length >> (bits - 1) != 0)
            {
                bits++;
            }

            stream.AddLayer(new[] { new CodeWordSegment(fast.Cleanup.Length, 1) }, fast.Cleanup, bits);
        }
        else
        {
            BlockEncoder slow = BlockEncoder.Encode(indices, block);
            stream = new HighThroughputStream(block, 14, 14 - slow.Block.BitPlanes);
            stream.AddLayer(slow.Segments, slow.Bytes);
        }

        Assert.Equal(indices, Decode(block, stream.End()));
    }

    [Fact]
    public void Bytes_before_the_cleanup_pass_are_an_error_where_kinds_are_not_mixed()
    {
        var block = new CodeBlock { Width = 8, Height = 8, Style = CodeBlockStyle.HighThroughput };
        var stream = new HighThroughputStream(block, 9, 2);
        stream.AddLayer(new[] { new CodeWordSegment(0, 1) }, Array.Empty<byte>());
        stream.AddLayer(new[] { new CodeWordSegment(5, 2) }, new byte[5]);
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => Decode(block, stream.End()));
        Assert.Contains("before its cleanup pass", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void More_placeholders_than_bit_planes_are_an_error()
    {
        var block = new CodeBlock { Width = 4, Height = 4, Style = CodeBlockStyle.HighThroughput };
        var stream = new HighThroughputStream(block, 9, 2);
        stream.AddLayer(new[] { new CodeWordSegment(0, 150) }, Array.Empty<byte>());
        stream.AddLayer(new[] { new CodeWordSegment(0, 150) }, Array.Empty<byte>());
        Assert.Throws<InvalidDataException>(() => Decode(block, stream.End()));
    }

    private static CodeBlock AnyBlock(Random random, CodeBlockStyle style) =>
        new() { Width = random.Next(1, 33), Height = random.Next(1, 33), Style = CodeBlockStyle.HighThroughput | style };

    private static int[] Decode(CodeBlock block, byte[] stream)
    {
        var frame = new FrameDescription(block.Width, block.Height, 1, 16, 16, true, false);
        var samples = new byte[frame.SampleBytes];
        new Jpeg2000Decoder(frame).Decode(stream, samples);
        return Enumerable.Range(0, block.Width * block.Height).Select(i => SampleFrame.ValueOf(frame, samples, i)).ToArray();
    }
}
