using System;
using System.Diagnostics;
using System.IO;
using MedIO.Tests.Dicom.Codecs;
using MedIO.Tests.Dicom.Codecs.Fuzz;

namespace MedIO.Fuzz;

/// <summary>Whole DICOM files: each becomes an image or an error of this library, with what is damaged shown or not.</summary>
internal sealed class FileTarget : IFuzzTarget
{
    public const string Name = "dicom";

    private readonly string _path = Path.Combine(Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath(), FormattableString.Invariant($"medio-fuzz-{Environment.ProcessId}.dcm"));

    private readonly EncodedFrame[] _seeds = FileSeeds.Make();
    private readonly Mutator _mutator;

    public FileTarget() => _mutator = new Mutator(_seeds);

    /// <inheritdoc/>
    public int SeedCount => _seeds.Length;

    /// <inheritdoc/>
    public string Detail { get; private set; } = string.Empty;

    /// <inheritdoc/>
    public double Seconds { get; private set; }

    /// <inheritdoc/>
    public long Allocated { get; private set; }

    /// <inheritdoc/>
    public FuzzCase Make(ulong number) => _mutator.Make(number);

    /// <inheritdoc/>
    public FuzzOutcome Run(FuzzCase fuzz)
    {
        using (FileStream file = File.Create(_path))
        {
            file.Write(fuzz.Bytes);
        }

        long before = GC.GetTotalAllocatedBytes(false);
        var watch = Stopwatch.StartNew();
        FuzzOutcome outcome = Read((fuzz.Length & 1) == 0);
        Seconds = watch.Elapsed.TotalSeconds;
        Allocated = GC.GetTotalAllocatedBytes(false) - before;
        if (outcome != FuzzOutcome.Failure && Seconds > 5)
        {
            Detail = FormattableString.Invariant($"It took {Seconds:F1} s.");
            return FuzzOutcome.Failure;
        }

        if (outcome != FuzzOutcome.Failure && Allocated > (64 << 20) + (4096L * fuzz.Length))
        {
            Detail = FormattableString.Invariant($"It allocated {Allocated} bytes for a file of {fuzz.Length}.");
            return FuzzOutcome.Failure;
        }

        return outcome;
    }

    public void Dispose() => File.Delete(_path);

    private FuzzOutcome Read(bool allowTruncated)
    {
        try
        {
            MedFile.Read(_path, new ReadOptions { AllowTruncated = allowTruncated, AllowDefaultAffine = true });
            Detail = string.Empty;
            return FuzzOutcome.Image;
        }
        catch (MedIOException e)
        {
            Detail = e.Message;
            return e.Error == MedIOError.TruncatedData ? FuzzOutcome.EndOfStream : FuzzOutcome.InvalidData;
        }
#pragma warning disable CA1031 // Whatever else it is, it is what is looked for.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Detail = e.ToString();
            return FuzzOutcome.Failure;
        }
    }
}
