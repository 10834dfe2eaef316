using Xunit;

namespace MedIO.Tests;

public class SharedDataTests
{
    [Fact]
    public void Json_is_read()
    {
        var root = (System.Collections.Generic.Dictionary<string, object?>)SmallJson.Parse(" { \"a\\u0041\\n\" : [1, -2.5e3, [] , {}, true, null, NaN, \"x\"] , \"b\":{} }")!;
        var list = (System.Collections.Generic.List<object?>)root["aA\n"]!;
        Assert.Equal(8, list.Count);
        Assert.Equal(-2500.0, list[1]);
        Assert.Null(list[5]);
        Assert.Equal("x", list[7]);
    }

    [SharedDataFact]
    public void The_expected_values_are_found()
    {
        Assert.Equal("LAS", SharedData.Text("nifti/anatomical.nii", "axcodes"));
        Assert.Equal(new double[] { 33, 41, 25 }, SharedData.Numbers("nifti/anatomical.nii", "shape"));
        Assert.Equal(16, SharedData.Numbers("nifti/anatomical.nii", "affine_ras").Length);
        Assert.Equal(284166082.0, SharedData.Number("nifti/anatomical.nii", "sum"));
        Assert.True(System.IO.File.Exists(SharedData.Path("nifti/anatomical.nii")));
    }
}
