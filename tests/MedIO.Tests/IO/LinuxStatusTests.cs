#if !TEST_NETSTANDARD
using System.IO;
using System.Runtime.InteropServices;
using MedIO.IO;
using Xunit;

namespace MedIO.Tests.IO;

/// <summary>What Linux tells of a file, on all its processors and with any C library.</summary>
public class LinuxStatusTests
{
    [Fact]
    public void A_file_is_what_it_is()
    {
        if (!LinuxStatus.IsAvailable)
        {
            return; // Only Linux has it.
        }

        using var folder = new ScratchFolder();
        File.WriteAllText(folder["a.bin"], "12345");
        LinuxStatus file = LinuxStatus.Of(folder["a.bin"])!.Value;
        Assert.True(file.IsRegular);
        Assert.Equal(5, file.Length);
        Assert.Equal(LinuxStatus.Self, file.Owner);
        Assert.Equal(File.GetLastWriteTimeUtc(folder["a.bin"]).Ticks, file.Changed);
        Assert.False(LinuxStatus.Of(folder.Path)!.Value.IsRegular);
        Assert.Null(LinuxStatus.Of(folder["none"]));
    }

    [Fact]
    public void Without_a_function_of_the_C_library_the_system_tells_the_same()
    {
        if (!LinuxStatus.IsAvailable || RuntimeInformation.ProcessArchitecture is not (Architecture.X64 or Architecture.Arm64 or Architecture.Arm))
        {
            return; // The call's number is known of these.
        }

        using var folder = new ScratchFolder();
        File.WriteAllText(folder["a.bin"], "12345");
        LinuxStatus file = LinuxStatus.Of(folder["a.bin"])!.Value;
        Assert.True(LinuxStatus.TryByNumber(folder["a.bin"], out LinuxStatus same));
        Assert.Equal((file.Owner, file.Group, file.Number, file.Length, file.Changed, file.IsRegular), (same.Owner, same.Group, same.Number, same.Length, same.Changed, same.IsRegular));
        Assert.False(LinuxStatus.TryByNumber(folder["none"], out _));
    }
}
#endif
