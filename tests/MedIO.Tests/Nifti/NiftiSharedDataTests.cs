using System;
using System.Linq;
using System.Numerics;
using Xunit;

namespace MedIO.Tests.Nifti;

/// <content>Files that other programs made, against what nibabel reads of them.</content>
public sealed class NiftiSharedDataTests
{
    [SharedDataTheory]
    [InlineData("nifti/anatomical.nii")]
    [InlineData("nifti/example4d.nii.gz")]
    [InlineData("nifti/example_nifti2.nii.gz")]
    [InlineData("nifti/functional.nii")]
    [InlineData("nifti/standard.nii.gz")]
    [InlineData("medio/test.nii.gz")]
    [InlineData("dcm_qa/ref/ax_asc_35sl_6.nii")]
    [InlineData("dcm_qa/ref/cor_int_36sl_15.nii")]
    [InlineData("dcm_qa/ref/sag_desc_35sl_23.nii")]
    public void Images_agree_with_nibabel(string file)
    {
        MedImage image = MedFile.Read(SharedData.Path(file), new ReadOptions { CoordinateSystem = CoordinateSystem.Nib });
        Assert.Equal(SharedData.Numbers(file, "shape"), image.Shape.Select(n => (double)n));
        Assert.Equal(SharedData.Text(file, "axcodes"), image.Orientation);
        double[] affine = SharedData.Numbers(file, "affine_ras");
        for (int i = 0; i < 16; i++)
        {
            Assert.InRange(image.Affine[i / 4, i % 4], affine[i] - 2e-6, affine[i] + 2e-6);
        }

        double[] values = image.Voxels.Cast<IConvertible>().Select(v => v.ToDouble(null)).ToArray();
        double sum = SharedData.Number(file, "sum");
        Assert.InRange(values.Sum(), sum - Math.Abs(sum * 1e-6), sum + Math.Abs(sum * 1e-6));
        Assert.Equal(SharedData.Number(file, "min"), values.Min(), 2);
        Assert.Equal(SharedData.Number(file, "max"), values.Max(), 2);
    }

    [SharedDataFact]
    public void A_header_without_its_data_file_is_refused() =>
        Assert.Equal(MedIOError.DataFileNotFound, Assert.Throws<MedIOException>(() => MedFile.ReadMeta(SharedData.Path("nifti/nifti1.hdr"))).Error);
}
