using System;
using System.Diagnostics;
using System.IO;
using System.Text.Json;
using System.Threading.Tasks;

namespace MedIO.Correctness;

/// <summary>A reader at work: it gets a file at a time, and where one ends its process, another goes on with the next.</summary>
internal sealed class ReaderProcess : IDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    private readonly Python _python;
    private readonly string _script;
    private readonly string _folder;
    private Process? _process;
    private Task<string>? _said;

    public ReaderProcess(Python python, IndependentReader reader, string folder)
    {
        _python = python;
        _script = Path.Combine(AppContext.BaseDirectory, "readers", reader.Script);
        _folder = Directory.CreateDirectory(Path.Combine(folder, reader.Name)).FullName;
        Start();
    }

    /// <summary>Its name and version; null where it is not installed.</summary>
    public string? Version { get; private set; }

    /// <summary>Why there is none.</summary>
    public string? Missing { get; private set; }

    /// <summary>What it makes of a file.</summary>
    public Reading Read(RealFile file)
    {
        if (_process is null)
        {
            Start();
        }

        _process!.StandardInput.WriteLine(JsonSerializer.Serialize(new { name = file.Name, path = file.Path, series = file.Series?.SeriesInstanceUID }));
        _process.StandardInput.Flush();
        Task<string?> answer = _process.StandardOutput.ReadLineAsync();
        if (answer.Wait(Longest) && answer.Result is { } line)
        {
            return Reading.Parse(line);
        }

        bool ended = answer.IsCompleted;
        Stop();
        return Reading.Refused(ended ? "Crash: it ended its process" : "Hang: it took more than a minute");
    }

    public void Dispose() => Stop();

    private void Start()
    {
        var start = new ProcessStartInfo(_python.Program) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        // The folder of the scripts is no place for compiled ones.
        start.ArgumentList.Add("-B");
        start.ArgumentList.Add(_script);
        start.ArgumentList.Add(_folder);
        _process = Process.Start(start)!;
        _said = _process.StandardError.ReadToEndAsync();
        if (_process.StandardOutput.ReadLine() is { } line)
        {
            Version = JsonDocument.Parse(line).RootElement.GetProperty("version").GetString();
        }
        else
        {
            string[] lines = _said.Result.Trim().Split('\n');
            Missing = lines[^1];
        }
    }

    private void Stop()
    {
        if (_process is null)
        {
            return;
        }

        _process.StandardInput.Close();
        if (!_process.WaitForExit(TimeSpan.FromSeconds(5)))
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
        _process = null;
    }
}
