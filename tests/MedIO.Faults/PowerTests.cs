using System;
using System.Threading;
using MedIO.Tests;
using Xunit;

namespace MedIO.Faults;

/// <summary>A computer loses its power while files are replaced: what was not on the disk by then is gone.</summary>
public class PowerTests
{
    [PowerTheory]
    [InlineData("a.nii")]
    [InlineData("a.mhd")]
    [InlineData("{0:D4}.png")]
    [InlineData("series force")]
    public void What_is_on_the_disk_then_is_the_old_image_or_the_new_one(string kind)
    {
        for (int round = 0; round < 2 * KilledTests.Rounds; round++)
        {
            using var disk = new LoopDisk();
            Target target = Target.Named(kind);
            using (Child child = Child.Start("write", kind, "3", disk.Path))
            {
                child.WaitUntilReady();
                ExternalTool.Run("sync", "-f " + disk.Path);
                Thread.Sleep(Random.Shared.Next(400));
                disk.LosePower();
                child.Kill();
            }

            disk.MountAgain();
            try
            {
                target.Recognize(disk.Path);
            }
            catch (MedIOException e) when (target.IsSeveral && e.Error == MedIOError.UnfinishedFiles)
            {
                // It is told from both.
                Assert.Contains("Write the image again", e.Message, StringComparison.Ordinal);
            }

            Target.Named(kind).Write(disk.Path, Version.New, SampleImage.Small);
            Assert.Equal(Version.New, target.Recognize(disk.Path));
        }
    }
}
