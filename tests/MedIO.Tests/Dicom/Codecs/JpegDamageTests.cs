using System;
using System.IO;
using MedIO.Dicom.Codecs;
using Xunit;

namespace MedIO.Tests.Dicom.Codecs;

/// <summary>What is left of DCT frames that were damaged between restart markers.</summary>
public class JpegDamageTests
{
    // A row of blocks of 50 x 37 pixels has 7: with a restart after each, intervals are 8 x 8 pixels.
    private const int Columns = 50;

    [Fact]
    public void A_restart_marker_that_is_lost_costs_its_interval()
    {
        byte[] encoded = Frame(out FrameDescription frame, out byte[] whole);
        int marker = JpegFrames.Find(encoded, 0xd3);
        byte[] samples = JpegFrames.DecodeBroken<InvalidDataException>(JpegFrames.Remove(encoded, marker, 2), frame);

        // Its data are taken for more of interval 3; interval 4 stays black.
        Assert.Equal(new[] { 4 }, BlocksThatDiffer(whole, samples));
    }

    [Fact]
    public void A_restart_marker_too_many_costs_nothing()
    {
        byte[] encoded = Frame(out FrameDescription frame, out byte[] whole);
        int marker = JpegFrames.Find(encoded, 0xd3);
        byte[] samples = JpegFrames.DecodeBroken<InvalidDataException>(JpegFrames.Insert(encoded, marker, 0xff, 0xd2), frame);
        Assert.Empty(BlocksThatDiffer(whole, samples));
    }

    [Fact]
    public void An_interval_that_is_cut_short_costs_no_other()
    {
        byte[] encoded = Frame(out FrameDescription frame, out byte[] whole);
        int marker = JpegFrames.Find(encoded, 0xd3);
        int before = JpegFrames.Find(encoded, 0xd2) + 2;
        byte[] samples = JpegFrames.DecodeBroken<InvalidDataException>(JpegFrames.Remove(encoded, before, marker - before), frame);
        Assert.Equal(new[] { 3 }, BlocksThatDiffer(whole, samples));
    }

    [Fact]
    public void A_marker_that_is_none_costs_no_more_than_its_interval()
    {
        byte[] encoded = Frame(out FrameDescription frame, out byte[] whole);
        int before = JpegFrames.Find(encoded, 0xd2) + 2;
        byte[] samples = JpegFrames.DecodeBroken<InvalidDataException>(JpegFrames.Insert(encoded, before, 0xff, 0x17), frame);
        Assert.Equal(new[] { 3 }, BlocksThatDiffer(whole, samples));
    }

    [Fact]
    public void What_follows_the_end_of_a_scan_too_early_is_lost()
    {
        byte[] encoded = Frame(out FrameDescription frame, out byte[] whole);
        int marker = JpegFrames.Find(encoded, 0xd6);
        byte[] samples = JpegFrames.DecodeBroken<InvalidDataException>(JpegFrames.Insert(encoded, marker, 0xff, 0xd9), frame);
        int[] differ = BlocksThatDiffer(whole, samples);
        Assert.Equal(7, differ[0]);
        Assert.Equal(34, differ[differ.Length - 1]);
        Assert.All(JpegFrames.Cut(samples, -8 * Columns), b => Assert.Equal(0, b));
    }

    [Fact]
    public void The_line_of_the_damage_is_named()
    {
        byte[] encoded = Frame(out FrameDescription frame, out _);
        int scan = JpegFrames.Find(encoded, 0xda);
        for (int marker = JpegFrames.Find(encoded, 0xd7), intervals = 8; intervals < 20; intervals++)
        {
            scan = marker;
            marker += 2 + JpegFrames.Find(JpegFrames.Cut(encoded, -(marker + 2)), (byte)(0xd0 + (intervals & 7)));
        }

        byte[] broken = JpegFrames.Remove(encoded, scan + 2, 1);
        InvalidDataException e = JpegFrames.Fails<InvalidDataException>(JpegFrames.Insert(broken, scan + 2, 0xff, 0xd9), frame);
        Assert.Contains("line 16 of 37", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Luminance_that_is_lost_is_black_and_not_green()
    {
        EncodedFrame frame = Seed.Frame("jpeg/restart_420.jpg");
        byte[] samples = JpegFrames.DecodeBroken<EndOfStreamException>(JpegFrames.Cut(frame.Bytes, JpegFrames.Find(frame.Bytes, 0xd0)), frame.Description);
        Assert.All(JpegFrames.Cut(samples, -(20 * 50 * 3)), b => Assert.Equal(0, b));
    }

    private static byte[] Frame(out FrameDescription frame, out byte[] whole)
    {
        EncodedFrame seed = Seed.Frame("jpeg/restart_gray.jpg");
        frame = seed.Description;
        whole = JpegFrames.Decode(seed.Bytes, frame);
        return seed.Bytes;
    }

    private static int[] BlocksThatDiffer(byte[] left, byte[] right)
    {
        var blocks = new System.Collections.Generic.SortedSet<int>();
        for (int i = 0; i < left.Length; i++)
        {
            if (left[i] != right[i])
            {
                blocks.Add((i / Columns / 8 * 7) + (i % Columns / 8));
            }
        }

        var array = new int[blocks.Count];
        blocks.CopyTo(array);
        return array;
    }
}
