using System;
using System.Diagnostics;
using System.IO;
using System.Threading.Tasks;
using MedIO.Dicom;
using MedIO.IO;
using MedIO.Tests.Dicom.Series;
using MedIO.Tests.Nifti;
using Xunit;

namespace MedIO.Tests.Hostile;

/// <summary>Names that stand for no file: a read of them must not wait for what never comes.</summary>
public sealed class DeviceTests : IDisposable
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("CON")]
    [InlineData("con.nii")]
    [InlineData("Nul.nii.gz")]
    [InlineData("aux .raw")]
    [InlineData("PRN")]
    [InlineData("COM1.dcm")]
    [InlineData("lpt9")]
    [InlineData("COM\u00b2.nii")]
    [InlineData("CONOUT$")]
    [InlineData("nul:stream")]
    public void Windows_has_devices_of_these_names(string name) => Assert.True(DeviceNames.IsReserved(name));

    [Theory]
    [InlineData("CONE.nii")]
    [InlineData("icon")]
    [InlineData("COM.nii")]
    [InlineData("COM0.nii")]
    [InlineData("COM10.nii")]
    [InlineData("scan.con")]
    [InlineData(".nul")]
    [InlineData("")]
    public void These_are_files(string name) => Assert.False(DeviceNames.IsReserved(name));

    [Theory]
    [InlineData(@"C:\scans\con.nii")]
    [InlineData("C:/scans/NUL.nii.gz")]
    [InlineData(@"\\.\CON")]
    [InlineData(@"\\.\com1")]
    [InlineData(@"\\.\PhysicalDrive0")]
    [InlineData(@"\\.\pipe\scan.nii")]
    public void Windows_spells_devices_so(string path) => Assert.True(DeviceNames.IsPath(path));

    [Theory]
    [InlineData(@"C:\scans\x.nii")]
    [InlineData(@"C:\scans\")]
    [InlineData(@"\\.\C:\scans\x.nii")]
    [InlineData(@"\\?\C:\scans\x.nii")]
    [InlineData(@"\\server\share\x.nii")]
    public void These_lead_to_files(string path) => Assert.False(DeviceNames.IsPath(path));

    [Fact]
    public void No_series_is_exported_to_devices() =>
        Assert.Equal(
            MedIOError.InvalidPattern,
            Assert.Throws<MedIOException>(() => DicomExport.Save(new MedImage(new byte[8], new MedMeta(new Shape(2, 2, 2), dataType: VoxelType.UInt8)), _folder["s"], new DicomExportOptions { Pattern = "COM{0}.dcm" })).Error);

    [ToolTheory("mkfifo")] // Which is where there are devices with paths.
    [InlineData("a.nii")]
    [InlineData("a.nii.gz")]
    [InlineData("a.mgz")]
    [InlineData("a.dcm")]
    [InlineData("a.png")]
    [InlineData("a.vti")]
    public void A_link_to_a_device_without_end_is_an_error(string name)
    {
        Assert.NotEmpty(name);
#if !TEST_NETSTANDARD
        File.CreateSymbolicLink(_folder[name], "/dev/zero");
        Assert.Equal(MedIOError.EmptyFile, Fails(_folder[name]).Error);
#endif
        Assert.Equal(MedIOError.EmptyFile, Fails("/dev/zero").Error);
        Assert.Equal(MedIOError.EmptyFile, Fails("/dev/null").Error);
    }

    [ToolTheory("mkfifo")]
    [InlineData("x.nii")]
    [InlineData("x.nii.gz")]
    [InlineData("x.raw")]
    [InlineData("pair.img")]
    [InlineData("pair.mat")]
    [InlineData("x+orig.BRIK")]
    [InlineData("slices/IM2")]
    [InlineData("pictures/2.png")]
    public void A_pipe_is_not_waited_for(string pipe)
    {
        Directory.CreateDirectory(_folder["slices"]);
        Directory.CreateDirectory(_folder["pictures"]);
        ExternalTool.Run("mkfifo", $"\"{_folder[pipe]}\"");
        File.WriteAllText(_folder["a.mhd"], "ObjectType = Image\nNDims = 2\nDimSize = 2 2\nElementType = MET_UCHAR\nElementDataFile = x.raw\n");
        File.WriteAllText(_folder["a.nhdr"], "NRRD0004\ntype: uchar\ndimension: 2\nsizes: 2 2\nencoding: gzip\ndata file: x.raw\n");
        File.WriteAllText(_folder["x+orig.HEAD"], new Afni.AfniFile(0, 2, 2, 1).ToString());
        byte[] header = NiftiBytes.Small(pair: true).File(Array.Empty<short>());
        header[344] = header[345] = header[346] = 0; // Analyze, which SPM keeps an affine beside.
        File.WriteAllBytes(_folder["pair.hdr"], header.AsSpan(0, 348).ToArray());
        new SliceFile().Save(_folder["slices/IM1"]);
        foreach (string file in new[] { pipe, "a.mhd", "a.nhdr", "x+orig.HEAD", "pair.hdr", "slices", "pictures" })
        {
            InTime(() =>
            {
                try
                {
                    MedFile.Read(_folder[file]);
                }
                catch (MedIOException)
                {
                    // Whatever else is wrong with it: it ended.
                }
            });
        }
    }

    private static void InTime(Action action)
    {
        Task run = Task.Run(action);
        Assert.True(Task.WaitAny(new[] { run }, Soon) == 0, "It waits.");
        run.GetAwaiter().GetResult();
    }

    private static MedIOException Fails(string path)
    {
        MedIOException? error = null;
        InTime(() => error = Assert.Throws<MedIOException>(() => MedFile.Read(path)));
        return error!;
    }
}
