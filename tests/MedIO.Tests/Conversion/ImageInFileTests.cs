using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using FsCheck.Xunit;
using MedIO.Formats;
using MedIO.Formats.Reading;
using MedIO.Formats.Writing;
using MedIO.Geometry;
using MedIO.IO;
using Xunit;

namespace MedIO.Tests.Conversion;

/// <content>Slabs put together are the image, however its axes, files and compressions lie.</content>
public sealed class ImageInFileTests
{
    [Property(MaxTest = 500)]
    public void Slabs_put_together_are_what_is_read_at_once(int seed)
    {
        var random = new Random(seed);
        int[] sizes = Enumerable.Range(0, random.Next(1, 5)).Select(_ => random.Next(1, 9)).ToArray();
        using var file = new SlabFile(random, sizes, random.Next(1, 4));
        AxisMap map = SlabFile.RandomMap(random, file.Shape);
        VoxelType type = random.Next(3) == 0 ? VoxelType.Float64 : VoxelType.Int16;
        long unit = file.Components * map.Shape.Take(random.Next(0, map.Shape.Count + 1)).Aggregate(1L, (n, size) => n * size);
        using ImageSource source = ImageSource.Open(file.Path);
        ImageInFile image = file.Open(source, map, type, slabBytes: random.Next(1, 200));
        Array expected = VoxelReader.Read(file.Description, source, map, type, new CastReport(), new ReadOptions());
        var slabs = new List<object>();
        foreach (VoxelRun run in image.Runs(unit))
        {
            Assert.Equal(0, run.Count % unit);
            slabs.AddRange(run.Numbers.Cast<object>().Skip((int)run.Start).Take((int)run.Count));
        }

        Assert.Equal(expected.Cast<object>(), slabs);
    }

    [Theory]
    [InlineData(true, ":, :, :", true)]
    [InlineData(true, "::-1, ::-1, :", true)]
    [InlineData(true, ":, :, ::-1", false)]
    [InlineData(false, ":, :, ::-1", true)]
    [InlineData(false, ":, ::2, 3:-3", true)]
    public void Only_a_stream_that_would_be_read_backwards_is_read_at_once(bool gzip, string slice, bool inSlabs)
    {
        using var file = new RawFile();
        file.Add(Enumerable.Range(0, 16 * 16 * 16).Select(i => (byte)i).ToArray(), gzip ? VoxelCoding.Gzip : VoxelCoding.Raw);
        var layout = new VoxelLayout(new Shape(16, 16, 16), VoxelType.UInt8, 1, file.Segments);
        AxisMap map = AxisMap.Slice(SliceExpression.Parse(slice).Resolve(layout.Shape));
        Assert.Equal(inSlabs, SlabPlan.Of(layout, map, VoxelType.UInt8, slabBytes: 16) is not null);
    }

    [Fact]
    public void Axes_of_a_raw_file_may_change_places_but_not_those_of_a_stream()
    {
        AxisMap turned = AxisMap.Permute(new[] { 2, 0, 1 }, new[] { 16, 16, 16 });
        foreach (VoxelCoding coding in new[] { VoxelCoding.Raw, VoxelCoding.Gzip })
        {
            using var file = new RawFile();
            file.Add(new byte[4096], coding);
            var layout = new VoxelLayout(new Shape(16, 16, 16), VoxelType.UInt8, 1, file.Segments);
            Assert.Equal(coding == VoxelCoding.Raw, SlabPlan.Of(layout, turned, VoxelType.UInt8, slabBytes: 16) is not null);
        }

        // Within a slice they may.
        AxisMap within = AxisMap.Permute(new[] { 1, 0, 2 }, new[] { 16, 16, 16 });
        using var stream = new RawFile();
        stream.Add(new byte[4096], VoxelCoding.Gzip);
        SlabPlan? plan = SlabPlan.Of(new VoxelLayout(new Shape(16, 16, 16), VoxelType.UInt8, 1, stream.Segments), within, VoxelType.UInt8, slabBytes: 16);
        Assert.Equal(16, plan!.Slabs().Count());
    }

    [Fact]
    public void A_stream_that_is_damaged_behind_the_voxels_is_an_error_of_the_source()
    {
        using var file = new RawFile();
        file.Add(Enumerable.Range(0, 4096).Select(i => (byte)i).ToArray(), VoxelCoding.Gzip);
        string path = file.Segments[0].Path;
        byte[] bytes = File.ReadAllBytes(path);
        bytes[bytes.Length - 8] ^= 1;
        File.WriteAllBytes(path, bytes);
        MedIOException error = Assert.Throws<MedIOException>(() => Drain(file, slabBytes: 256));
        Assert.Equal(MedIOError.CorruptCompression, error.Error);
        Assert.Equal(path, error.Path);
    }

    [Fact]
    public void Who_stops_in_the_middle_may_close_the_file()
    {
        for (int stop = 0; stop < 8; stop++)
        {
            using var file = new RawFile();
            file.Add(new byte[1 << 16], VoxelCoding.Gzip);
            using ImageSource source = ImageSource.Open(file.Segments[0].Path);
            ImageInFile image = Open(file, source, 4096);
            Assert.Equal(stop, image.Runs().Take(stop).Count());
        }
    }

    [Fact]
    public void It_stops_when_told_to()
    {
        using var file = new RawFile();
        file.Add(new byte[1 << 16], VoxelCoding.Gzip);
        using var stop = new CancellationTokenSource();
        using ImageSource source = ImageSource.Open(file.Segments[0].Path);
        ImageInFile image = Open(file, source, 256, stop.Token);
        Assert.ThrowsAny<OperationCanceledException>(() =>
        {
            foreach (VoxelRun run in image.Runs())
            {
                stop.Cancel();
            }
        });
    }

    private static void Drain(RawFile file, long slabBytes)
    {
        using ImageSource source = ImageSource.Open(file.Segments[0].Path);
        Assert.True(Open(file, source, slabBytes).Runs().Count() > 1);
    }

    private static ImageInFile Open(RawFile file, ImageSource source, long slabBytes, CancellationToken stop = default)
    {
        var shape = new Shape(16, 16, (int)(file.Segments[0].ByteCount / 256));
        var layout = new VoxelLayout(shape, VoxelType.UInt8, 1, file.Segments);
        var meta = new MedMeta(shape, dataType: VoxelType.UInt8);
        var options = new ReadOptions { CancellationToken = stop };
        return new ImageInFile(new ImageDescription(meta, layout), source, AxisMap.Identity(shape), meta, new DamageReport(options), options, new MemoryBudget(1 << 20).Take(0, stop)) { SlabBytes = slabBytes };
    }
}
