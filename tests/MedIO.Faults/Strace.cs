using System;
using System.Globalization;
using System.IO;
using System.Linq;
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

    /// <summary>Runs the program, in which some system calls give an error instead of doing anything; what it says of that, or nothing where it succeeds.</summary>
    /// <param name="calls">Names of system calls, or an expression for them.</param>
    /// <param name="how">Which error, and of which calls: such as <c>error=EIO:when=2</c>, counted for each thread.</param>
    /// <param name="happened">Whether any was made to fail.</param>
    /// <param name="arguments">The part of the program.</param>
    public static string Fail(string calls, string how, out bool happened, params string[] arguments) =>
        Fail(Array.Empty<string>(), calls, how, out happened, arguments);

    /// <summary>The same of the calls that have to do with one file.</summary>
    public static string FailAt(string path, string calls, string how, out bool happened, params string[] arguments) =>
        Fail(new[] { "-P", path }, calls, how, out happened, arguments);

    /// <summary>Runs the program; the system calls it makes, one a line.</summary>
    public static string[] Calls(string calls, params string[] arguments)
    {
        using var folder = new ScratchFolder();
        string log = folder["log"];
        using Child child = Child.StartUnder(ExternalTool.Find("strace")!, new[] { "-f", "-y", "-qq", "-o", log, "-e", "trace=" + calls }, arguments);
        child.Finish();
        return child.ExitCode == 0 ? File.ReadAllLines(log) : throw new InvalidOperationException(child.Errors);
    }

    private static string Fail(string[] which, string calls, string how, out bool happened, string[] arguments)
    {
        using var folder = new ScratchFolder();
        string log = folder["log"];
        string[] options = { "-f", "-qq", "-o", log, "-e", "trace=" + calls, "-e", $"inject={calls}:{how}" };
        using Child child = Child.StartUnder(ExternalTool.Find("strace")!, options.Concat(which).ToArray(), arguments);
        child.Finish();
        happened = File.ReadAllText(log).Contains("(INJECTED)", StringComparison.Ordinal);
        return child.ExitCode == 0 ? string.Empty : child.Errors;
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
