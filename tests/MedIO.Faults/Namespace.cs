using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using MedIO.Tests;

namespace MedIO.Faults;

/// <summary>Runs this program where disks can be mounted that nobody else sees, and that are gone with it.</summary>
internal static class Namespace
{
    private static readonly Lazy<bool> IsAllowed = new(Try);

    /// <summary>Whether this machine lets its users do so, or this user.</summary>
    public static bool IsThere => IsAllowed.Value;

    /// <summary>Runs a part of this program in a disk of its own; what it prints.</summary>
    /// <param name="mount">The command that mounts it on "$1".</param>
    /// <param name="arguments">The part; the folder follows.</param>
    /// <param name="folder">Where the disk is mounted.</param>
    public static string Run(string mount, string[] arguments, string folder)
    {
        string[] before = { "--map-root-user", "--mount", "sh", "-c", mount + " && d=$1 && shift && exec \"$@\" \"$d\"", "sh", folder };
        using Child child = Child.StartUnder(ExternalTool.Find("unshare")!, before, arguments);
        string output = child.Finish();
        return child.ExitCode == 0 ? output : throw new InvalidOperationException($"It ended with {child.ExitCode}: {output}{child.Errors}");
    }

    private static bool Try()
    {
        if (Path.DirectorySeparatorChar == '\\' || ExternalTool.Find("unshare") is null)
        {
            return false;
        }

        using var folder = new ScratchFolder();
        ExternalTool.Run("unshare", $"--map-root-user --mount mount -t tmpfs none {folder.Path}", out int exitCode);
        return exitCode == 0;
    }
}
