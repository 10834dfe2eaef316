using System;
using System.Collections.Generic;
using System.Linq;
using MedIO.Formats;
using MedIO.Formats.Reading;
using MedIO.Formats.Writing;
using MedIO.Geometry;
using MedIO.IO;

namespace MedIO.Tests.Conversion;

/// <summary>A random layout of int16 voxels: compressed or not, in one run or many, components together or apart, in either byte order, perhaps scaled.</summary>
internal sealed class SlabFile : IDisposable
{
    private readonly RawFile _file = new();

    public SlabFile(Random random, int[] sizes, int components)
    {
        Shape = new Shape(sizes);
        Components = components;
        bool big = random.Next(2) == 0;
        Array voxels = SampleVoxels.Make(VoxelType.Int16, (int)Shape.VoxelCount * components);
        byte[] bytes = SampleVoxels.Bytes(voxels, big);

        // Runs end where an index of the last axis does.
        int runs = random.Next(3) == 0 ? sizes[sizes.Length - 1] : 1;
        VoxelCoding coding = new[] { VoxelCoding.Raw, VoxelCoding.Raw, VoxelCoding.Gzip, VoxelCoding.Zlib }[random.Next(4)];
        for (int i = 0; i < runs; i++)
        {
            int length = bytes.Length / runs;
            _file.Add(bytes.Skip(i * length).Take(length).ToArray(), coding, before: random.Next(3), contentBefore: coding == VoxelCoding.Raw ? 0 : random.Next(3));
        }

        IReadOnlyList<VoxelSegment> segments = _file.Segments;
        bool decoded = coding == VoxelCoding.Raw && random.Next(4) == 0;
        if (decoded)
        {
            segments = segments.Select(s => s with { Decoder = new Copy(), EncodedByteCount = s.ByteCount }).ToArray();
        }

        bool bySegment = random.Next(4) == 0;
        if (bySegment)
        {
            segments = segments.Select((s, i) => s with { Slope = i + 1, Intercept = -i }).ToArray();
        }

        var layout = new VoxelLayout(Shape, VoxelType.Int16, components, segments)
        {
            BigEndian = big,
            PlanarComponents = components > 1 && runs == 1 && random.Next(3) == 0,
            Slope = random.Next(4) == 0 ? 0.5 : 1,
            IsScaledBySegment = bySegment && sizes.Length > 1,
        };
        Description = new ImageDescription(new MedMeta(Shape, dataType: VoxelType.Int16, components: components), layout);
    }

    public Shape Shape { get; }

    public int Components { get; }

    public ImageDescription Description { get; }

    public string Path => _file.Segments[0].Path;

    /// <summary>Axes that change places, turn around and are cut.</summary>
    public static AxisMap RandomMap(Random random, Shape shape)
    {
        int[] axes = random.Next(2) == 0 ? Enumerable.Range(0, shape.Count).ToArray() : Enumerable.Range(0, shape.Count).OrderBy(_ => random.Next()).ToArray();
        AxisMap map = AxisMap.Permute(axes, shape.ToArray());
        return map.Then(AxisMap.Slice(map.Shape.Select(n =>
        {
            int count = random.Next(2) == 0 ? n : random.Next(1, n + 1);
            int step = count == n ? 1 : random.Next(1, Math.Max(2, (n - 1) / Math.Max(1, count - 1) + 1));
            step = (count - 1) * step < n ? step : 1;
            int start = random.Next(0, n - ((count - 1) * step));
            return random.Next(3) == 0 ? new SliceRange(start + ((count - 1) * step), -step, count) : new SliceRange(start, step, count);
        }).ToArray()));
    }

    public ImageInFile Open(ImageSource source, AxisMap map, VoxelType type, long slabBytes)
    {
        MedMeta meta = Description.Meta.Remap(map);
        meta.DataType = type;
        var options = new ReadOptions();
        return new ImageInFile(Description, source, map, meta, new DamageReport(options), options, new MemoryBudget(1 << 20).Take(0, default)) { SlabBytes = slabBytes };
    }

    public void Dispose() => _file.Dispose();

    private sealed class Copy : IFrameDecoder
    {
        public long LeastBytes(long sampleBytes) => sampleBytes;

        public void Decode(ReadOnlySpan<byte> encoded, Span<byte> samples) => encoded.Slice(0, samples.Length).CopyTo(samples);
    }
}
