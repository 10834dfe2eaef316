using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using MedIO.Dicom.Codecs;
using MedIO.Dicom.Codecs.Jpeg2000;
using Xunit;

namespace MedIO.Tests.Dicom.Codecs;

/// <summary>Packets of JPEG 2000 that hold nothing.</summary>
public class Jpeg2000PacketTests
{
    // A bit that says that a packet is not empty, and one that says that none of its code-blocks is in it.
    private const byte NothingIncluded = 0x80;

    [Theory]
    [InlineData(20)]
    [InlineData(60)]
    public void Layers_without_content_are_passed_over(int layers)
    {
        var frame = new FrameDescription(256, 256, 1, 8, 8, false, false);
        var samples = new byte[frame.SampleBytes];
        new Jpeg2000Decoder(frame).Decode(Stream(256, layers), samples);
        Assert.All(samples, sample => Assert.Equal(128, sample));
    }

    [Fact]
    public void Layers_without_end_are_refused_before_each_goes_through_all_code_blocks()
    {
        // 65535 times 262144 code-blocks of 4 x 4 would take minutes.
        var frame = new FrameDescription(2048, 2048, 1, 8, 8, false, false);
        var error = Assert.Throws<InvalidDataException>(() => new Jpeg2000Decoder(frame).Decode(Stream(2048, 65535), new byte[frame.SampleBytes]));
        Assert.Contains("packets without content", error.Message);
    }

    [Fact]
    public void Frames_of_gigabytes_are_not_believed_to_be_in_a_header()
    {
        // A flat mammogram takes a few hundred bytes.
        var mammogram = new FrameDescription(4096, 5120, 1, 16, 12, false, false);
        var absurd = new FrameDescription(32768, 32768, 1, 16, 16, false, false);
        Assert.InRange(new Jpeg2000Decoder(mammogram).LeastBytes(mammogram.SampleBytes), 1, 128);
        Assert.InRange(new Jpeg2000Decoder(absurd).LeastBytes(absurd.SampleBytes), 2000, int.MaxValue);
    }

    // One precinct and no decomposition.
    private static byte[] Stream(int size, int layers)
    {
        var bytes = new List<byte>();
        void Words(params int[] words) => bytes.AddRange(words.SelectMany(word => new[] { (byte)(word >> 8), (byte)word }));
        Words(0xFF4F, 0xFF51, 41, 0, 0, size, 0, size, 0, 0, 0, 0, 0, size, 0, size, 0, 0, 0, 0, 1);
        bytes.AddRange(new byte[] { 7, 1, 1 });
        Words(0xFF52, 12, 0, layers);
        bytes.AddRange(new byte[] { 0, 0, 0, 0, 0, 1 });
        Words(0xFF5C, 4, 0x4040);
        int length = 14 + layers;
        Words(0xFF90, 10, 0, length >> 16, length & 0xFFFF, 1, 0xFF93);
        bytes.AddRange(Enumerable.Repeat(NothingIncluded, layers));
        Words(0xFFD9);
        return bytes.ToArray();
    }
}
