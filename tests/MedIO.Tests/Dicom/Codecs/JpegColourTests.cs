using System;
using MedIO.Dicom.Codecs;
using MedIO.Dicom.Codecs.Jpeg;
using Xunit;

namespace MedIO.Tests.Dicom.Codecs;

/// <summary>Whether components are luminance and chrominances: APP14, APP0, identifiers, sizes and PhotometricInterpretation.</summary>
public class JpegColourTests
{
    private const byte Baseline = 0xc0;
    private const byte Lossless = 0xc3;

    [Theory]

    // The code stream knows best,
    [InlineData(Baseline, 1, false, "123", 0x11, false, true)]
    [InlineData(Baseline, 2, false, "123", 0x11, false, true)]
    [InlineData(Baseline, 0, false, "123", 0x11, true, false)]
    [InlineData(Baseline, 0, true, "123", 0x21, true, false)]
    [InlineData(Baseline, 1, false, "RGB", 0x11, false, true)]
    [InlineData(Baseline, -1, true, "123", 0x11, false, true)]
    [InlineData(Baseline, -1, true, "RGB", 0x11, true, false)]
    [InlineData(Baseline, -1, false, "rgb", 0x11, true, false)]
    [InlineData(Baseline, -1, false, "RGB", 0x11, true, false)]
    [InlineData(Baseline, -1, false, "RGB", 0x21, true, false)]
    [InlineData(Baseline, -1, false, "123", 0x21, false, true)]
    [InlineData(Baseline, -1, false, "123", 0x12, false, true)]

    // then the data set.
    [InlineData(Baseline, -1, false, "123", 0x11, true, true)]
    [InlineData(Baseline, -1, false, "123", 0x11, false, false)]
    [InlineData(Baseline, -1, false, "012", 0x11, false, false)]

    // JFIF means nothing in lossless frames.
    [InlineData(Lossless, -1, true, "123", 0x11, false, false)]
    [InlineData(Lossless, -1, true, "123", 0x11, true, true)]
    [InlineData(Lossless, -1, false, "RGB", 0x11, true, true)]
    [InlineData(Lossless, 1, false, "123", 0x11, false, true)]
    [InlineData(Lossless, 0, false, "123", 0x11, true, false)]
    public void Components_are_what_stream_and_data_set_say(byte process, int adobe, bool jfif, string ids, byte factors, bool isLuminance, bool expected)
    {
        var description = new FrameDescription(16, 16, 3, 8, 8, IsSigned: false, isLuminance);
        var colours = new ColourSpace();
        if (adobe >= 0)
        {
            colours.ReadAdobe(new byte[] { (byte)'A', (byte)'d', (byte)'o', (byte)'b', (byte)'e', 0, 100, 0, 0, 0, 0, (byte)adobe });
        }

        if (jfif)
        {
            colours.ReadJfif(new byte[] { (byte)'J', (byte)'F', (byte)'I', (byte)'F', 0, 1, 1, 0, 0, 1, 0, 1, 0, 0 });
        }

        byte Id(int i) => char.IsLetter(ids[0]) ? (byte)ids[i] : (byte)(ids[i] - '0');
        var header = FrameHeader.Read(process, new byte[] { 8, 0, 16, 0, 16, 3, Id(0), factors, 0, Id(1), 0x11, 0, Id(2), 0x11, 0 }, description);
        Assert.Equal(expected, colours.IsLuminance(header, description));

        // Signed samples and other numbers of components have no luminance.
        Assert.False(colours.IsLuminance(header, description with { IsSigned = true }));
    }

    [Fact]
    public void Segments_of_other_applications_say_nothing()
    {
        var description = new FrameDescription(8, 8, 3, 8, 8, IsSigned: false, IsLuminance: false);
        var header = FrameHeader.Read(Baseline, new byte[] { 8, 0, 8, 0, 8, 3, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0 }, description);
        var colours = new ColourSpace();
        colours.ReadAdobe(new byte[] { (byte)'A', (byte)'d', (byte)'o', (byte)'b', (byte)'x', 0, 100, 0, 0, 0, 0, 1 });
        colours.ReadAdobe(new byte[] { (byte)'A', (byte)'d', (byte)'o', (byte)'b', (byte)'e' });
        colours.ReadJfif(new byte[] { (byte)'J', (byte)'F', (byte)'X', (byte)'X', 0, 1, 1, 0, 0, 1, 0, 1, 0, 0 });
        colours.ReadJfif(Array.Empty<byte>());
        Assert.False(colours.IsLuminance(header, description));
    }

    [Theory]
    [InlineData(8)]
    [InlineData(12)]
    [InlineData(16)]
    public void Lossless_luminance_becomes_RGB(int bits)
    {
        // Y, Cb, Cr of grey and of a strong red: PS3.3 section C.7.6.3.1.2.
        double unit = Math.Pow(2, bits - 8);
        int[] ybr = { (int)(100 * unit), 1 << (bits - 1), 1 << (bits - 1), (int)(76 * unit), (int)(85 * unit), (int)(255 * unit) };
        var description = new FrameDescription(2, 1, 3, bits <= 8 ? 8 : 16, bits, IsSigned: false, IsLuminance: false);
        var samples = new byte[description.SampleBytes];
        for (int i = 0; i < 6; i++)
        {
            for (int b = 0; b < description.CellBytes; b++)
            {
                samples[(i * description.CellBytes) + b] = (byte)(ybr[i] >> (8 * b));
            }
        }

        byte[] encoded = new JpegLosslessEncoder().Encode(new SampleFrame(description, samples));
        byte[] rgb = JpegFrames.Decode(encoded, description with { IsLuminance = true });
        double[] expected = { 100, 100, 100, 76 + (1.402 * 127), 76 + (0.344136 * 43) - (0.714136 * 127), 76 - (1.772 * 43) };
        for (int i = 0; i < 6; i++)
        {
            double right = Math.Min(Math.Max(expected[i] * unit, 0), Math.Pow(2, bits) - 1);
            int value = SampleFrame.ValueOf(description, rgb, i);
            Assert.InRange(value, right - 0.51 - (unit / 200), right + 0.51 + (unit / 200));
        }
    }
}
