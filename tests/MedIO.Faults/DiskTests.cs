using System;
using System.Linq;
using MedIO.Tests;
using Xunit;

namespace MedIO.Faults;

/// <summary>Disks that are full, that nothing can be written to, and that go away.</summary>
public class DiskTests
{
    [OwnDiskFact]
    public void On_a_disk_that_gets_full_the_old_image_stays_and_nothing_else_does()
    {
        // Of each kind of write: how often a small one found no room.
        string output = RunOnDisk("mount -t tmpfs -o size=2m none \"$1\"", "disk");
        Assert.Equal(Target.Names, output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line[..line.LastIndexOf(':')]));
    }

    [OwnDiskFact]
    public void On_a_disk_that_cannot_be_written_to_the_old_image_stays()
    {
        string output = RunOnDisk("mount -t tmpfs none \"$1\"", "readonly");
        Assert.Equal(Target.Names, output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [OwnDiskFact]
    public void A_disk_that_goes_away_while_it_is_written_to_is_an_error()
    {
        string output = RunOnDisk("true", "unmount");
        Assert.Equal(Target.Names.Where(n => !n.EndsWith("convert", StringComparison.Ordinal)), output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [OwnDiskFact]
    public void A_share_that_fails_or_goes_away_while_it_is_read_is_an_error() =>
        Assert.Equal(LostShare.Kinds, RunOnDisk("mount -t tmpfs none \"$1\" && test -w /dev/fuse", "share").Split('\n', StringSplitOptions.RemoveEmptyEntries));

    [UnixFact]
    public void Where_the_system_allows_no_larger_file_the_old_image_stays()
    {
        using var folder = new ScratchFolder();

        // The runtime itself would like a large file for its code.
        string[] before = { "-c", "trap '' XFSZ; ulimit -f 400; export DOTNET_EnableWriteXorExecute=0; exec \"$@\"", "sh" };
        using Child child = Child.StartUnder("sh", before, "quota", folder.Path);
        string output = child.Finish();
        Assert.True(child.ExitCode == 0, output + child.Errors);
        Assert.Contains("a.nii.gz\n", output, StringComparison.Ordinal);
    }

    private static string RunOnDisk(string mount, string part)
    {
        using var folder = new ScratchFolder();
        return Namespace.Run(mount, new[] { part }, folder.Path);
    }
}
