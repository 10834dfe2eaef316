using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Diagnostics;
using System.IO;
using System.Linq;

namespace MedIO.Correctness;

/// <summary>The Python that runs the readers: the one that MEDIO_PYTHON names, or the first on the PATH that has NumPy.</summary>
internal sealed class Python
{
    private readonly Dictionary<string, string?> _folders = new();

    private Python(string program) => Program = program;

    public string Program { get; }

    /// <summary>Null where there is none.</summary>
    public static Python? Find()
    {
        IEnumerable<string> candidates = Environment.GetEnvironmentVariable("MEDIO_PYTHON") is { Length: > 0 } named
            ? new[] { named }
            : (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator).Append("/usr/bin")
                .SelectMany(f => new[] { Path.Combine(f, "python3"), Path.Combine(f, "python.exe") }).Where(File.Exists);
        return candidates.Select(c => new Python(c)).FirstOrDefault(p => p.FolderOf("numpy") is not null);
    }

    /// <summary>Where a package is; null where it is not.</summary>
    public string? FolderOf(string package)
    {
        if (!_folders.TryGetValue(package, out string? folder))
        {
            var start = new ProcessStartInfo(Program) { RedirectStandardOutput = true, RedirectStandardError = true };
            start.ArgumentList.Add("-c");
            start.ArgumentList.Add($"import {package}, os; print(os.path.dirname({package}.__file__))");
            Process? started = null;
            try
            {
                started = Process.Start(start);
            }
            catch (Win32Exception)
            {
                return _folders[package] = null;
            }

            using Process process = started!;
            process.ErrorDataReceived += (_, _) => { };
            process.BeginErrorReadLine();
            string text = process.StandardOutput.ReadToEnd().Trim();
            process.WaitForExit();
            _folders[package] = folder = process.ExitCode == 0 ? text : null;
        }

        return folder;
    }
}
