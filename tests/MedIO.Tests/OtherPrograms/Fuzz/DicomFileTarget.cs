using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using MedIO.Dicom;
using MedIO.Tests.Dicom.Codecs;
using MedIO.Tests.Dicom.Codecs.Fuzz;

namespace MedIO.Tests.OtherPrograms.Fuzz;

/// <summary>
/// Whole DICOM files: each becomes an image or an error of this library, with what is damaged shown or not, read as a file, as a series,
/// or for its elements alone.
/// </summary>
internal sealed class DicomFileTarget : IFuzzTarget
{
    public const string Name = "dicom";

    private const double BytesPerSecond = 20e6;
    private const string FileName = "case.dcm";

    private readonly string _path = Path.Combine(Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath(), $"medio-fuzz-{Guid.NewGuid():N}.dcm");
    private readonly List<SeedFile> _seeds = DicomFileSeeds.Make().Select(seed => new SeedFile(FileName, FileName, seed.Bytes)).ToList();
    private readonly List<EncodedFrame> _frames = DicomFileSeeds.Make().ToList();
    private readonly FileMutator _files;
    private readonly CaseClock _clock = new();
    private readonly Mutator _streams;

    public DicomFileTarget()
    {
        _files = new FileMutator(_seeds) { Choice = Choice, Dictionary = Words };
        _streams = new Mutator(_frames) { Choice = Choice };
    }

    /// <inheritdoc/>
    public int SeedCount => _seeds.Count;

    /// <summary>How long a case may take.</summary>
    public double SecondsAllowed { get; set; } = 5;

    /// <summary>Whether nothing else runs in this process, so that what all threads allocate is the reader's.</summary>
    public bool IsAlone
    {
        get => _clock.IsAlone;
        set => _clock.IsAlone = value;
    }

    /// <inheritdoc/>
    public string Detail { get; private set; } = string.Empty;

    /// <inheritdoc/>
    public double Seconds { get; private set; }

    /// <inheritdoc/>
    public long Allocated { get; private set; }

    /// <inheritdoc/>
    public SeedChoice Choice { get; } = new();

    /// <inheritdoc/>
    public FuzzWords Words { get; } = new();

    /// <inheritdoc/>
    public FuzzCase Make(ulong number) => number % 4 == 0 ? _streams.Make(number) : _files.Make(number);

    /// <inheritdoc/>
    public FuzzCase Seed(int number)
    {
        var seed = new FuzzCase { Seed = number, TransferSyntax = FileName };
        seed.Insert(0, _seeds[number].Bytes);
        return seed;
    }

    /// <inheritdoc/>
    public void Add(FuzzCase found)
    {
        _seeds.Add(new SeedFile(FileName, FileName, found.Bytes.ToArray()));
        _frames.Add(new EncodedFrame(FileName, found.Description, string.Empty, _seeds[_seeds.Count - 1].Bytes));
    }

    /// <inheritdoc/>
    public FuzzOutcome Run(FuzzCase fuzz)
    {
        using (FileStream file = File.Create(_path))
        {
            file.Write(fuzz.Buffer, 0, fuzz.Length);
        }

        long before = Memory();
        _clock.Restart();
        FuzzOutcome outcome = Read((fuzz.Length & 2) == 0, (fuzz.Length >> 2) & 3);
        Seconds = _clock.Seconds;
        Allocated = Memory() - before;
        if (outcome != FuzzOutcome.Failure && Seconds > SecondsAllowed && Seconds > SecondsAllowed + (Declared() / BytesPerSecond))
        {
            Detail = FormattableString.Invariant($"It took {Seconds:F1} s.");
            return FuzzOutcome.Failure;
        }

        long most = (64 << 20) + (4096L * fuzz.Length);
        if (outcome != FuzzOutcome.Failure && IsAlone && Allocated > most && Allocated > most + (3 * Declared()))
        {
            Detail = FormattableString.Invariant($"It allocated {Allocated} bytes for a file of {fuzz.Length}: {Detail}");
            return FuzzOutcome.Failure;
        }

        return outcome;
    }

    public void Dispose() => File.Delete(_path);

#if TEST_NETFRAMEWORK
    private static long Memory() => 0;
#else
    private static long Memory() => GC.GetTotalAllocatedBytes(false);
#endif

    // The bytes of the image that the file says it is: JPEG 2000 makes a million of one, and a damaged file may be shown as what it was.
    private long Declared()
    {
        try
        {
            MedMeta meta = MedFile.ReadMeta(_path, new ReadOptions { AllowTruncated = true, AllowDefaultAffine = true });
            return 8L * meta.Components * meta.Shape.VoxelCount;
        }
        catch (MedIOException)
        {
            return 0;
        }
    }

    private FuzzOutcome Read(bool allow, int way)
    {
        var options = new ReadOptions { AllowTruncated = allow, AllowDefaultAffine = true, AllowMissingSlices = allow };
        try
        {
            switch (way)
            {
                case 0:
                    foreach (DicomSeries series in DicomSeries.Find(_path, options))
                    {
                        MedFile.Read(series, options);
                    }

                    break;
                case 1:
                    DicomElements.ReadAll(_path);
                    options.Header = true;
                    MedFile.ReadMeta(_path, options);
                    break;
                default:
                    MedFile.Read(_path, options);
                    break;
            }

            Detail = string.Empty;
            return FuzzOutcome.Image;
        }
        catch (MedIOException e)
        {
            Detail = e.Message;
            if (e.Message.Any(char.IsControl))
            {
                Detail = "Its message has control characters.";
                return FuzzOutcome.Failure;
            }

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
