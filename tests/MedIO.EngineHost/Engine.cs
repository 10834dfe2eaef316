using System;
using System.Collections.ObjectModel;
using System.IO;
using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace MedIO.EngineHost;

/// <summary>
/// A session of the PowerShell engine with its core commands, and with stand-ins for those that scripts and tests here
/// use and that are not on NuGet.
/// </summary>
public sealed class Engine : IDisposable
{
    private readonly Runspace runspace;

    /// <summary>Opens a session.</summary>
    /// <param name="output">Takes what a user would see on the screen.</param>
    /// <param name="width">The width of that screen, in characters.</param>
    public Engine(TextWriter output, int width = 120)
    {
        Host = new TextHost(output, width);
        InitialSessionState state = InitialSessionState.CreateDefault2();
        state.Commands.Add(new SessionStateCmdletEntry("Format-Table", typeof(FormatTableCommand), null));
        state.Commands.Add(new SessionStateCmdletEntry("Format-List", typeof(FormatListCommand), null));
        // The default view of errors is drawn by a script that needs commands which are not here.
        state.Variables.Add(new SessionStateVariableEntry("ErrorView", "NormalView", null));
        if (OperatingSystem.IsWindows())
        {
            state.ExecutionPolicy = Microsoft.PowerShell.ExecutionPolicy.Bypass;
        }

        runspace = RunspaceFactory.CreateRunspace(Host, state);
        runspace.ThreadOptions = PSThreadOptions.UseCurrentThread;
        runspace.Open();

        using Stream commands = typeof(Engine).Assembly.GetManifestResourceStream("Commands.ps1")!;
        using var reader = new StreamReader(commands);
        using PowerShell shell = CreateShell();
        shell.AddScript(reader.ReadToEnd(), useLocalScope: false).Invoke();
        if (shell.HadErrors)
        {
            throw new InvalidOperationException(shell.Streams.Error[0].ToString());
        }
    }

    /// <summary>What the session writes to.</summary>
    public TextHost Host { get; }

    /// <summary>An empty pipeline in this session: its <see cref="PowerShell.Streams"/> hold errors and warnings.</summary>
    public PowerShell CreateShell()
    {
        PowerShell shell = PowerShell.Create();
        shell.Runspace = runspace;
        return shell;
    }

    /// <summary>Runs a script and returns its output. A terminating error is thrown, and so is any other one.</summary>
    public Collection<PSObject> Invoke(string script)
    {
        using PowerShell shell = CreateShell();
        Collection<PSObject> result = shell.AddScript(script).Invoke();
        return shell.HadErrors && shell.Streams.Error.Count > 0
            ? throw new RuntimeException(shell.Streams.Error[0].ToString(), null, shell.Streams.Error[0])
            : result;
    }

    /// <summary>The value of a variable of the session, null without one.</summary>
    public object? GetVariable(string name) => runspace.SessionStateProxy.GetVariable(name);

    /// <inheritdoc/>
    public void Dispose() => runspace.Dispose();
}
