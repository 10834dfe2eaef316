using System;
using System.IO;
using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace MedIO.EngineHost;

/// <summary>
/// Runs one script in the PowerShell engine, for machines without PowerShell. Takes the arguments that pwsh takes:
/// <c>-NoProfile -NonInteractive -File script.ps1 -Name value ...</c>
/// </summary>
internal static class Program
{
    private static int Main(string[] args)
    {
        int file = Array.FindIndex(args, arg => arg.Equals("-File", StringComparison.OrdinalIgnoreCase)) + 1;
        if (file == 0 || file == args.Length)
        {
            Console.Error.WriteLine("Usage: MedIO.EngineHost [-NoProfile] [-NonInteractive] -File script.ps1 [-Name value] ...");
            return 64;
        }

        using var engine = new Engine(Console.Out, ScreenWidth());
        using PowerShell shell = engine.CreateShell();
        shell.AddCommand(Path.GetFullPath(args[file]));
        for (int i = file + 1; i < args.Length; i++)
        {
            if (!args[i].StartsWith('-'))
            {
                shell.AddArgument(args[i]);
            }
            else if (i + 1 < args.Length && !args[i + 1].StartsWith('-'))
            {
                shell.AddParameter(args[i][1..], args[++i]);
            }
            else
            {
                shell.AddParameter(args[i][1..]);
            }
        }

        shell.Commands.Commands[0].MergeMyResults(PipelineResultTypes.Error, PipelineResultTypes.Output);
        shell.AddCommand("Out-Default");
        try
        {
            shell.Invoke();
        }
        catch (RuntimeException error)
        {
            Console.Error.WriteLine(error.ErrorRecord.ToString());
            Console.Error.WriteLine(error.ErrorRecord.InvocationInfo?.PositionMessage);
            return 1;
        }

        // The exit of a script file ends up here. Without one it is the code of the last program that the script ran.
        return engine.GetVariable("LASTEXITCODE") is int exitCode ? exitCode : 0;
    }

    private static int ScreenWidth()
    {
        try
        {
            return Console.IsOutputRedirected || Console.WindowWidth < 1 ? 120 : Console.WindowWidth;
        }
        catch (IOException)
        {
            return 120;
        }
    }
}
