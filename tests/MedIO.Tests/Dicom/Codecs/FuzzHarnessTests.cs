using System;
using System.Collections.Generic;
using MedIO.Dicom.Codecs;
using MedIO.Tests.Dicom.Codecs.Fuzz;
using Xunit;

namespace MedIO.Tests.Dicom.Codecs;

/// <summary>What looks for faults must see them.</summary>
public class FuzzHarnessTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public unsafe void Guarded_memory_shows_what_was_written_beside_it(bool atEnd)
    {
        using var memory = new GuardedMemory(1000);
        Span<byte> bytes = memory.Take(37, atEnd);
        bytes.Fill(7);
        Assert.True(memory.IsWhole());
        fixed (byte* begin = bytes)
        {
            // On the other side there may be a page that ends the process.
            begin[atEnd ? -1 : 37] = 7;
        }

        Assert.False(memory.IsWhole());
        memory.Take(37, atEnd);
        Assert.True(memory.IsWhole());
    }

    [Fact]
    public void A_number_makes_the_same_case_again()
    {
        Mutator mutator = Of(Seed.Frame("rle/gray12.rle"), Seed.Frame("rle/rgb.rle"));
        Mutator other = Of(Seed.Frame("rle/gray12.rle"), Seed.Frame("rle/rgb.rle"));
        var different = new HashSet<string>();
        for (ulong number = 0; number < 200; number++)
        {
            FuzzCase first = mutator.Make(number);
            FuzzCase second = other.Make(number);
            Assert.Equal(first.Bytes.ToArray(), second.Bytes.ToArray());
            Assert.Equal(first.Description, second.Description);
            different.Add(first.Description + SampleFrame.Hash(first.Bytes.ToArray()));
        }

        Assert.InRange(different.Count, 150, 200);
    }

    [Fact]
    public void A_case_is_the_same_in_a_file()
    {
        FuzzCase made = Of(Seed.Frame("rle/gray16-signed.rle")).Make(5);
        using var folder = new ScratchFolder();
        made.Save(folder["case"]);
        FuzzCase loaded = FuzzCase.Load(folder["case"]);
        Assert.Equal(made.TransferSyntax, loaded.TransferSyntax);
        Assert.Equal(made.Description, loaded.Description);
        Assert.Equal(made.Bytes.ToArray(), loaded.Bytes.ToArray());
    }

    [Fact]
    public void A_frame_without_a_decoder_is_a_failure()
    {
        using var target = new FuzzTarget("rle");
        var fuzz = new FuzzCase();
        fuzz.Set(new EncodedFrame("1.2.3", new FrameDescription(1, 1, 1, 8, 8, false, false), string.Empty, new byte[4]));
        Assert.Equal(FuzzOutcome.Failure, target.Run(fuzz));
        Assert.Contains("no decoder", target.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Segments_of_a_code_stream_are_found()
    {
        byte[] stream = { 0xff, 0xd8, 0xff, 0xc4, 0, 4, 1, 2, 0xff, 0xda, 0, 3, 9, 5, 0xff, 0, 0xff, 0xd1, 6, 0xff, 0xd9 };
        var segments = new List<int>();
        MarkerSegments.Find(stream, segments);
        Assert.Equal(new[] { 0, 2, 8, 13, 19 }, segments);
    }

    private static Mutator Of(params EncodedFrame[] seeds) => new(seeds);
}
