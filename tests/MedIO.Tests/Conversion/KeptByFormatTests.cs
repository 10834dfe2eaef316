using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using MedIO.Tests.Nifti;
using Xunit;

namespace MedIO.Tests.Conversion;

/// <content>What only the format that an image came from has a place for: it is not lost in silence.</content>
public sealed class KeptByFormatTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("b.nii", true)]
    [InlineData("b.mha", true)]
    [InlineData("b.mgh", true)]
    [InlineData("b.nrrd", false)]
    public void Keys_and_the_frame_of_diffusion_gradients_are_missed(string name, bool lost)
    {
        string header = "NRRD0005\ntype: short\ndimension: 3\nspace: left-posterior-superior\nsizes: 1 1 2\nspace directions: (1,0,0) (0,1,0) (0,0,1)\n"
            + "endian: little\nencoding: raw\nspace origin: (0,0,0)\nmeasurement frame: (1,0,0) (0,1,0) (0,0,1)\nmodality:=DWMRI\nDWMRI_b-value:=1000\n\n";
        File.WriteAllBytes(_folder["a.nrrd"], Encoding.ASCII.GetBytes(header + "\u0001\0\u0002\0"));
        var saved = new List<string>();
        MedFile.Save(MedFile.Read(_folder["a.nrrd"]), _folder["s-" + name], new SaveOptions { Warn = saved.Add });
        IReadOnlyList<string> converted = MedFile.Convert(_folder["a.nrrd"], _folder[name]).Warnings;
        if (lost)
        {
            Assert.Contains("the measurement frame and the keys and values (modality, DWMRI_b-value)", Assert.Single(converted), StringComparison.Ordinal);
            Assert.Contains("the measurement frame and the keys and values (modality, DWMRI_b-value)", Assert.Single(saved), StringComparison.Ordinal);
        }
        else
        {
            Assert.Empty(converted);
            Assert.Empty(saved);
        }
    }
}
