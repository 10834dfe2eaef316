using System;
using System.IO;
using System.Linq;
using Xunit;

namespace MedIO.Tests.IO;

/// <summary>Paths that are longer than old programs of Windows can have them, and names that are no files there.</summary>
public sealed class PathTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("a.nii")]
    [InlineData("a.nii.gz")]
    [InlineData("a.hdr")]
    [InlineData("a.mhd")]
    [InlineData("a.nrrd")]
    [InlineData("{0}.png")]
    public void Longer_than_260_characters_they_are_written_replaced_and_read(string name)
    {
        string folder = _folder[string.Join(Path.DirectorySeparatorChar.ToString(), Enumerable.Repeat(new string('f', 60), 5))];
        Directory.CreateDirectory(folder);
        string path = Path.Combine(folder, name);
        var options = new ReadOptions { Spacing = name[0] == '{' ? new Vector(1, 1, 1) : null };
        foreach (byte value in new byte[] { 1, 2 })
        {
            MedFile.Save(Image(value), path);
            Assert.Equal(Enumerable.Repeat(value, 24), (byte[])MedFile.Read(name[0] == '{' ? folder : path, options).Voxels);
        }

        Assert.DoesNotContain(Directory.GetFileSystemEntries(folder), f => f.Contains(".medio."));
    }

    [Theory]
    [InlineData("CON.nii")]
    [InlineData("nul.nii.gz")]
    [InlineData("COM1.mhd")]
    [InlineData("aux.nrrd")]
    [InlineData("a.nii:b.nii")]
    [InlineData("a<b.nii")]
    [InlineData("a|b.mhd")]
    public void What_is_no_file_of_Windows_is_an_error_there_and_nothing_is_left(string name)
    {
        if (Path.DirectorySeparatorChar != '\\')
        {
            return; // Elsewhere they are names as any other.
        }

        Assert.Throws<MedIOException>(() => MedFile.Save(Image(1), _folder[name]));
        Assert.Throws<MedIOException>(() => MedFile.Read(_folder[name]));
        Assert.Throws<MedIOException>(() => MedFile.ReadMeta(_folder[name]));
        Assert.Empty(_folder.Names());
    }

    [Theory]
    [InlineData("sub\\a.raw")]
    [InlineData(".\\sub\\a.raw")]
    [InlineData("sub/a.raw")]
    public void A_header_of_either_system_finds_its_data_in_a_folder_below(string name)
    {
        Directory.CreateDirectory(_folder["sub"]);
        File.WriteAllBytes(_folder[Path.Combine("sub", "a.raw")], new byte[] { 1, 2, 3, 4 });
        File.WriteAllText(_folder["a.mhd"], $"ObjectType = Image\nNDims = 2\nDimSize = 2 2\nElementType = MET_UCHAR\nElementDataFile = {name}\n");
        Assert.Equal(new byte[] { 1, 2, 3, 4 }, MedFile.Read(_folder["a.mhd"]).Voxels);
    }

    private static MedImage Image(byte value) => new(Enumerable.Repeat(value, 24).ToArray(), new MedMeta(new Shape(2, 3, 4), null, CoordinateSystem.Itk, VoxelType.UInt8));
}
