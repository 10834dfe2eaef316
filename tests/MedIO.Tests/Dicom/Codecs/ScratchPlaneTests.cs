using MedIO.Dicom.Codecs.Jpeg2000;
using Xunit;

namespace MedIO.Tests.Dicom.Codecs;

/// <summary>What is lent for a frame goes back to the pool, unless it is so large that it had better go back to the system.</summary>
public class ScratchPlaneTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(512 * 512)]
    [InlineData(1 << 22)]
    [InlineData((1 << 22) + 1)]
    [InlineData(4096 * 5000)]
    public void A_plane_has_the_numbers_asked_for_and_a_large_one_no_more(int count)
    {
        var plane = new ScratchPlane();
        int[] numbers = plane.Take(count);
        Assert.True(numbers.Length >= count);
        Assert.True(count <= 1 << 22 || numbers.Length == count);
        Assert.Same(numbers, plane.Take(count / 2));
        plane.Release();
        plane.Release();
        if (count > 1 << 22)
        {
            int[] next = plane.Take(count);
            Assert.NotSame(numbers, next);
            plane.Release();
        }
    }
}
