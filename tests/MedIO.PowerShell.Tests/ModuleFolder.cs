using System;
using System.IO;
using MedIO.EngineHost;

namespace MedIO.PowerShell.Tests;

/// <summary>The packaged module: the folder that the PowerShell Gallery gets.</summary>
internal static class ModuleFolder
{
    /// <summary>out/MedIO.PowerShell in the checkout.</summary>
    public static string Path { get; } = Find();

    /// <summary>The folder's manifest.</summary>
    public static string Manifest => System.IO.Path.Combine(Path, "MedIO.PowerShell.psd1");

    /// <summary>A session with the module imported.</summary>
    public static Engine Import(TextWriter? output = null)
    {
        var engine = new Engine(output ?? TextWriter.Null);
        engine.Invoke($"Import-Module -Name '{Manifest.Replace("'", "''", StringComparison.Ordinal)}' -ErrorAction Stop");
        return engine;
    }

    private static string Find()
    {
        for (string? folder = AppContext.BaseDirectory; folder is not null; folder = System.IO.Path.GetDirectoryName(folder))
        {
            if (File.Exists(System.IO.Path.Combine(folder, "MedIO.PowerShell.sln")))
            {
                string module = System.IO.Path.Combine(folder, "out", "MedIO.PowerShell");
                return Directory.Exists(module)
                    ? module
                    : throw new DirectoryNotFoundException(
                        $"These tests test the packaged module, and there is no {module}. "
                        + "Make it with './build.ps1 -Task Package' or './build.sh package'.");
            }
        }

        throw new DirectoryNotFoundException("The tests do not run inside a checkout of the project.");
    }
}
