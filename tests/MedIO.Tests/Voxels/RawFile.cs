using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Threading;
using MedIO.Formats;
using MedIO.Formats.Reading;
using MedIO.Geometry;

namespace MedIO.Tests;

/// <summary>A headerless file of voxels whose layout the test gives, read as every format's voxels are.</summary>
internal sealed class RawFile : IDisposable
{
    private readonly ScratchFolder _folder = new();
    private readonly List<VoxelSegment> _segments = new();

    public ScratchFolder Folder => _folder;

    public IReadOnlyList<VoxelSegment> Segments => _segments;

    /// <summary>Adds a file with the bytes behind some others, wrapped as told.</summary>
    public void Add(byte[] bytes, VoxelCoding coding = VoxelCoding.Raw, int before = 0, int contentBefore = 0)
    {
        string path = _folder[$"voxels{_segments.Count}.bin"];
        using (var file = new FileStream(path, FileMode.CreateNew))
        {
            file.Write(Enumerable.Repeat((byte)0xAB, before).ToArray(), 0, before);
            byte[] content = Enumerable.Repeat((byte)0xCD, contentBefore).Concat(bytes).ToArray();
            switch (coding)
            {
                case VoxelCoding.Gzip:
                    using (var gzip = new GZipStream(file, CompressionLevel.Fastest, leaveOpen: true))
                    {
                        gzip.Write(content, 0, content.Length);
                    }

                    break;
                case VoxelCoding.Zlib:
                    Zlib(file, content);
                    break;
                default:
                    file.Write(content, 0, content.Length);
                    break;
            }
        }

        _segments.Add(new VoxelSegment(path, before, bytes.Length, coding, contentBefore));
    }

    /// <summary>Describes a file that is there already.</summary>
    public void AddExisting(string path, long offset, long count) => _segments.Add(new VoxelSegment(path, offset, count));

    public Array Read(Shape shape, VoxelType stored, int components = 1, AxisMap? map = null, VoxelType? type = null, bool bigEndian = false, bool planar = false, ReadOptions? options = null)
    {
        var layout = new VoxelLayout(shape, stored, components, _segments) { BigEndian = bigEndian, PlanarComponents = planar };
        var meta = new MedMeta(shape, dataType: stored, components: components);
        using ImageSource source = ImageSource.Open(_segments[0].Path);
        DataCheck.SizesFit(layout, source);
        return VoxelReader.Read(new ImageDescription(meta, layout), source, map ?? AxisMap.Identity(shape), type ?? stored, new CastReport(), options ?? new ReadOptions());
    }

    public void Dispose() => _folder.Dispose();

    private static void Zlib(FileStream file, byte[] content)
    {
        file.WriteByte(0x78);
        file.WriteByte(0x9C);
        using (var deflate = new DeflateStream(file, CompressionLevel.Fastest, leaveOpen: true))
        {
            deflate.Write(content, 0, content.Length);
        }

        uint a = 1;
        uint b = 0;
        foreach (byte value in content)
        {
            a = (a + value) % 65521;
            b = (b + a) % 65521;
        }

        byte[] sum = BitConverter.GetBytes((b << 16) | a);
        Array.Reverse(sum);
        file.Write(sum, 0, 4);
    }
}
