using System;
using System.Buffers;
using System.IO;
using System.Linq;
using MedIO.Dicom.Codecs;
using MedIO.Dicom.Codecs.JpegLs;
using MedIO.Dicom.Codecs.Rle;
using Xunit;

namespace MedIO.Tests.Dicom.Codecs;

/// <summary>Memory that decoders share: how little they take besides it, and that nothing of one frame shows in another.</summary>
[Collection(Alone.Name)]
public class CodecMemoryTests
{
    public static TheoryData<string> Codecs => new() { "rle", "jpeg", "jpegls", "jpeg2000", "htj2k" };

#if !TEST_NETFRAMEWORK
    [Theory]
    [MemberData(nameof(Codecs))]
    public void A_decoder_for_each_frame_takes_hardly_any_memory(string codec)
    {
        foreach (string name in Seed.All(codec))
        {
            // Ten scans with a few small objects each are the most.
            EncodedFrame frame = Seed.Frame(name);
            Assert.True(BytesOfFrame(frame) is >= 0 and < 12_000, name);
        }
    }

    [Fact]
    public void Frames_of_a_series_take_no_memory_for_their_pixels()
    {
        SampleFrame frame = SampleFrames.Make(SampleContent.CtLike, 512, 512, 1, 12, isSigned: true);
        byte[] lossless = JpegLsEncoder.Encode(frame.Samples, frame.Description);
        byte[] runs = RleEncoder.Encode(frame.Samples, 512, 512, 1, 2);
        Assert.InRange(BytesOfFrame(new EncodedFrame("1.2.840.10008.1.2.4.80", frame.Description, "MONOCHROME2", lossless)), 0, 4096);
        Assert.InRange(BytesOfFrame(new EncodedFrame("1.2.840.10008.1.2.5", frame.Description, "MONOCHROME2", runs)), 0, 4096);
    }

    [ToolTheory("gdcmconv", "dcmcjpeg")]
    [InlineData("gdcmconv", "--j2k", 1)]
    [InlineData("gdcmconv", "--j2k --lossy -r 10", 3)]
    [InlineData("dcmcjpeg", "+e1", 1)]
    [InlineData("dcmcjpeg", "+eb", 3)]
    [InlineData("dcmcjpeg", "+ep", 1)]
    public void Nor_do_those_that_other_programs_compress(string program, string arguments, int components)
    {
        SampleFrame frame = SampleFrames.Make(SampleContent.CtLike, 512, 512, components, components == 1 ? 12 : 8);
        Assert.InRange(BytesOfFrame(Oracle.CompressDicom(program, arguments, frame)), 0, 8192);
    }

    // A new decoder each, as files of one frame have it.
    private static long BytesOfFrame(EncodedFrame frame)
    {
        const int Frames = 10;
        var samples = new byte[frame.Description.SampleBytes];
        long before = 0;
        for (int i = -3; i < Frames; i++)
        {
            before = i == 0 ? GC.GetAllocatedBytesForCurrentThread() : before;
            FrameCodecs.Decoder(frame.TransferSyntax, frame.Description)!.Decode(frame.Bytes, samples);
        }

        return (GC.GetAllocatedBytesForCurrentThread() - before) / Frames;
    }
#endif

    [Theory]
    [MemberData(nameof(Codecs))]
    public void What_another_frame_left_in_memory_never_shows(string codec)
    {
        string[] names = Seed.All(codec).ToArray();
        var random = new Random(11);
        for (int n = 0; n < names.Length; n++)
        {
            EncodedFrame frame = Seed.Frame(names[n]);
            EncodedFrame other = Seed.Frame(names[(n + 1) % names.Length]);
            for (int i = 0; i < 6; i++)
            {
                byte[] broken = Break(frame.Bytes, random, isCut: i % 2 == 0);
                Leave(0);
                byte[] first = Decode(frame, broken);
                Leave(0x5A);
                Decode(other, other.Bytes);
                Assert.True(first.SequenceEqual(Decode(frame, broken)), names[n]);
            }
        }
    }

    private static byte[] Break(byte[] bytes, Random random, bool isCut)
    {
        int at = random.Next(bytes.Length / 4, bytes.Length);
        byte[] broken = isCut ? bytes.Take(at).ToArray() : (byte[])bytes.Clone();
        if (!isCut)
        {
            broken[at] ^= (byte)(1 << random.Next(8));
        }

        return broken;
    }

    private static byte[] Decode(EncodedFrame frame, byte[] bytes)
    {
        var samples = new byte[frame.Description.SampleBytes];
        Exception? error = Record.Exception(() => FrameCodecs.Decoder(frame.TransferSyntax, frame.Description)!.Decode(bytes, samples));
        Assert.True(error is null or InvalidDataException or EndOfStreamException, $"{error}");
        return samples;
    }

    // Fills what arrays can be rented next.
    private static void Leave(byte value)
    {
        Fill(value);
        Fill((ushort)(value * 0x101));
        Fill((short)(value * 0x101));
        Fill(value * 0x01010101);
        Fill(value * 0x0101010101010101UL);
    }

    private static void Fill<T>(T value)
    {
        for (int length = 16; length <= 1 << 15; length *= 2)
        {
            T[][] arrays = Enumerable.Range(0, 4).Select(_ => ArrayPool<T>.Shared.Rent(length)).ToArray();
            foreach (T[] array in arrays)
            {
                new Span<T>(array).Fill(value);
                ArrayPool<T>.Shared.Return(array);
            }
        }
    }
}
