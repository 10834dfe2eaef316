using System.Linq;
using MedIO.Tests;
using Xunit;
using Xunit.Abstractions;

namespace MedIO.Correctness;

/// <summary>
/// Each independent reader and this library make the same of all real files at hand: voxels, geometry, orientation and header. In what they
/// differ is known and justified, row by row, in Differences.tsv.
/// </summary>
public sealed class CorrectnessTests
{
    private const int MostShown = 60;

    private readonly ITestOutputHelper _output;

    public CorrectnessTests(ITestOutputHelper output) => _output = output;

    [ReaderFact("nibabel")]
    public void Nibabel_reads_the_same() => Agree("nibabel");

    [ReaderFact("nicom")]
    public void Nibabels_DICOM_wrappers_read_the_same() => Agree("nicom");

    [ReaderFact("pydicom")]
    public void Pydicom_reads_the_same() => Agree("pydicom");

    [ReaderFact("GDCM")]
    public void Gdcm_reads_the_same() => Agree("GDCM");

    [ReaderFact("DCMTK")]
    public void Dcmtk_reads_the_same() => Agree("DCMTK");

    [ReaderFact("dcm2niix")]
    public void Dcm2niix_makes_the_same() => Agree("dcm2niix");

    [ReaderFact("ITK")]
    public void Itk_reads_the_same() => Agree("ITK");

    [ReaderFact("VTK")]
    public void Vtk_reads_the_same() => Agree("VTK");

    [ReaderFact("teem")]
    public void Teem_reads_the_same() => Agree("teem");

    [ReaderFact("MINC")]
    public void Mincs_tools_read_the_same() => Agree("MINC");

    [ReaderFact("niftilib")]
    public void Niftilib_reads_the_same() => Agree("niftilib");

    [ReaderFact("tifffile")]
    public void Tifffile_reads_the_same() => Agree("tifffile");

    [ReaderFact("Pillow")]
    public void Pillow_reads_the_same() => Agree("Pillow");

    private void Agree(string reader)
    {
        Survey survey = Survey.Of(IndependentReader.Named(reader));
        _output.WriteLine(ResultsTable.Heading());
        _output.WriteLine(ResultsTable.Line(survey));
        string[] wrong = survey.Unlisted.ToArray();

        // The rows are judged where all is at hand that they were made with.
        if (SharedData.IsThere && survey.IsAsJudged)
        {
            wrong = wrong.Concat(survey.Needless()).ToArray();
        }

        Assert.True(wrong.Length == 0, $"{wrong.Length} differences are not as Differences.tsv has them:\n{string.Join("\n", wrong.Take(MostShown))}");
    }
}
