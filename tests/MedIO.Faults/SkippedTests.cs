using System;
using System.IO;
using Xunit;

namespace MedIO.Faults;

/// <summary>A test that mounts a disk of its own.</summary>
internal sealed class OwnDiskFactAttribute : FactAttribute
{
    public OwnDiskFactAttribute() => Skip = Namespace.IsThere ? null : "no disk can be mounted here: unshare --map-root-user --mount is not there, or refused";
}

/// <summary>A test that kills a process at a system call.</summary>
internal sealed class StraceTheoryAttribute : TheoryAttribute
{
    public StraceTheoryAttribute() => Skip = Strace.Works ? null : "strace is not there, or may not trace";
}

/// <summary>A test of what only Unix has.</summary>
internal sealed class UnixFactAttribute : FactAttribute
{
    public UnixFactAttribute() => Skip = Path.DirectorySeparatorChar == '/' ? null : "it is of Unix only";
}

/// <summary>A test that needs a C compiler.</summary>
internal sealed class CompilerTheoryAttribute : TheoryAttribute
{
    public CompilerTheoryAttribute() => Skip = FailingClose.WhyNot;
}

/// <summary>A test that gives files to other people.</summary>
internal sealed class RootFactAttribute : FactAttribute
{
    public RootFactAttribute() => Skip = OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess ? null : "only an administrator of Linux can give files to other people";
}

/// <summary>A test that takes the power from a disk of its own.</summary>
internal sealed class PowerTheoryAttribute : TheoryAttribute
{
    public PowerTheoryAttribute() => Skip = LoopDisk.IsThere ? null : "no disk can be made here whose power can be taken: it takes an administrator of Linux, mkfs.ext4 and loop devices";
}
