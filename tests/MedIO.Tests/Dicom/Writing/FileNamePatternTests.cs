using MedIO.Dicom.Writing;
using Xunit;

namespace MedIO.Tests.Dicom.Writing;

public class FileNamePatternTests
{
    [Theory]
    [InlineData("IM{0}.dcm", "IM1.dcm", "IM12.dcm")]
    [InlineData("IM{}.dcm", "IM1.dcm", "IM12.dcm")]
    [InlineData("{0:D4}", "0001", "0012")]
    [InlineData("a{:04d}.dcm", "a0001.dcm", "a0012.dcm")]
    [InlineData("a{:04}.dcm", "a0001.dcm", "a0012.dcm")]
    public void Names_are_numbered_from_1(string pattern, string first, string last)
    {
        string[] names = FileNamePattern.Names(pattern, 12);
        Assert.Equal(first, names[0]);
        Assert.Equal(last, names[11]);
    }

    [Theory]
    [InlineData("same.dcm")]
    [InlineData("../{0}")]
    [InlineData("a/{0}")]
    [InlineData("a\\{0}")]
    [InlineData("C:{0}")]
    [InlineData("{1}")]
    [InlineData("{0")]
    [InlineData("{0}.")]
    [InlineData("{0} ")]
    [InlineData("a\0{0}")]
    [InlineData("{0:;;}")]
    [InlineData("{0:'...'}")]
    public void Names_that_are_equal_or_leave_the_folder_are_refused(string pattern) =>
        Assert.Equal(MedIOError.InvalidPattern, Assert.Throws<MedIOException>(() => FileNamePattern.Names(pattern, 2)).Error);

    [Fact]
    public void One_slice_needs_no_number() => Assert.Equal(new[] { "slice.dcm" }, FileNamePattern.Names("slice.dcm", 1));
}
