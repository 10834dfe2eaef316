using System;
using System.Management.Automation;
using System.Threading;

namespace MedIO.PowerShell;

/// <summary>An image that is to be converted, and later what became of it.</summary>
internal sealed class ConversionJob : IProgress<double>
{
    private readonly Func<ConversionJob, MedConversion>? _convert;
    private volatile bool _done;
    private double _part;

    /// <param name="source">What is converted, for messages.</param>
    /// <param name="convert">Converts it, on any thread.</param>
    public ConversionJob(string source, Func<ConversionJob, MedConversion> convert)
    {
        Source = source;
        _convert = convert;
    }

    /// <summary>Something that cannot be converted, in its place among the others.</summary>
    public ConversionJob(ErrorRecord error)
    {
        Source = string.Empty;
        Error = error;
        _done = true;
    }

    public string Source { get; }

    public MedConversion? Result { get; private set; }

    public ErrorRecord? Error { get; private set; }

    public bool IsDone => _done;

    /// <summary>The part that is done, 0 to 1.</summary>
    public double Part => Volatile.Read(ref _part);

    public void Report(double value) => Volatile.Write(ref _part, value);

    public void Run()
    {
        try
        {
            Result = _convert!(this);
        }
        catch (OperationCanceledException)
        {
            // Nobody waits for it any more.
        }
        catch (TargetUsedTwiceException e)
        {
            Error = MedErrorRecord.Of("TargetUsedTwice", e.Message, ErrorCategory.InvalidArgument, Source);
        }
#pragma warning disable CA1031 // Whatever happened belongs to this image and is reported with it, in its turn.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Error = MedErrorRecord.From(e, Source);
        }

        Volatile.Write(ref _part, 1);
        _done = true;
    }
}
