using System;
using System.Globalization;
using System.IO;
using MedIO.Tests;

namespace MedIO.Faults;

/// <summary>Kills this program in a process of its own when it comes to a system call.</summary>
internal static class Strace
{
    private const string Steps = "/^(rename|link|unlink)";
    private static readonly Lazy<bool> IsThere = new(Try);

    public static bool Works => IsThere.Value;

    /// <summary>Runs the program until it has renamed, linked or deleted so many files but one; tells whether it was killed.</summary>
    public static bool KillAtStep(int step, params string[] arguments)
    {
        string which = step.ToString(CultureInfo.InvariantCulture);
        using Child child = Child.StartUnder(
            ExternalTool.Find("strace")!,
            new[] { "-f", "-qq", "-o", "/dev/null", "-e", "trace=" + Steps, "-e", $"inject={Steps}:signal=SIGKILL:when={which}" },
            arguments);
        child.Finish();
        return child.ExitCode switch
        {
            0 => false,
            1 => throw new InvalidOperationException(child.Errors),
            _ => true,
        };
    }

    private static bool Try()
    {
        if (Path.DirectorySeparatorChar == '\\' || ExternalTool.Find("strace") is not { } program)
        {
            return false;
        }

        ExternalTool.Run("strace", "-f -qq -o /dev/null -e trace=/^rename true", out int exitCode);
        return exitCode == 0 && program.Length > 0;
    }
}
