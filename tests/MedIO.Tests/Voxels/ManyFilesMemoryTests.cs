using System;
using MedIO.Geometry;
using Xunit;

namespace MedIO.Tests.Voxels;

/// <summary>What many files need besides their voxels, counted over all threads, and so with no other test beside it.</summary>
[Collection(Alone.Name)]
public class ManyFilesMemoryTests
{
    [Fact]
    public void A_volume_needs_no_memory_beside_it()
    {
        using var files = new ManyFilesTests.Slices(new Random(3), 512, 512, 48, 1, 1, 0);
        files.Read(AxisMap.Identity(files.Shape), new CastReport());
        GC.Collect();
#if !TEST_NETFRAMEWORK
        long before = GC.GetTotalAllocatedBytes(precise: true);
#endif
        Array read = files.Read(AxisMap.Identity(files.Shape), new CastReport());
#if !TEST_NETFRAMEWORK
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, Buffer.ByteLength(read) + (8L << 20));
#endif
        Assert.Equal(512 * 512 * 48, read.Length);
    }
}
