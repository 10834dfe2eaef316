using System;
using System.Collections.ObjectModel;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Management.Automation;
using MedIO.EngineHost;
using Xunit;

namespace MedIO.PowerShell.Tests;

/// <summary>Each cmdlet of the packaged module in the real engine, on a machine that may have no PowerShell.</summary>
public sealed class CmdletTests : IDisposable
{
    private readonly StringWriter _screen = new(CultureInfo.InvariantCulture);
    private readonly Engine _engine;
    private readonly string _folder = Directory.CreateTempSubdirectory("medio [cmdlets] ").FullName;

    public CmdletTests()
    {
        _engine = ModuleFolder.Import(_screen);
        Run(
            """
            $voxels = [int16[,,]]::new(4, 5, 6)
            foreach ($z in 0..5) { foreach ($y in 0..4) { foreach ($x in 0..3) { $voxels[$x, $y, $z] = 100 * $x + 10 * $y + $z } } }
            $affine = [MedIO.Affine] '2 0 0 -10; 0 3 0 -20; 0 0 4 -30; 0 0 0 1'
            [MedIO.MedImage]::new($voxels, $affine) | Save-MedImage (Join $folder 'a.nii.gz')
            """);
    }

    public void Dispose()
    {
        _engine.Dispose();
        _screen.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Get_MedMeta_describes_a_file_without_its_voxels()
    {
        PSObject meta = Run("Get-MedMeta -LiteralPath (Join $folder 'a.nii.gz')").Single();
        Assert.Equal("MedIO.MedMeta", meta.TypeNames[0]);
        Assert.Equal("4x5x6", meta.Properties["Shape"].Value.ToString());
        Assert.Equal("2 3 4", meta.Properties["Spacing"].Value.ToString());
        Assert.Equal("-10 -20 -30", meta.Properties["Origin"].Value.ToString());
        Assert.Equal("RAI", meta.Properties["Orientation"].Value);
        Assert.Equal("LPS", Run("(Get-MedMeta -LiteralPath (Join $folder 'a.nii.gz') -CoordinateSystem Nib).Orientation").Single().BaseObject);
    }

    [Fact]
    public void Read_MedImage_turns_slices_and_casts_what_it_reads()
    {
        Assert.Equal("321", Text("$img = Read-MedImage -LiteralPath (Join $folder 'a.nii.gz'); $img[3, 2, 1]"));
        Assert.Equal("21", Text("$turned = Read-MedImage -LiteralPath (Join $folder 'a.nii.gz') -Orientation LPS; $turned[3, 2, 4]"));
        Assert.Equal("1x5x2", Text("$part = Read-MedImage -LiteralPath (Join $folder 'a.nii.gz') -Slice '-1, :, ::4' -DataType UInt8; $part.Shape.ToString()"));
        Assert.Equal("255", Text("$part[0, 2, 1]"));
    }

    [Fact]
    public void Save_MedImage_writes_the_format_of_the_suffix_and_puts_the_axes_back()
    {
        Run("Read-MedImage -LiteralPath (Join $folder 'a.nii.gz') -Orientation SLP | Save-MedImage (Join $folder 'b.mha')");
        Assert.Equal("RAI", Text("$b = Read-MedImage -LiteralPath (Join $folder 'b.mha'); $b.Orientation"));
        Assert.Equal("321", Text("$b[3, 2, 1]"));
        Assert.Equal("MetaImage", Text("$b.Format"));
    }

    [Fact]
    public void Convert_MedImage_writes_files_of_another_format_and_says_what()
    {
        Run("$done = Get-Item -LiteralPath (Join $folder 'a.nii.gz') | Convert-MedImage -Destination (Join $folder 'out') -Format mha -Orientation SLP -DataType Int32");
        Assert.Equal(Path.Combine(_folder, "out", "a.mha"), Text("$done.Path"));
        Assert.Equal("6x4x5", Text("$done.Shape.ToString()"));
        Assert.Equal("Int32", Text("$done.DataType"));
        Assert.Equal("SLP", Text("($done | Get-MedMeta).Orientation"));
        Run("$done | Out-Default");
        Assert.Matches(@"Shape\s+Orientation\s+DataType\s+Format\s+Length\s+Warnings\s+Path", _screen.ToString());
        Assert.Matches(@"6x4x5\s+SLP\s+Int32\s+MetaImage\s+\d+\s+0\s", _screen.ToString());
    }

    [Fact]
    public void Get_MedFormat_lists_the_formats()
    {
        Assert.Contains("NIfTI", Run("Get-MedFormat").Select(f => f.ToString()));
        Assert.Equal("MetaImage", Text("(Get-MedFormat mha).Name"));
        Assert.Equal(".mha .mhd", Text("(Get-MedFormat mha).WriteSuffixes.ToString()"));
    }

    [Fact]
    public void Get_MedBackend_lists_what_is_there_and_what_is_not()
    {
        Assert.Equal("MedIO SimpleItk FoDicom", Text("(Get-MedBackend | ForEach-Object { $_.Name }) -join ' '"));
        Assert.Equal("True False False", Text("(Get-MedBackend | ForEach-Object { $_.Available }) -join ' '"));
        Assert.Contains("MEDIO_SIMPLEITK", Text("(Get-MedBackend itk).Reason"), StringComparison.Ordinal);
        Run("Get-MedBackend | Out-Default");
        Assert.Matches(@"Name\s+Version\s+Available\s+Path", _screen.ToString());
    }

    [Theory]
    [InlineData("Get-MedMeta")]
    [InlineData("Read-MedImage")]
    public void A_backend_that_is_not_there_ends_the_command_and_the_module_itself_is_one(string cmdlet)
    {
        Assert.Equal("MedIO", Text($"({cmdlet} -LiteralPath (Join $folder 'a.nii.gz') -Backend nib).Backend"));
        Assert.StartsWith(
            "BackendNotAvailable,",
            Text($"try {{ {cmdlet} -LiteralPath (Join $folder 'a.nii.gz') -Backend SimpleItk }} catch {{ $_.FullyQualifiedErrorId }}"),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Register_MedBackend_says_what_a_folder_lacks()
    {
        Assert.StartsWith(
            "BackendNotAvailable,",
            Text("try { Register-MedBackend SimpleItk $folder -ErrorAction Stop } catch { $_.FullyQualifiedErrorId }"),
            StringComparison.Ordinal);
        Assert.Equal("False", Text("(Get-MedBackend SimpleItk).Available"));
    }

    [Fact]
    public void One_bad_file_is_one_error_with_a_stable_id_and_the_others_come_through()
    {
        File.WriteAllText(Path.Combine(_folder, "bad.nii"), "not an image");
        using System.Management.Automation.PowerShell shell = _engine.CreateShell();
        string[] names = { "a.nii.gz", "bad.nii", "missing.nii", "a.nii.gz" };
        shell.AddCommand("Get-MedMeta").AddParameter("LiteralPath", names.Select(n => Path.Combine(_folder, n)).ToArray());
        Collection<PSObject> found = shell.Invoke();
        Assert.Equal(2, found.Count);
        Assert.Equal(2, shell.Streams.Error.Count);
        ErrorRecord missing = shell.Streams.Error[1];
        Assert.Equal("FileNotFound,MedIO.PowerShell.GetMedMetaCommand", missing.FullyQualifiedErrorId);
        Assert.Equal(ErrorCategory.ObjectNotFound, missing.CategoryInfo.Category);
        Assert.Equal(Path.Combine(_folder, "missing.nii"), missing.TargetObject);
    }

    [Fact]
    public void Objects_print_as_a_table_of_values()
    {
        Run("Get-MedMeta -LiteralPath (Join $folder 'a.nii.gz') | Out-Default");
        string text = _screen.ToString();
        Assert.Matches(@"Name\s+Shape\s+Spacing\s+Orientation\s+DataType\s+Format", text);
        Assert.Matches(@"a\.nii\.gz\s+4x5x6\s+2 3 4\s+RAI\s+Int16\s+NIfTI-1", text);
        Assert.DoesNotContain("System.", text, StringComparison.Ordinal);
    }

    private string Text(string script) => Convert.ToString(Run(script).Last().BaseObject, CultureInfo.InvariantCulture)!;

    private Collection<PSObject> Run(string script) => _engine.Invoke(
        $"$folder = '{_folder}'; function Join($a, $b) {{ [IO.Path]::Combine($a, $b) }}; {script}");
}
