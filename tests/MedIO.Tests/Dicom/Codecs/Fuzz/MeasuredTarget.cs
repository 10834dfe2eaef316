using System;

namespace MedIO.Tests.Dicom.Codecs.Fuzz;

/// <summary>A target that measures what each case takes.</summary>
internal abstract class MeasuredTarget : IFuzzTarget
{
    private readonly CaseClock _clock = new();
    private long _before;

    /// <inheritdoc/>
    public abstract int SeedCount { get; }

    /// <summary>How long a case may take, beyond what its kind usually takes.</summary>
    public double SecondsAllowed { get; set; } = 5;

    /// <summary>Whether nothing else runs in this process, so that what all threads take is the case's.</summary>
    public bool IsAlone
    {
        get => _clock.IsAlone;
        set => _clock.IsAlone = value;
    }

    /// <inheritdoc/>
    public string Detail { get; protected set; } = string.Empty;

    /// <inheritdoc/>
    public double Seconds { get; private set; }

    /// <inheritdoc/>
    public long Allocated { get; private set; }

    /// <inheritdoc/>
    public SeedChoice Choice { get; } = new();

    /// <inheritdoc/>
    public FuzzWords Words { get; } = new();

    /// <inheritdoc/>
    public abstract FuzzCase Make(ulong number);

    /// <inheritdoc/>
    public abstract FuzzCase Seed(int number);

    /// <inheritdoc/>
    public abstract void Add(FuzzCase found);

    /// <inheritdoc/>
    public abstract FuzzOutcome Run(FuzzCase fuzz);

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
    }

    /// <summary>Begins to measure.</summary>
    protected void Begin()
    {
        _before = AllocatedUntilNow();
        _clock.Restart();
    }

    /// <summary>Ends it: <see cref="Seconds"/> and <see cref="Allocated"/> are known.</summary>
    protected void End()
    {
        Seconds = _clock.Seconds;
        Allocated = AllocatedUntilNow() - _before;
    }

    /// <summary>Says what is wrong with the case.</summary>
    protected FuzzOutcome Fail(string detail)
    {
        Detail = detail;
        return FuzzOutcome.Failure;
    }

#if TEST_NETFRAMEWORK
    private static long AllocatedUntilNow() => 0;
#else
    private long AllocatedUntilNow() => IsAlone ? GC.GetTotalAllocatedBytes(false) : GC.GetAllocatedBytesForCurrentThread();
#endif
}
