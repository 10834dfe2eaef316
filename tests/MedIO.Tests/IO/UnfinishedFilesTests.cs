using System;
using System.IO;
using System.Linq;
using MedIO.IO;
using MedIO.IO.Replacing;
using Xunit;

namespace MedIO.Tests.IO;

/// <content>What a process that was killed between two files of an image leaves behind.</content>
public sealed class UnfinishedFilesTests : IDisposable
{
    private const byte OldVoxel = 3;
    private const byte NewVoxel = 200;

    private readonly ScratchFolder _folder = new();
    private readonly MedImage _image = new(new byte[24], new MedMeta(new Shape(2, 3, 4), null, CoordinateSystem.Itk, VoxelType.UInt8));

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("a.mhd", "a.mhd", ".a.mhd.medio.unfinished")]
    [InlineData("{0}.png", "", ".medio.unfinished")]
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

    [Theory]
    [InlineData("a.mhd", "a.mhd", 2)]
    [InlineData("{0}.png", "", 4)]
    public void Killed_before_the_first_file_is_moved_or_after_the_last_it_leaves_an_image_that_is_whole(string target, string asked, int files)
    {
        var options = new ReadOptions { Spacing = asked.Length == 0 ? new Vector(1, 1, 1) : null };
        for (int moved = 0; moved <= files; moved++)
        {
            Array.ForEach(Directory.GetFiles(_folder.Path), File.Delete);
            KillWhileReplacing(target, moved);
            if (moved == 0 || moved == files)
            {
                Assert.Equal(moved == 0 ? OldVoxel : NewVoxel, ((byte[])MedFile.Read(_folder[asked], options).Voxels)[0]);
            }
            else
            {
                Assert.Equal(MedIOError.UnfinishedFiles, Assert.Throws<MedIOException>(() => MedFile.Read(_folder[asked], options)).Error);
            }

            // What was left goes when it is written again.
            MedFile.Save(_image, _folder[target]);
            Assert.DoesNotContain(_folder.Names(), n => n.Contains(".medio."));
        }
    }

    [Fact]
    public void What_was_left_of_one_image_is_no_matter_of_another()
    {
        KillWhileReplacing("{0}.png", 2);
        MedFile.Save(_image, _folder["a.mhd"]);
        Assert.Equal(24, MedFile.Read(_folder["a.mhd"]).Voxels.Length);

        // Nor is the stack whole because another was written.
        MedFile.Save(_image, _folder["other-{0}.png"]);
        var one = new ReadOptions { Filter = "?.png", Spacing = new Vector(1, 1, 1) };
        Assert.Equal(MedIOError.UnfinishedFiles, Assert.Throws<MedIOException>(() => MedFile.Read(_folder.Path, one)).Error);
        Assert.Equal(24, MedFile.Read(_folder.Path, new ReadOptions { Filter = "other-*", Spacing = new Vector(1, 1, 1) }).Voxels.Length);
        MedFile.Save(_image, _folder["{0}.png"]);
        Assert.Equal(24, MedFile.Read(_folder.Path, one).Voxels.Length);
        Assert.DoesNotContain(_folder.Names(), n => n.Contains(".medio."));
    }

    [Fact]
    public void Long_names_that_begin_alike_are_told_apart()
    {
        string start = "sub-01_ses-02_task-" + new string('x', 50);
        KillWhileReplacing(start + "_run-1.mhd", 1);
        MedFile.Save(_image, _folder[start + "_run-2.mhd"]);
        Assert.Equal(24, MedFile.Read(_folder[start + "_run-2.mhd"]).Voxels.Length);
        Assert.Equal(MedIOError.UnfinishedFiles, Assert.Throws<MedIOException>(() => MedFile.Read(_folder[start + "_run-1.mhd"])).Error);
    }

    [Theory]
    [InlineData("")]
    [InlineData("These files\nlength, time, where it is, where it belongs:\n1\t2\t../../x.medio.tmp\t/etc/passwd\n")]
    [InlineData("These files\nlength, time, where it is, where it belongs:\n\t\t\t\t\t\n")]
    [InlineData("length, time, where it is, where it belongs:\n99999999999999999999\t-1\ta.raw\ta.raw\n")]
    public void What_somebody_else_made_up_is_taken_for_the_worst_and_goes_when_the_image_is_written(string text)
    {
        MedFile.Save(_image, _folder["a.mhd"]);
        File.WriteAllText(_folder[".a.mhd.medio.unfinished"], text);
        File.SetLastWriteTimeUtc(_folder[".a.mhd.medio.unfinished"], DateTime.UtcNow.AddDays(-1));
        Assert.Equal(MedIOError.UnfinishedFiles, Assert.Throws<MedIOException>(() => MedFile.Read(_folder["a.mhd"])).Error);
        MedFile.Save(_image, _folder["a.mhd"]);
        Assert.Equal(new[] { "a.mhd", "a.raw" }, _folder.Names());
        Assert.Equal(24, MedFile.Read(_folder["a.mhd"]).Voxels.Length);
    }

    [Fact]
    public void Files_that_nobody_put_in_place_are_nobodys_pictures()
    {
        MedFile.Save(_image, _folder["{0}.png"]);
        File.Copy(_folder["1.png"], _folder[".0123.medio.tmp"]);
        File.Copy(_folder["1.png"], _folder[".0123.medio.tmp.old"]);
        Assert.Equal(new Shape(2, 3, 4), MedFile.ReadMeta(_folder.Path).Shape);
        Assert.True(TemporaryNames.IsOne(_folder[".0123.medio.tmp.old"]));
    }

#if !TEST_NETSTANDARD
    [Fact]
    public void A_header_that_is_a_link_is_seen_to_be_unfinished_too()
    {
        if (Path.DirectorySeparatorChar == '\\')
        {
            return;
        }

        Directory.CreateDirectory(_folder["links"]);
        KillWhileReplacing("a.mhd", 1);
        foreach (string name in new[] { "a.mhd", "a.raw" })
        {
            File.CreateSymbolicLink(_folder["links/" + name], _folder[name]);
        }

        Assert.Equal(MedIOError.UnfinishedFiles, Assert.Throws<MedIOException>(() => MedFile.Read(_folder["links/a.mhd"], new ReadOptions { AllowExternalData = true })).Error);
        MedFile.Save(_image, _folder["links/a.mhd"]);
        Assert.Equal(24, MedFile.Read(_folder["a.mhd"]).Voxels.Length);
        Assert.Equal(24, MedFile.Read(_folder["links/a.mhd"], new ReadOptions { AllowExternalData = true }).Voxels.Length);
    }

    [Fact]
    public void A_link_of_its_name_leads_nowhere()
    {
        if (Path.DirectorySeparatorChar == '\\')
        {
            return;
        }

        string other = _folder["other.txt"];
        File.WriteAllText(other, "mine");
        File.CreateSymbolicLink(_folder[".a.mhd.medio.unfinished"], other);
        MedFile.Save(_image, _folder["a.mhd"]);
        Assert.Equal("mine", File.ReadAllText(other));
        Assert.Equal(new[] { "a.mhd", "a.raw", "other.txt" }, _folder.Names());
    }
#endif

    // Writes an image over another as a process does that is killed after some of the files have been moved.
    private void KillWhileReplacing(string target, int moved)
    {
        using var made = new ScratchFolder();
        MedFile.Save(Image(NewVoxel), made[target]);
        MedFile.Save(Image(OldVoxel), _folder[target]);
        MovedFile[] files = made.Names().OrderBy(n => n == target).Select(name =>
        {
            string temporary = TemporaryNames.In(_folder.Path);
            File.Copy(made[name], temporary);
            return new MovedFile(temporary, _folder[name], _folder[name], null);
        }).ToArray();
        string left;
        using (UnfinishedFiles unfinished = UnfinishedFiles.Begin(files, settles: false))
        {
            left = unfinished.Path;
            Array.ForEach(files.Take(moved).ToArray(), f => f.Move(noClobber: false, mayGoBack: true));
        }

        File.SetLastWriteTimeUtc(left, DateTime.UtcNow.AddDays(-1));
    }

    private static MedImage Image(byte voxel) =>
        new(Enumerable.Repeat(voxel, 24).ToArray(), new MedMeta(new Shape(2, 3, 4), null, CoordinateSystem.Itk, VoxelType.UInt8));
}
