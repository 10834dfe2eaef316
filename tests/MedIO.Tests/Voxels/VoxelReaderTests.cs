using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using FsCheck.Xunit;
using MedIO.Formats;
using MedIO.Formats.Reading;
using MedIO.Geometry;
using MedIO.Tests.Geometry;
using MedIO.Voxels;
using Xunit;

namespace MedIO.Tests.Voxels;

public class VoxelReaderTests
{
    [Property(MaxTest = 400)]
    public void Any_part_in_any_order_is_what_picking_one_by_one_gives(int seed)
    {
        var random = new Random(seed);
        int axes = random.Next(1, 8);
        int[] sizes = Enumerable.Range(0, axes).Select(_ => random.Next(1, axes > 4 ? 4 : 9)).ToArray();
        Check(random, sizes, random.Next(1, 5));
    }

    [Theory]
    [InlineData(1, 40000, 7, 1)]
    [InlineData(32768, 3, 5, 1)]
    [InlineData(257, 255, 3, 1)]
    [InlineData(9, 7, 5000, 2)]
    [InlineData(3, 4, 5, 300)]
    [InlineData(2, 1, 2, 100000)]
    [InlineData(300, 200, 40, 1)]
    public void Around_the_sizes_of_buffers_too(int x, int y, int z, int components)
    {
        for (int seed = 0; seed < 6; seed++)
        {
            Check(new Random(seed), new[] { x, y, z }, components);
        }
    }

    [Fact]
    public void Large_runs_on_all_cores_too()
    {
        const int Count = (9 << 20) + 3;
        var voxels = new ushort[Count];
        for (int i = 0; i < Count; i++)
        {
            voxels[i] = (ushort)(i * 40503);
        }

        var bytes = new byte[Count * 2L];
        Buffer.BlockCopy(voxels, 0, bytes, 0, bytes.Length);
        using var file = new RawFile();
        file.Add(bytes, before: 352);
        Assert.Equal(voxels, file.Read(new Shape(Count), VoxelType.UInt16));
        AxisMap back = AxisMap.Slice(SliceExpression.Parse("::-1").Resolve(new Shape(Count)));
        ushort[] reversed = (ushort[])file.Read(new Shape(Count), VoxelType.UInt16, map: back);
        Array.Reverse(reversed);
        Assert.Equal(voxels, reversed);
    }

    [Fact]
    public void A_file_that_shrinks_meanwhile_is_an_error_also_on_all_cores()
    {
        using var file = new RawFile();
        file.Add(new byte[20 << 20]);
        var shape = new Shape(20 << 20);
        var layout = new VoxelLayout(shape, VoxelType.UInt8, 1, file.Segments);
        using ImageSource source = ImageSource.Open(file.Segments[0].Path);
        using (var cut = new FileStream(file.Segments[0].Path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete))
        {
            cut.SetLength(5 << 20);
        }

        var e = Assert.Throws<MedIOException>(() => VoxelReader.Read(new ImageDescription(new MedMeta(shape), layout), source, AxisMap.Identity(shape), VoxelType.UInt8, new CastReport(), new ReadOptions()));
        Assert.Equal(MedIOError.TruncatedData, e.Error);
    }

    [Theory]
    [InlineData(":", VoxelCoding.Raw)]
    [InlineData("::2", VoxelCoding.Raw)]
    [InlineData(":", VoxelCoding.Gzip)]
    [InlineData("-1", VoxelCoding.Gzip)]
    public void Reading_stops_when_asked(string slice, object coding)
    {
        using var file = new RawFile();
        file.Add(new byte[20 << 20], (VoxelCoding)coding);
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        var shape = new Shape(1024, 1024, 20);
        AxisMap map = AxisMap.Slice(SliceExpression.Parse(slice).Resolve(shape));
        Assert.ThrowsAny<OperationCanceledException>(() => file.Read(shape, VoxelType.UInt8, map: map, options: new ReadOptions { CancellationToken = stop.Token }));
    }

    [Theory]
    [InlineData("5, :, :")]
    [InlineData(":, 700, :")]
    [InlineData("::3, :, :")]
    [InlineData("1:1000:7, -900::2, 1:")]
    [InlineData("7, ::5, ::2")]
    [InlineData("7, ::-900, 1")]
    public void Thin_parts_across_planes_larger_than_a_buffer_are_what_picking_one_by_one_gives(string slice)
    {
        var shape = new Shape(1024, 1100, 3);
        var voxels = new ushort[shape.VoxelCount];
        for (int i = 0; i < voxels.Length; i++)
        {
            voxels[i] = (ushort)(i * 40503 >> 3);
        }

        var bytes = new byte[voxels.Length * 2];
        Buffer.BlockCopy(voxels, 0, bytes, 0, bytes.Length);
        using var file = new RawFile();
        file.Add(bytes, before: 352);
        IReadOnlyList<SliceRange> ranges = SliceExpression.Parse(slice).Resolve(shape);
        ushort[] expected = (
            from z in Indices(ranges[2])
            from y in Indices(ranges[1])
            from x in Indices(ranges[0])
            select voxels[(((z * 1100) + y) * 1024) + x]).ToArray();
        Assert.Equal(expected, file.Read(shape, VoxelType.UInt16, map: AxisMap.Slice(ranges)));

        IEnumerable<int> Indices(SliceRange range) => Enumerable.Range(0, range.Count).Select(i => range.Start + (i * range.Step));
    }

    [Fact]
    public void One_slice_of_a_huge_file_takes_little_memory()
    {
        const long Slice = 2048 * 2048;
        using var file = new RawFile();
        string path = file.Folder["huge.bin"];
        try
        {
            using var huge = new FileStream(path, FileMode.CreateNew);
            huge.SetLength(352 + (384 * Slice * 2));
            huge.Position = 352 + (100 * Slice * 2);
            huge.Write(Enumerable.Repeat((byte)7, 1000).ToArray(), 0, 1000);
        }
        catch (IOException)
        {
            // No room for a sparse file here.
            return;
        }

        file.AddExisting(path, 352, 384 * Slice * 2);
        var shape = new Shape(2048, 2048, 384);
        AxisMap map = AxisMap.Slice(SliceExpression.Parse(":, :, 100").Resolve(shape));
#if !TEST_NETFRAMEWORK
        long before = GC.GetAllocatedBytesForCurrentThread();
#endif
        ushort[] voxels = (ushort[])file.Read(shape, VoxelType.UInt16, map: map);
#if !TEST_NETFRAMEWORK
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, (Slice * 2) + (4 << 20));
#endif
        Assert.Equal(Slice, voxels.LongLength);
        Assert.Equal(500, voxels.Count(v => v == 0x0707));
        Assert.Equal(0x0707, voxels[499]);
    }

    [Theory]
    [InlineData(2, 1, 0)]
    [InlineData(1, 2, 0)]
    [InlineData(2, 0, 1)]
    public void Axes_in_another_order_need_no_second_array(int x, int y, int z)
    {
        using var file = new RawFile();
        var voxels = new byte[24 << 20];
        new Random(1).NextBytes(voxels);
        file.Add(voxels);
        int[] sizes = { 512, 384, 128 };
        int[] strides = { 1, 512, 512 * 384 };
        int[] order = { x, y, z };
        var shape = new Shape(sizes);
        AxisMap map = AxisMap.Slice(SliceExpression.Parse("::-1, :, ::-1").Resolve(shape)).Then(AxisMap.Permute(order, sizes));
        file.Read(shape, VoxelType.UInt8, map: map);
#if !TEST_NETFRAMEWORK
        long before = GC.GetAllocatedBytesForCurrentThread();
#endif
        byte[] turned = (byte[])file.Read(shape, VoxelType.UInt8, map: map);
#if !TEST_NETFRAMEWORK
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, (24 << 20) + (8 << 20));
#endif
        for (int i = 0; i < turned.Length; i += 997)
        {
            int[] at = { i % sizes[x], i / sizes[x] % sizes[y], i / sizes[x] / sizes[y] };
            long from = 0;
            for (int axis = 0; axis < 3; axis++)
            {
                int source = order[axis];
                from += (long)strides[source] * (source == 1 ? at[axis] : sizes[source] - 1 - at[axis]);
            }

            Assert.Equal(voxels[from], turned[i]);
        }
    }

    [Fact]
    public void Turning_axes_around_needs_no_second_array()
    {
#if !TEST_NETFRAMEWORK
        const int Bytes = 24 << 20;
        using var file = new RawFile();
        file.Add(new byte[Bytes]);
        var shape = new Shape(1024, 1024, 24);
        AxisMap map = AxisMap.Slice(SliceExpression.Parse("::-1, :, ::-1").Resolve(shape));
        file.Read(shape, VoxelType.UInt8, map: map);
        long before = GC.GetAllocatedBytesForCurrentThread();
        file.Read(shape, VoxelType.UInt8, map: map);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, Bytes, Bytes + (8 << 20));
#endif
    }

    [Fact]
    public void Damage_in_any_of_several_compressed_files_is_found()
    {
        byte[] bytes = SampleVoxels.Bytes(SampleVoxels.Make(VoxelType.Int32, 1000));
        for (int damaged = 0; damaged < 2; damaged++)
        {
            using var file = new RawFile();
            file.Add(bytes, VoxelCoding.Gzip);
            file.Add(bytes, VoxelCoding.Gzip);
            byte[] content = File.ReadAllBytes(file.Segments[damaged].Path);
            content[content.Length - 6] ^= 1;
            File.WriteAllBytes(file.Segments[damaged].Path, content);
            var e = Assert.Throws<MedIOException>(() => file.Read(new Shape(1000, 2), VoxelType.Int32));
            Assert.Equal(MedIOError.CorruptCompression, e.Error);
            Assert.Equal(file.Segments[damaged].Path, e.Path);
        }
    }

    [Fact]
    public void What_a_header_declares_beyond_the_file_is_refused_before_memory_is_taken()
    {
        using var file = new RawFile();
        file.Add(new byte[100]);
        var most = new Shape(32767, 32767, 32767, 32767, 32767, 32767, 32767);
        Assert.Equal(MedIOError.InvalidDimensions, Refused(most, 100, VoxelCoding.Raw));
        Assert.Equal(MedIOError.InvalidDimensions, Assert.Throws<MedIOException>(() => VoxelLayout.ByteCount(most, VoxelType.UInt8, 1)).Error);
        Assert.Equal(MedIOError.TruncatedData, Refused(new Shape(101), 101, VoxelCoding.Raw));
        Assert.Equal(MedIOError.InvalidHeader, Refused(new Shape(101), 100, VoxelCoding.Raw));
        Assert.Equal(MedIOError.TruncatedData, Refused(new Shape(1 << 30), 1 << 30, VoxelCoding.Gzip));
        Assert.Equal(MedIOError.TruncatedData, Refused(new Shape(50), 50, VoxelCoding.Gzip, contentOffset: long.MaxValue - 10));
        Assert.Equal(MedIOError.TruncatedData, Refused(new Shape(52), 52, VoxelCoding.Text));
        Assert.Equal(MedIOError.InvalidHeader, Refused(new Shape(50), 50, VoxelCoding.Raw, fileOffset: -1));

        MedIOError Refused(Shape shape, long bytes, VoxelCoding coding, long fileOffset = 0, long contentOffset = 0)
        {
            using ImageSource source = ImageSource.Open(file.Segments[0].Path);
            var layout = new VoxelLayout(shape, VoxelType.UInt8, 1, new[] { new VoxelSegment(source.Path, fileOffset, bytes, coding, contentOffset) });
            return Assert.Throws<MedIOException>(() => DataCheck.SizesFit(layout, source)).Error;
        }
    }

    [Theory]
    [InlineData("1 2\n3\t-4 5 6.0", VoxelType.Int16, "1,2,3,-4,5,6")]
    [InlineData("1e3 nan inf -inf 0.5 -0.25", VoxelType.Float32, "1000,NaN,Infinity,-Infinity,0.5,-0.25")]
    [InlineData("18446744073709551615 0 1 2 3 4", VoxelType.UInt64, "18446744073709551615,0,1,2,3,4")]
    public void Voxels_may_be_text(string text, VoxelType type, string expected) => InCulture.Run("de-DE", () =>
    {
        using var file = new RawFile();
        string path = file.Folder["text.txt"];
        File.WriteAllText(path, text);
        using ImageSource source = ImageSource.Open(path);
        var shape = new Shape(6);
        var layout = new VoxelLayout(shape, type, 1, new[] { new VoxelSegment(path, 0, VoxelLayout.ByteCount(shape, type, 1), VoxelCoding.Text) });
        Array voxels = VoxelReader.Read(new ImageDescription(new MedMeta(shape), layout), source, AxisMap.Identity(shape), type, new CastReport(), new ReadOptions());
        Assert.Equal(expected, string.Join(",", voxels.Cast<IFormattable>().Select(v => v.ToString(null, System.Globalization.CultureInfo.InvariantCulture))));
    });

    private static void Check(Random random, int[] sizes, int components)
    {
        VoxelType type = VoxelTypes.All[random.Next(VoxelTypes.All.Count)];
        var shape = new Shape(sizes);
        Array voxels = SampleVoxels.Make(type, (int)shape.VoxelCount * components);
        bool planar = random.Next(3) == 0;
        bool bigEndian = random.Next(2) == 0;
        VoxelCoding coding = (VoxelCoding)random.Next(3);
        byte[] bytes = SampleVoxels.Bytes(planar ? VoxelReorder.SplitComponents(voxels, shape, components) : voxels, bigEndian);
        using var file = new RawFile();
        int pieces = random.Next(1, 4);
        for (int i = 0; i < pieces; i++)
        {
            int begin = (int)((long)bytes.Length * i / pieces);
            int end = (int)((long)bytes.Length * (i + 1) / pieces);
            if (begin < end)
            {
                file.Add(bytes.Skip(begin).Take(end - begin).ToArray(), coding, random.Next(2) * 10, coding == VoxelCoding.Raw ? 0 : random.Next(2) * 13);
            }
        }

        AxisMap map = AxisMap.Slice(SliceExpression.Parse(string.Join(",", sizes.Select(n => SliceExpressionTests.RandomSlice(random, n)))).Resolve(shape));
        if (random.Next(2) == 0)
        {
            map = map.Then(AxisMap.Permute(Enumerable.Range(0, sizes.Length).OrderBy(_ => random.Next()).ToArray(), map.Shape.ToArray()));
        }

        Array actual = file.Read(shape, type, components, map, bigEndian: bigEndian, planar: planar);
        Array expected = Naive(voxels, shape, components, map);
        Assert.Equal(SampleVoxels.Bytes(expected), SampleVoxels.Bytes(actual));
        Assert.Equal(SampleVoxels.Bytes(expected), SampleVoxels.Bytes(VoxelReorder.Apply(voxels, shape, components, map)));
        if (type != VoxelType.Float64)
        {
            Array cast = file.Read(shape, type, components, map, VoxelType.Float64, bigEndian, planar);
            Assert.Equal(SampleVoxels.Bytes(VoxelCast.Convert(expected, VoxelType.Float64, new CastReport())), SampleVoxels.Bytes(cast));
        }
    }

    private static Array Naive(Array voxels, Shape shape, int components, AxisMap map)
    {
        var result = Array.CreateInstance(voxels.GetType().GetElementType()!, map.Shape.VoxelCount * components);
        long target = 0;
        foreach (int[] index in SliceExpressionTests.Indices(map.Shape))
        {
            var old = new int[shape.Count];
            for (int axis = 0; axis < index.Length; axis++)
            {
                old[map.Source[axis]] = map.Ranges[axis].Start + (index[axis] * map.Ranges[axis].Step);
            }

            long source = 0;
            for (int axis = shape.Count - 1; axis >= 0; axis--)
            {
                source = (source * shape[axis]) + old[axis];
            }

            Array.Copy(voxels, source * components, result, target, components);
            target += components;
        }

        return result;
    }
}
