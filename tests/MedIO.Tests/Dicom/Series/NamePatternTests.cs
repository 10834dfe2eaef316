using System.IO;
using MedIO.Dicom.Series;
using Xunit;

namespace MedIO.Tests.Dicom.Series;

/// <summary>Names with wildcards, and the order of names.</summary>
public class NamePatternTests
{
    [Theory]
    [InlineData("*", "", true)]
    [InlineData("*", "anything", true)]
    [InlineData("?", "", false)]
    [InlineData("?", "a", true)]
    [InlineData("*.dcm", "a.dcm", true)]
    [InlineData("*.dcm", "a.dcm.bak", false)]
    [InlineData("IM*1?.dcm", "IM0110.dcm", true)]
    [InlineData("IM*1?.dcm", "IM01100.dcm", false)]
    [InlineData("a*b*c", "axxbyybzzc", true)]
    [InlineData("a*b*c", "axxbyybzz", false)]
    [InlineData("[a]", "[a]", true)]
    [InlineData("[a]", "a", false)]
    [InlineData("", "", true)]
    [InlineData("", "a", false)]
    public void A_pattern_fits(string pattern, string name, bool expected) => Assert.Equal(expected, new NamePattern(pattern).IsMatch(name));

    [Fact]
    public void Case_counts_where_it_counts_in_file_names() => Assert.Equal(Path.DirectorySeparatorChar == '\\', new NamePattern("*.DCM").IsMatch("a.dcm"));

    [Fact]
    public void Many_stars_take_no_time() => Assert.False(new NamePattern("a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*b").IsMatch(new string('a', 20000)));

    [Theory]
    [InlineData("IM2", "IM10", -1)]
    [InlineData("IM02", "IM2", -1)]
    [InlineData("IM2a", "IM2b", -1)]
    [InlineData("a", "A", 1)]
    [InlineData("IM99999999999999999999", "IM100000000000000000000", -1)]
    [InlineData("a", "a", 0)]
    [InlineData("a", "a1", -1)]
    public void Numbers_in_names_count_as_numbers(string a, string b, int expected)
    {
        Assert.Equal(expected, System.Math.Sign(NaturalOrder.Compare(a, b)));
        Assert.Equal(-expected, System.Math.Sign(NaturalOrder.Compare(b, a)));
    }
}
