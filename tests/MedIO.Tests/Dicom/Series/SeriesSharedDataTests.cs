using System;
using System.Linq;
using MedIO.Dicom;
using Xunit;

namespace MedIO.Tests.Dicom.Series;

/// <summary>Real series, against what independent readers make of them.</summary>
public class SeriesSharedDataTests
{
    [SharedDataFact]
    public void The_series_of_medio_is_its_NIfTI_voxel_for_voxel_at_the_same_places()
    {
        MedImage series = MedFile.Read(SharedData.Path("medio/dcm"));
        MedImage nifti = MedFile.Read(SharedData.Path("medio/test.nii.gz"), new ReadOptions { Orientation = series.Orientation, DataType = series.DataType });
        Assert.Equal(nifti.Shape, series.Shape);
        Assert.Equal(nifti.Voxels, series.Voxels);
        for (int r = 0; r < 3; r++)
        {
            for (int c = 0; c < 4; c++)
            {
                Assert.Equal(nifti.Affine[r, c], series.Affine[r, c], 1e-4);
            }
        }
    }

    [SharedDataFact]
    public void The_series_of_medio_lies_where_ITK_puts_it()
    {
        MedMeta meta = MedFile.ReadMeta(SharedData.Path("medio/dcm"));
        Assert.Equal(SharedData.Numbers("medio/dcm", "size").Select(n => (int)n), meta.Shape);
        double[] origin = SharedData.Numbers("medio/dcm", "origin");
        double[] spacing = SharedData.Numbers("medio/dcm", "spacing");
        double[] direction = SharedData.Numbers("medio/dcm", "direction");
        for (int r = 0; r < 3; r++)
        {
            Assert.Equal(origin[r], meta.Origin[r], 1e-6);
            Assert.Equal(spacing[r], meta.Spacing[r], 1e-6);
            for (int c = 0; c < 3; c++)
            {
                Assert.Equal(direction[(3 * r) + c], meta.Direction[r, c], 1e-6);
            }
        }
    }

    [SharedDataTheory]
    [InlineData("dcm_qa/axasc35", "64x64x35x2")]
    [InlineData("dcm_qa/corint36", "64x64x36x2")]
    [InlineData("dcm_qa/sagdesc35", "64x64x35x2")]
    public void Mosaics_of_one_series_follow_each_other_in_time(string folder, string shape)
    {
        DicomSeries series = Assert.Single(DicomSeries.Find(SharedData.Path(folder)));
        MedMeta meta = MedFile.ReadMeta(series);
        Assert.Equal(shape, meta.Shape.ToString());
        Assert.Equal(3, meta.TimeStep!.Value, 1);
    }
}
