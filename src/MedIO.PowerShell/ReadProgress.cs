using System;
using System.Diagnostics;
using System.Management.Automation;

namespace MedIO.PowerShell;

/// <summary>Shows a bar for work that takes more than a moment. Only the pipeline's own thread may, so that others are not listened to.</summary>
internal sealed class ReadProgress : IProgress<double>
{
    private const long FirstMilliseconds = 500;
    private const long EachMilliseconds = 200;

    private readonly Cmdlet _cmdlet;
    private readonly ProgressRecord _record;
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private long _next = FirstMilliseconds;
    private bool _shown;

    public ReadProgress(Cmdlet cmdlet, string activity, string path)
    {
        _cmdlet = cmdlet;
        _record = new ProgressRecord(path.GetHashCode() & 0x7fffffff, activity, PlainText.Of(path));
    }

    public void Report(double value)
    {
        if (Environment.CurrentManagedThreadId != _thread || _watch.ElapsedMilliseconds < _next)
        {
            return;
        }

        _next = _watch.ElapsedMilliseconds + EachMilliseconds;
        _shown = true;
        _record.PercentComplete = (int)Math.Max(0, Math.Min(100, 100 * value));
        _cmdlet.WriteProgress(_record);
    }

    public void Complete()
    {
        if (_shown)
        {
            _record.RecordType = ProgressRecordType.Completed;
            _cmdlet.WriteProgress(_record);
        }
    }
}
