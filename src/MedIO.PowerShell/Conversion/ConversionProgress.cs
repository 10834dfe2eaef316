using System;
using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;

namespace MedIO.PowerShell;

/// <summary>Shows one bar over all images that are converted, once that takes more than a moment.</summary>
internal sealed class ConversionProgress
{
    private const long FirstMilliseconds = 500;
    private const long EachMilliseconds = 200;

    private readonly Cmdlet _cmdlet;
    private readonly ConversionQueue _queue;
    private readonly ProgressRecord _record = new(0x6d656449, "Converting images", "Starting");
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private long _next = FirstMilliseconds;
    private bool _shown;

    public ConversionProgress(Cmdlet cmdlet, ConversionQueue queue)
    {
        _cmdlet = cmdlet;
        _queue = queue;
    }

    /// <summary>Shows how far it is.</summary>
    /// <param name="isAll">Whether all images are known, so that their number is.</param>
    public void Show(bool isAll)
    {
        if (_watch.ElapsedMilliseconds < _next)
        {
            return;
        }

        _next = _watch.ElapsedMilliseconds + EachMilliseconds;
        _shown = true;
        (string name, double part) = _queue.State();
        _record.StatusDescription = string.Format(CultureInfo.InvariantCulture, isAll ? "{0} of {1} images" : "{0} images", _queue.Done, _queue.Added);
        _record.CurrentOperation = PlainText.Of(name);
        _record.PercentComplete = isAll ? (int)Math.Max(0, Math.Min(100, 100 * part / Math.Max(1, _queue.Added))) : -1;
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
