using System;
using System.Threading.Tasks;
using MedIO.Dicom.Codecs;
using Xunit;

namespace MedIO.Tests.Dicom.Codecs;

/// <summary>Frames that DCMTK, GDCM and libjpeg compressed: lossless ones must be what they were, the others what DCMTK makes of them.</summary>
public class JpegSeedTests
{
    [Theory]
    [MemberData(nameof(Seed.Data), "jpeg", MemberType = typeof(Seed))]
    public void A_frame_of_another_encoder_is_decoded_to_the_bit(string name)
    {
        EncodedFrame frame = Seed.Frame(name);
        Assert.Equal(Seed.Hash(name), SampleFrame.Hash(JpegFrames.Decode(frame.Bytes, frame.Description)));
    }

    [Theory]
    [MemberData(nameof(Seed.Data), "jpeg", MemberType = typeof(Seed))]
    public void A_padding_byte_or_a_missing_end_is_no_harm(string name)
    {
        EncodedFrame frame = Seed.Frame(name);
        string hash = Seed.Hash(name)!;
        int end = Array.LastIndexOf(frame.Bytes, (byte)0xd9) - 1;
        Assert.Equal(hash, SampleFrame.Hash(JpegFrames.Decode(JpegFrames.Join(frame.Bytes, new byte[] { 0 }), frame.Description)));
        Assert.Equal(hash, SampleFrame.Hash(JpegFrames.Decode(JpegFrames.Cut(frame.Bytes, end), frame.Description)));
        Assert.Equal(hash, SampleFrame.Hash(JpegFrames.Decode(JpegFrames.Join(JpegFrames.Cut(frame.Bytes, end), new byte[] { 0xff, 0xff, 0xd9, 7, 0xff }), frame.Description)));
    }

    [Theory]
    [MemberData(nameof(Seed.Data), "jpeg", MemberType = typeof(Seed))]
    public void A_frame_cut_anywhere_is_an_error_and_keeps_what_was_before(string name)
    {
        EncodedFrame frame = Seed.Frame(name);
        byte[] whole = JpegFrames.Decode(frame.Bytes, frame.Description);
        int end = Array.LastIndexOf(frame.Bytes, (byte)0xd9) - 1;
        for (int length = 0; length < end - 2; length++)
        {
            JpegFrames.DecodeBroken<System.IO.EndOfStreamException>(JpegFrames.Cut(frame.Bytes, length), frame.Description);
        }

        // All but the last bytes: most of a frame that is coded line after line is there. Upsampling looks a line ahead.
        if (!name.Contains("progressive") && !name.Contains("spectral") && !name.Contains("scans") && frame.Description.Rows > 20)
        {
            byte[] samples = JpegFrames.DecodeBroken<System.IO.EndOfStreamException>(JpegFrames.Cut(frame.Bytes, end - 6), frame.Description);
            Assert.InRange(JpegFrames.EqualBytes(whole, samples), whole.Length / 4, whole.Length - 1);
        }
    }

    [Fact]
    public void One_decoder_serves_several_threads()
    {
        EncodedFrame frame = Seed.Frame("jpeg/restart_420.jpg");
        var decoder = FrameCodecs.Decoder(frame.TransferSyntax, frame.Description)!;
        string hash = Seed.Hash("jpeg/restart_420.jpg")!;
        Parallel.For(0, 200, _ =>
        {
            var samples = new byte[frame.Description.SampleBytes];
            decoder.Decode(frame.Bytes, samples);
            Assert.Equal(hash, SampleFrame.Hash(samples));
        });
    }
}
