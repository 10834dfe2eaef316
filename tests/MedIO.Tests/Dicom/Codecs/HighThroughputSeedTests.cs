using System;
using System.IO;
using System.Linq;
using MedIO.Dicom.Codecs;
using MedIO.Formats;
using MedIO.Formats.Reading;
using Xunit;

namespace MedIO.Tests.Dicom.Codecs;

/// <summary>High-throughput code streams of OpenJPH, whole, cut and damaged.</summary>
public class HighThroughputSeedTests
{
    [Theory]
    [MemberData(nameof(Seed.Data), "htj2k", MemberType = typeof(Seed))]
    public void A_code_stream_becomes_what_it_was_made_of(string name)
    {
        EncodedFrame frame = Seed.Frame(name);
        byte[] samples = Decode(frame, frame.Bytes);
        if (Seed.Hash(name) is { } hash)
        {
            Assert.Equal(hash, SampleFrame.Hash(samples));
        }
        else
        {
            Assert.InRange(SampleFrame.GreatestDifference(frame.Description, Seed.Expected(name), samples), 0, 1);
        }
    }

    [Theory]
    [MemberData(nameof(Seed.Data), "htj2k", MemberType = typeof(Seed))]
    public void A_code_stream_that_ends_too_early_is_an_error(string name)
    {
        EncodedFrame frame = Seed.Frame(name);
        int step = Math.Max(1, frame.Bytes.Length / 200);
        for (int length = 0; length < frame.Bytes.Length - 2; length += step)
        {
            Exception? error = Record.Exception(() => Decode(frame, frame.Bytes.Take(length).ToArray()));
            Assert.True(error is EndOfStreamException or InvalidDataException, $"{length} of {frame.Bytes.Length} bytes: {error}");
        }
    }

    [Theory]
    [InlineData("htj2k/gray8.j2c")]
    [InlineData("htj2k/gray12-signed.j2c")]
    [InlineData("htj2k/order-lrcp.j2c")]
    public void A_code_block_whose_suffix_length_is_wrong_is_an_error_and_the_others_are_decoded(string name)
    {
        EncodedFrame frame = Seed.Frame(name);
        byte[] whole = Decode(frame, frame.Bytes);

        // The last code-block ends where the code stream does: its last byte is the upper part of the length.
        byte[] bytes = frame.Bytes.ToArray();
        Assert.Equal(new byte[] { 0xFF, 0xD9 }, bytes.Skip(bytes.Length - 2));
        bytes[bytes.Length - 3] = 0xFE;
        var samples = new byte[frame.Description.SampleBytes];
        Assert.Throws<InvalidDataException>(() => Decoder(frame).Decode(bytes, samples));
        int same = samples.Where((sample, i) => sample == whole[i]).Count();
        Assert.InRange(same, samples.Length / 3, samples.Length - 1);
    }

    private static byte[] Decode(EncodedFrame frame, byte[] bytes)
    {
        var samples = new byte[frame.Description.SampleBytes];
        Decoder(frame).Decode(bytes, samples);
        return samples;
    }

    private static IFrameDecoder Decoder(EncodedFrame frame)
    {
        IFrameDecoder? decoder = FrameCodecs.Decoder(frame.TransferSyntax, frame.Description);
        Assert.NotNull(decoder);
        return decoder!;
    }
}
