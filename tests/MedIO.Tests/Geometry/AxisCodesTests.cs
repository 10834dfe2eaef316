using MedIO.Geometry;
using Xunit;

namespace MedIO.Tests.Geometry;

public class AxisCodesTests
{
    /// <summary>Oblique and sheared matrices, and what nibabel 5.0's aff2axcodes says of them.</summary>
    [Theory]
    [InlineData("1.4742 -0.1099 -1.4286 0.1667 1.9494 -2.4963 0.5542 0.5682 4.5511", "RAS")]
    [InlineData("-2.5668 0.7043 -0.683 1.2249 1.8304 -0.2264 -0.8459 0.5134 1.7445", "LAS")]
    [InlineData("3.3671 -1.3085 0.228 -0.7551 -5.8292 -0.0713 -0.1707 -0.0244 4.8122", "RPS")]
    [InlineData("-1.091 -0.5158 -0.2407 -0.1205 -3.7469 0.2209 -0.5168 0.627 0.4565", "LPS")]
    [InlineData("5.0517 1.578 -0.0003 -2.2432 3.5499 -0.1073 0.0741 -0.1182 -3.2287", "RAI")]
    [InlineData("-1.3608 -0.396 -0.296 0.0038 3.8425 -0.6132 0.3147 -1.7592 -1.2728", "LAI")]
    [InlineData("1.0573 -0.1884 -1.7463 -0.1247 -1.7353 2.7973 -0.5099 -0.6001 -4.3054", "RPI")]
    [InlineData("-4.3087 0.0388 1.0283 -0.038 -0.8147 0.4335 -1.3918 -0.098 -3.1952", "LPI")]
    [InlineData("3.5043 -0.2081 0.0851 0.0245 0.078 2.4906 1.2168 0.5978 -0.2952", "RSA")]
    [InlineData("-2.3122 0.6352 0.6898 0.3714 -1.7744 3.6582 0.7626 5.638 0.3097", "LSA")]
    [InlineData("1.1454 0.3002 -0.1877 0.1086 0.4748 1.6341 0.1436 -2.7531 0.2614", "RIA")]
    [InlineData("-1.4206 -1.1849 0.4519 0.125 1.7984 1.804 0.5416 -3.5229 0.7689", "LIA")]
    [InlineData("4.7783 -0.5532 1.7182 1.6724 1.7674 -5.2367 0.7444 5.4434 0.7358", "RSP")]
    [InlineData("-5.2965 0.9794 0.1939 -0.3328 1.0057 -1.2689 1.7533 3.1496 0.3449", "LSP")]
    [InlineData("2.2816 0.2592 0.5755 0.8216 0.2694 -1.559 0.3107 -2.6159 -0.1035", "RIP")]
    [InlineData("-2.9523 0.3473 -2.1581 1.3034 -0.2212 -4.0253 -1.1365 -2.1206 0.9896", "LIP")]
    [InlineData("0.3353 5.2551 1.0741 0.8499 -2.3931 1.336 -0.4077 -0.6672 3.6685", "ARS")]
    [InlineData("-0.122 3.6562 -0.1737 -2.1324 -0.2365 -1.3736 -0.7446 0.0783 3.9621", "PRS")]
    [InlineData("0.6691 -1.1298 0.8489 5.2847 0.3185 -1.4515 1.2962 0.0212 5.4796", "ALS")]
    [InlineData("-0.3863 -2.363 -1.5564 -0.9654 1.1279 -0.7692 -0.2901 -0.6067 4.6323", "PLS")]
    [InlineData("1.23 3.9932 0.336 2.861 -1.8661 0.3006 0.8348 0.5119 -1.5254", "ARI")]
    [InlineData("-0.5073 5.2629 -1.3593 -2.1202 -2.3155 -0.6757 0.6417 -0.4593 -3.3069", "PRI")]
    [InlineData("0.5998 -5.7046 -0.4172 2.5425 0.8268 1.3553 1.0976 1.2023 -2.9115", "ALI")]
    [InlineData("0.3404 -2.5593 1.7873 -3.5181 -0.0488 1.1843 -0.7331 -0.9544 -4.8532", "PLI")]
    [InlineData("0.5877 -0.9149 5.6521 2.5076 1.7654 -0.8848 -0.9667 2.6308 1.1411", "ASR")]
    [InlineData("-0.7787 -1.1549 5.4774 -4.2658 -0.3676 -1.2485 -0.6677 3.6952 1.5877", "PSR")]
    [InlineData("0.0712 -0.1919 5.4329 0.5638 -0.3753 -0.8244 -0.155 -1.4537 -0.5045", "AIR")]
    [InlineData("0.8175 -1.1517 3.9223 -2.907 -0.5811 1.1604 -0.2657 -3.5009 -0.6276", "PIR")]
    [InlineData("0.7188 -1.5361 -1.215 3.8114 0.3924 0.2136 -0.1091 3.5859 -0.5438", "ASL")]
    [InlineData("-1.9326 -0.085 -0.87 -4.4032 -1.102 0.362 -1.1608 4.3218 0.0752", "PSL")]
    [InlineData("-1.3988 0.2799 -0.5208 2.7765 2.9223 -0.2437 1.0544 -4.7464 -0.0492", "AIL")]
    [InlineData("-0.5424 -0.6335 -2.9256 -1.5922 -0.0462 1.3161 0.3441 -1.2125 1.4783", "PIL")]
    [InlineData("0.2012 0.3832 0.8427 1.2585 -0.1688 1.7896 3.964 0.0341 -0.6109", "SRA")]
    [InlineData("-0.3067 3.4458 -0.7822 1.0867 1.6046 1.1213 -3.8902 -0.4141 0.3749", "IRA")]
    [InlineData("2.337 -4.7201 0.0255 -1.3948 -0.3165 0.5705 5.0905 2.0802 0.1446", "SLA")]
    [InlineData("-0.7785 -4.7303 0.1689 -1.2226 0.6917 1.9588 -3.5902 0.7901 -0.7037", "ILA")]
    [InlineData("-1.5954 4.5967 0.0546 1.0754 1.8333 -1.4025 4.2564 2.1373 0.3748", "SRP")]
    [InlineData("0.0994 4.0282 0.3048 0.0902 0.2674 -3.8716 -0.8379 0.5068 -0.3804", "IRP")]
    [InlineData("-1.3238 -4.8361 1.3145 0.317 -1.451 -5.1648 4.2006 -1.4146 0.804", "SLP")]
    [InlineData("-0.5332 -3.2363 -1.0051 0.3838 1.0923 -5.589 -1.3747 0.9762 -1.1704", "ILP")]
    [InlineData("0.9041 0.0874 2.3943 0.0607 0.8713 -0.2611 3.9435 -0.0334 -0.5449", "SAR")]
    [InlineData("0.5549 0.6509 3.1595 0.5686 2.2215 -1.081 -2.3156 0.7015 0.4917", "IAR")]
    [InlineData("0.7389 -0.1371 4.5258 0.2647 -0.7273 -0.2487 2.7994 0.2241 -1.1711", "SPR")]
    [InlineData("-0.6496 0.1386 1.0395 -1.7764 -0.965 0.0741 -4.2481 0.3823 -0.1899", "IPR")]
    [InlineData("0.3819 0.8782 -4.4359 -0.826 1.7187 1.5312 1.5931 0.6806 1.8573", "SAL")]
    [InlineData("-1.4385 -0.4005 -4.0486 -0.4707 2.3847 -1.3127 -5.1193 -0.4883 1.2583", "IAL")]
    [InlineData("-1.3594 -1.2315 -2.209 -0.8028 -3.8275 0.8387 4.7515 -0.999 -0.4903", "SPL")]
    [InlineData("0.1429 -0.6696 -3.1006 0.2858 -1.6373 1.2825 -1.3505 -0.4173 -0.0567", "IPL")]
    public void Codes_are_those_of_nibabel(string matrix, string code)
    {
        double[] m = Vector.Parse(matrix).ToArray();
        var affine = new Affine(new[,] { { m[0], m[1], m[2], 7 }, { m[3], m[4], m[5], 8 }, { m[6], m[7], m[8], 9 }, { 0, 0, 0, 1 } });
        Assert.Equal(code, AxisCodes.FromAffine(affine, CoordinateSystem.Nib));
        Assert.Equal(code, affine.GetOrientation(CoordinateSystem.Nib));

        // The same image in the other world has the inverted letters.
        var lps = new MedMeta(new Shape(2, 2, 2), affine, CoordinateSystem.Nib);
        lps.Convert(CoordinateSystem.Itk);
        Assert.Equal(AxisCodes.Invert(code), lps.Orientation);
        Assert.Equal(AxisCodes.Invert(code), lps.Affine.GetOrientation());
    }

    [Fact]
    public void An_identity_is_RAI_in_ITKs_words_and_RAS_in_nibabels()
    {
        Assert.Equal("RAI", Affine.Identity().GetOrientation(CoordinateSystem.Itk));
        Assert.Equal("RAS", Affine.Identity().GetOrientation(CoordinateSystem.Nib));
        Assert.Equal("RA", Affine.Identity(2).GetOrientation());
        Assert.Equal(48, AxisCodes.All.Count);
        Assert.All(AxisCodes.All, code => Assert.Equal(code, AxisCodes.Invert(AxisCodes.Invert(code))));
    }
}
