using System;
using System.IO;
using MedIO.IO;
using Xunit;

namespace MedIO.Tests.IO;

/// <content>What a process that was killed between two files of an image leaves behind.</content>
public sealed class UnfinishedFilesTests : IDisposable
{
    private readonly ScratchFolder _folder = new();
    private readonly MedImage _image = new(new byte[24], new MedMeta(new Shape(2, 3, 4), null, CoordinateSystem.Itk, VoxelType.UInt8));

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("a.mhd", "a.mhd", ".a.mhd.unfinished.medio.tmp")]
    [InlineData("{0}.png", "", ".unfinished.medio.tmp")]
    public void An_image_whose_files_are_old_and_new_is_not_read_until_it_is_written_again(string target, string asked, string left)
    {
        MedFile.Save(_image, _folder[target]);
        File.WriteAllText(_folder[left], string.Empty);
        File.SetLastWriteTimeUtc(_folder[left], DateTime.UtcNow.AddDays(-1));
        var e = Assert.Throws<MedIOException>(() => MedFile.Read(_folder[asked], new ReadOptions { AllowDefaultAffine = true }));
        Assert.Equal(MedIOError.UnfinishedFiles, e.Error);
        Assert.Contains(_folder[left], e.Message, StringComparison.Ordinal);

        MedFile.Save(_image, _folder[target]);
        Assert.False(File.Exists(_folder[left]));
        Assert.Equal(24, MedFile.Read(_folder[asked]).Voxels.Length);
    }

    [Fact]
    public void Files_that_nobody_put_in_place_are_nobodys_pictures()
    {
        MedFile.Save(_image, _folder["{0}.png"]);
        File.Copy(_folder["1.png"], _folder[".0123.medio.tmp"]);
        File.Copy(_folder["1.png"], _folder[".0123.medio.tmp.old"]);
        Assert.Equal(new Shape(2, 3, 4), MedFile.ReadMeta(_folder.Path).Shape);
        Assert.True(AtomicFiles.IsTemporary(_folder[".0123.medio.tmp.old"]));
    }

#if !TEST_NETSTANDARD
    [Fact]
    public void A_link_of_its_name_leads_nowhere()
    {
        if (Path.DirectorySeparatorChar == '\\')
        {
            return;
        }

        string other = _folder["other.txt"];
        File.WriteAllText(other, "mine");
        File.CreateSymbolicLink(_folder[".a.mhd.unfinished.medio.tmp"], other);
        MedFile.Save(_image, _folder["a.mhd"]);
        Assert.Equal("mine", File.ReadAllText(other));
        Assert.Equal(new[] { "a.mhd", "a.raw", "other.txt" }, _folder.Names());
    }
#endif
}
