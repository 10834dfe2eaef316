using System;
using System.Diagnostics;
using System.IO;
using Xunit;

namespace MedIO.Tests;

/// <summary>A program of DCMTK, GDCM, OpenJPEG, libjpeg or dicom3tools, where it is installed.</summary>
internal static class ExternalTool
{
    private static readonly string[] Folders = (Environment.GetEnvironmentVariable("PATH") + Path.PathSeparator + "/usr/sbin").Split(Path.PathSeparator);

    public static string? Find(string name)
    {
        foreach (string folder in Folders)
        {
            foreach (string file in new[] { name, name + ".exe" })
            {
                string path = folder.Length == 0 ? string.Empty : Path.Combine(folder, file);
                if (File.Exists(path))
                {
                    return path;
                }
            }
        }

        return null;
    }

    /// <summary>Runs a program that must end well; what it prints on both streams.</summary>
    public static string Run(string name, string arguments)
    {
        string output = Run(name, arguments, out int exitCode);
        Assert.True(exitCode == 0, $"{name} {arguments} ended with {exitCode}: {output}");
        return output;
    }

    /// <summary>Runs a program; what it prints on both streams.</summary>
    public static string Run(string name, string arguments, out int exitCode)
    {
        var start = new ProcessStartInfo(Find(name)!, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        using var process = Process.Start(start)!;
        System.Threading.Tasks.Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        if (!process.WaitForExit(60000))
        {
            process.Kill();
            throw new TimeoutException($"{name} did not end within a minute.");
        }

        exitCode = process.ExitCode;
        return output + errors.Result;
    }

    /// <summary>Why tests that need programs are skipped; null where they run.</summary>
    public static string? WhyNot(string[] names)
    {
        if (Type.GetType("Mono.Runtime") is not null)
        {
            // To start a process copies the page tables of one that has grown large: a second each, and there are hundreds.
            return "Mono starts programs too slowly; they judge the same build where it runs on .NET";
        }

        string? missing = Array.Find(names, name => Find(name) is null);
        return missing is null ? null : $"{missing} is not installed";
    }
}

/// <summary>A test that needs programs and is skipped, with the reason, where one of them is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ToolTheoryAttribute : TheoryAttribute
{
    public ToolTheoryAttribute(params string[] names)
    {
        Skip = ExternalTool.WhyNot(names);
    }
}

/// <summary>A test that needs programs and is skipped, with the reason, where one of them is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ToolFactAttribute : FactAttribute
{
    public ToolFactAttribute(params string[] names)
    {
        Skip = ExternalTool.WhyNot(names);
    }
}
