using System;
using System.IO;
using System.Runtime.InteropServices;
using Xunit;

namespace MedIO.Tests.Images;

/// <summary>Images of more than 2 GiB: they take that much memory several times over, so they run only when asked for.</summary>
public class LargeImageTests
{
    private const int X = 1024;
    private const int Y = 1024;
    private const int Z = 1100;

    [LargeFact]
    public void An_image_of_more_than_2_GiB_is_read_turned_saved_and_read_again()
    {
        using var folder = new ScratchFolder();
        var voxels = new ushort[(long)X * Y * Z];
        foreach (int z in new[] { 0, 1, 1023, 1024, 1025, Z - 1 })
        {
            voxels[(((long)z * Y) + 7) * X + 5] = (ushort)(z + 1);
        }

        new MedImage(voxels, new MedMeta(new Shape(X, Y, Z), dataType: VoxelType.UInt16)).Save(folder["large.nii"]);
        Assert.True(new FileInfo(folder["large.nii"]).Length > int.MaxValue);
        MedImage image = MedFile.Read(folder["large.nii"], new ReadOptions { Orientation = "IAR" });
        Assert.Equal(new Shape(Z, Y, X), image.Shape);
        foreach (int z in new[] { 0, 1, 1023, 1024, 1025, Z - 1 })
        {
            Assert.Equal((ushort)(z + 1), image[z, 7, 5]);
        }

        image.Save(folder["again.mha"]);
        MedImage again = MedFile.Read(folder["again.mha"]);
        Assert.True(MemoryMarshal.AsBytes(voxels.AsSpan(0, 1 << 29)).SequenceEqual(MemoryMarshal.AsBytes(((ushort[])again.Voxels).AsSpan(0, 1 << 29))));
        Assert.True(voxels.AsSpan(1 << 29).SequenceEqual(((ushort[])again.Voxels).AsSpan(1 << 29)));
    }

    private sealed class LargeFactAttribute : FactAttribute
    {
        public LargeFactAttribute()
        {
            if (Environment.GetEnvironmentVariable("MEDIO_LARGE_TESTS") != "1")
            {
                Skip = "takes 8 GB of memory and 5 GB of disk; set MEDIO_LARGE_TESTS=1 to run it";
            }
        }
    }
}
