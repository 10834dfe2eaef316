using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Threading;
using FsCheck.Xunit;
using MedIO.Dicom.Codecs.Rle;
using MedIO.Dicom.Pixels;
using MedIO.Formats;
using MedIO.Formats.Reading;
using MedIO.Geometry;
using MedIO.Voxels;
using Xunit;

namespace MedIO.Tests.Voxels;

/// <summary>Layouts of many segments, such as the slices of a series, which are read on all cores.</summary>
public class ManyFilesTests
{
    [Property(MaxTest = 150)]
    public void Any_part_of_slices_in_files_of_their_own_is_what_picking_one_by_one_gives(int seed)
    {
        var random = new Random(seed);
        using var files = new Slices(random, random.Next(1, 7), random.Next(1, 7), random.Next(1, 9), random.Next(1, 3), random.Next(1, 4), random.Next(3));
        IReadOnlyList<SliceRange> ranges = files.Shape.Select(n => Range(random, n)).ToArray();
        int[] order = Enumerable.Range(0, files.Shape.Count).OrderBy(_ => random.Next(3)).ToArray();
        AxisMap map = AxisMap.Slice(ranges).Then(AxisMap.Permute(order, ranges.Select(r => r.Count).ToArray()));
        var report = new CastReport();
        Array read = files.Read(map, report);
        Assert.Equal(files.Expected(ranges, order), read.Cast<object>().Select(Convert.ToDouble));
        Assert.True(report.IsLossless);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Many_large_slices_are_read_in_order(int kind)
    {
        using var files = new Slices(new Random(7), 300, 200, 40, 1, 1, kind);
        var report = new CastReport();
        Array read = files.Read(AxisMap.Identity(files.Shape), report);
        Assert.Equal(files.Expected(files.Shape.Select(SliceRange.Full).ToArray(), new[] { 0, 1, 2, 3 }), read.Cast<object>().Select(Convert.ToDouble));
    }

    [Fact]
    public void Of_several_errors_the_first_in_the_order_of_slices_is_told()
    {
        using var files = new Slices(new Random(3), 256, 256, 60, 1, 1, 0);
        File.Delete(files.Segments[50].Path);
        File.Delete(files.Segments[17].Path);
        using (var cut = new FileStream(files.Segments[16].Path, FileMode.Open))
        {
            cut.SetLength(1000);
        }

        for (int i = 0; i < 5; i++)
        {
            var e = Assert.Throws<MedIOException>(() => files.Read(AxisMap.Identity(files.Shape), new CastReport()));
            Assert.Equal((MedIOError.TruncatedData, files.Segments[16].Path), (e.Error, e.Path));
        }

        File.Delete(files.Segments[16].Path);
        var missing = Assert.Throws<MedIOException>(() => files.Read(AxisMap.Identity(files.Shape), new CastReport()));
        Assert.Equal((MedIOError.DataFileNotFound, files.Segments[16].Path), (missing.Error, missing.Path));
    }

    [Fact]
    public void Reading_tells_how_far_it_is_and_stops_when_asked()
    {
        using var files = new Slices(new Random(3), 256, 256, 40, 1, 1, 0);
        var told = new List<double>();
        files.Read(AxisMap.Identity(files.Shape), new CastReport(), new ReadOptions { Progress = new Told(told.Add) });
        Assert.Equal(1, told.Last());
        Assert.Equal(told.OrderBy(p => p), told);
        using var stop = new CancellationTokenSource();
        var options = new ReadOptions { CancellationToken = stop.Token, Progress = new Told(_ => stop.Cancel()) };

        // The thread that asks may find that others did all of it: then it is told of the end alone.
        Assert.ThrowsAny<OperationCanceledException>(() =>
        {
            for (int i = 0; i < 100; i++)
            {
                files.Read(AxisMap.Identity(files.Shape), new CastReport(), options);
            }
        });
        Assert.ThrowsAny<OperationCanceledException>(() => files.Read(AxisMap.Identity(files.Shape), new CastReport(), options));
    }

    [Fact]
    public void What_a_cast_loses_is_counted_over_all_slices()
    {
        using var files = new Slices(new Random(5), 64, 64, 30, 1, 1, 0);
        int over = files.Numbers.Count(n => n > 127 || n < -128);
        var report = new CastReport();
        Array read = files.Read(AxisMap.Identity(files.Shape), report, type: VoxelType.Int8);
        Assert.Equal(over, report.Clipped);
        Assert.Equal(files.Numbers.Select(n => Math.Max(-128, Math.Min(127, n))), read.Cast<sbyte>().Select(Convert.ToDouble));
    }

    [Fact]
    public void Slices_of_thousands_of_segments_are_found_quickly()
    {
        // Rows as segments, as a scattered image would have them.
        using var folder = new ScratchFolder();
        var bytes = new byte[100000 * 4];
        new Random(1).NextBytes(bytes);
        File.WriteAllBytes(folder["rows.bin"], bytes);
        VoxelSegment[] segments = Enumerable.Range(0, 100000).Reverse().Select(i => new VoxelSegment(folder["rows.bin"], i * 4, 4)).ToArray();
        var shape = new Shape(4, 100000);
        using ImageSource source = ImageSource.Open(folder["rows.bin"]);
        var layout = new VoxelLayout(shape, VoxelType.UInt8, 1, segments);
        DataCheck.SizesFit(layout, source);
        byte[] read = (byte[])VoxelReader.Read(new ImageDescription(new MedMeta(shape), layout), source, AxisMap.Identity(shape), VoxelType.UInt8, new CastReport(), new ReadOptions());
        Assert.Equal(Enumerable.Range(0, 100000).Reverse().SelectMany(i => bytes.Skip(i * 4).Take(4)), read);
    }

    [Fact]
    public void Slices_that_lie_backwards_in_a_compressed_stream_are_read_in_one_pass()
    {
        const int Count = 20000;
        var bytes = new byte[Count * 64];
        new Random(1).NextBytes(bytes);
        using var folder = new ScratchFolder();
        using (var file = new FileStream(folder["stream.bin"], FileMode.CreateNew))
        using (var deflate = new DeflateStream(file, CompressionLevel.Fastest))
        {
            deflate.Write(bytes, 0, bytes.Length);
        }

        VoxelSegment[] segments = Enumerable.Range(0, Count).Reverse().Select(i => new VoxelSegment(folder["stream.bin"], 0, 64, VoxelCoding.Deflate, i * 64)).ToArray();
        var shape = new Shape(8, 8, Count);
        using ImageSource source = ImageSource.Open(folder["stream.bin"]);
        var layout = new VoxelLayout(shape, VoxelType.UInt8, 1, segments);
        byte[] read = (byte[])VoxelReader.Read(new ImageDescription(new MedMeta(shape), layout), source, AxisMap.Identity(shape), VoxelType.UInt8, new CastReport(), new ReadOptions());
        for (int i = 0; i < read.Length; i++)
        {
            Assert.Equal(bytes[((Count - 1 - (i / 64)) * 64) + (i % 64)], read[i]);
        }
    }

    private static SliceRange Range(Random random, int n)
    {
        int start = random.Next(n);
        int step = random.Next(1, 4) * (random.Next(2) == 0 ? 1 : -1);
        int most = step > 0 ? ((n - 1 - start) / step) + 1 : (start / -step) + 1;
        return new SliceRange(start, step, random.Next(1, most + 1));
    }

    private sealed class Told : IProgress<double>
    {
        private readonly Action<double> _tell;

        public Told(Action<double> tell) => _tell = tell;

        public void Report(double value) => _tell(value);
    }

    /// <summary>A 4-D image of 16-bit numbers, a segment a slice: files of their own, holes between them, each slice's own slope, decoders.</summary>
    internal sealed class Slices : IDisposable
    {
        private readonly ScratchFolder _folder = new();
        private readonly VoxelLayout _layout;
        private readonly int _components;

        public Slices(Random random, int x, int y, int z, int t, int components, int kind)
        {
            Shape = new Shape(x, y, z, t);
            _components = components;
            int count = x * y * components;
            Numbers = new double[count * z * t];
            bool scaled = kind == 1;
            for (int i = 0; i < z * t; i++)
            {
                var words = new short[count];
                for (int k = 0; k < count; k++)
                {
                    words[k] = (short)random.Next(-2000, 2000);
                }

                var bytes = new byte[count * 2];
                Buffer.BlockCopy(words, 0, bytes, 0, bytes.Length);
                double slope = scaled ? random.Next(1, 4) : 1;
                double intercept = scaled ? random.Next(-1000, 1000) : 0;
                VoxelSegment segment;
                if (kind > 0 && i > 0 && random.Next(4) == 0)
                {
                    segment = VoxelSegment.Missing(bytes.Length, -1024);
                    for (int k = 0; k < count; k++)
                    {
                        Numbers[(i * count) + k] = -1024;
                    }
                }
                else
                {
                    string path = _folder[$"{random.Next()}-{i}.bin"];
                    int before = random.Next(50);
                    bool coded = kind == 2 && random.Next(2) == 0;
                    byte[] stored = coded ? RleEncoder.Encode(bytes, y, x * components, 1, 2) : bytes;
                    File.WriteAllBytes(path, new byte[before].Concat(stored).ToArray());
                    segment = new VoxelSegment(path, before, bytes.Length)
                    {
                        Slope = slope,
                        Intercept = intercept,
                        FileLength = random.Next(2) == 0 ? before + stored.Length : 0,
                        EncodedByteCount = coded ? stored.Length : 0,
                        Decoder = coded ? new RleDecoder((new PixelFormat { Rows = y, Columns = x * components, BitsAllocated = 16, BitsStored = 16 }).Frame) : null,
                    };
                    for (int k = 0; k < count; k++)
                    {
                        Numbers[(i * count) + k] = (words[k] * slope) + intercept;
                    }
                }

                Segments.Add(segment);
            }

            _layout = new VoxelLayout(Shape, VoxelType.Int16, components, Segments)
            {
                BigEndian = !BitConverter.IsLittleEndian,
                IsScaledBySegment = scaled,
                ResultType = scaled ? VoxelType.Int32 : VoxelType.Int16,
            };
        }

        public Shape Shape { get; }

        public List<VoxelSegment> Segments { get; } = new();

        public double[] Numbers { get; }

        public Array Read(AxisMap map, CastReport report, ReadOptions? options = null, VoxelType? type = null)
        {
            string path = Segments[0].Path;
            using ImageSource source = ImageSource.Open(path);
            if (File.Exists(Segments[Math.Min(16, Segments.Count - 1)].Path) && Segments.All(s => s.Coding == VoxelCoding.Fill || (File.Exists(s.Path) && new FileInfo(s.Path).Length > 1000)))
            {
                DataCheck.SizesFit(_layout, source);
            }

            return VoxelReader.Read(new ImageDescription(new MedMeta(Shape), _layout), source, map, type ?? _layout.ResultType, report, options ?? new ReadOptions());
        }

        public IEnumerable<double> Expected(IReadOnlyList<SliceRange> ranges, int[] order)
        {
            long[] strides = { _components, (long)_components * Shape[0], (long)_components * Shape[0] * Shape[1], (long)_components * Shape[0] * Shape[1] * Shape[2] };
            return
                from d in Indices(order[3])
                from c in Indices(order[2])
                from b in Indices(order[1])
                from a in Indices(order[0])
                from k in Enumerable.Range(0, _components)
                select Numbers[a + b + c + d + k];

            IEnumerable<long> Indices(int axis) => Enumerable.Range(0, ranges[axis].Count).Select(i => (ranges[axis].Start + ((long)i * ranges[axis].Step)) * strides[axis]);
        }

        public void Dispose() => _folder.Dispose();
    }
}
