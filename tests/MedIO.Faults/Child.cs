using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading.Tasks;

namespace MedIO.Faults;

/// <summary>This program in a process of its own.</summary>
internal sealed class Child : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly Process _process;
    private readonly Task<string> _errors;

    private Child(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        // Else files of the runtime's own come and go.
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        start.Environment["MEDIO_SIMPLEITK"] = "none";
        start.Environment["MEDIO_FODICOM"] = "none";
        _process = Process.Start(start)!;
        _errors = _process.StandardError.ReadToEndAsync();
    }

    /// <summary>The words that start this program.</summary>
    public static string[] Command { get; } = { DotNet(), typeof(Child).Assembly.Location };

    public int ExitCode => _process.ExitCode;

    public string Errors => _errors.Result;

    public static Child Start(params string[] arguments) => new(Command[0], Command.Skip(1).Concat(arguments));

    /// <summary>Starts this program under another.</summary>
    public static Child StartUnder(string program, string[] before, params string[] arguments) => new(program, before.Concat(Command).Concat(arguments));

    /// <summary>Waits for the line that says it has begun.</summary>
    public void WaitUntilReady()
    {
        if (_process.StandardOutput.ReadLine() != "ready")
        {
            throw new InvalidOperationException("The process ended before it had begun: " + Errors);
        }
    }

    /// <summary>Ends it as nothing but the system itself can: on Unix it is kill -9.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>Waits for its end; what it has printed.</summary>
    public string Finish()
    {
        string output = _process.StandardOutput.ReadToEnd();
        if (!_process.WaitForExit(Patience))
        {
            Kill();
            throw new TimeoutException("The process did not end.");
        }

        return output;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Kill();
        }

        _process.Dispose();
    }

    private static string DotNet()
    {
        string own = Environment.ProcessPath ?? string.Empty;
        return Path.GetFileNameWithoutExtension(own) == "dotnet" ? own : "dotnet";
    }
}
