using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using MedIO.Tests.Dicom.Codecs.Fuzz;

namespace MedIO.Tests.OtherPrograms.Fuzz;

/// <summary>
/// Files of a format: each mutation becomes an image or an error of this library, in bounded time and memory. Of a header with data in a
/// file of their own one of the two is mutated, with the other beside it.
/// </summary>
internal sealed class ImageFileTarget : IFuzzTarget
{
    // To look for files that stayed open takes longer than most cases.
    private const int CasesOfHandles = 16;

    private readonly string _folder = Path.Combine(Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath(), $"medio-fuzz-{Guid.NewGuid():N}");
    private readonly FileMutator _mutator;
    private readonly CaseClock _clock = new();
    private readonly List<SeedFile> _seeds = new();
    private readonly Dictionary<string, SeedFile> _originals = new();
    private SeedFile? _changed;

    public ImageFileTarget(string format)
    {
        Directory.CreateDirectory(_folder);
        foreach (OtherFile file in OtherFile.All.Where(file => file.Format == format))
        {
            // All files of that name but for the suffix: a header and its data.
            string name = Path.GetFileNameWithoutExtension(file.Path);
            foreach (string part in Directory.GetFiles(Path.GetDirectoryName(file.Path)!, name + ".*"))
            {
                var seed = new SeedFile(file.Path, part, File.ReadAllBytes(part));
                _seeds.Add(seed);
                _originals[seed.Name] = seed;
                File.Copy(part, Path.Combine(_folder, Path.GetFileName(part)), overwrite: true);
            }
        }

        _mutator = new FileMutator(_seeds) { Choice = Choice, Dictionary = Words };
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
    public FuzzCase Make(ulong number) => _mutator.Make(number);

    /// <inheritdoc/>
    public FuzzCase Seed(int number)
    {
        var seed = new FuzzCase { Seed = number, TransferSyntax = _seeds[number].Name };
        seed.Insert(0, _seeds[number].Bytes);
        return seed;
    }

    /// <inheritdoc/>
    public void Add(FuzzCase found) => _seeds.Add(Original(found.TransferSyntax) with { Bytes = found.Bytes.ToArray() });

    /// <inheritdoc/>
    public FuzzOutcome Run(FuzzCase fuzz)
    {
        // The file that the last case was made of is whole again, unless it is changed anew.
        SeedFile seed = Original(fuzz.TransferSyntax);
        if (_changed is { } changed && changed.Part != seed.Part)
        {
            Write(Path.Combine(_folder, Path.GetFileName(changed.Part)), changed.Bytes, changed.Bytes.Length);
        }

        _changed = seed;
        Write(Path.Combine(_folder, Path.GetFileName(seed.Part)), fuzz.Buffer, fuzz.Length);
        long before = Memory();
        _clock.Restart();
        FuzzOutcome outcome = Read(Path.Combine(_folder, Path.GetFileName(seed.Main)), (fuzz.Length & 1) == 0, (fuzz.Length >> 1) & 7);
        Seconds = _clock.Seconds;
        Allocated = Memory() - before;
        if (outcome != FuzzOutcome.Failure && fuzz.Length % CasesOfHandles == 0 && OpenFile() is { } open)
        {
            Detail = $"It left {open} open.";
            return FuzzOutcome.Failure;
        }

        if (outcome != FuzzOutcome.Failure && Seconds > SecondsAllowed)
        {
            Detail = FormattableString.Invariant($"It took {Seconds:F1} s.");
            return FuzzOutcome.Failure;
        }

        if (outcome != FuzzOutcome.Failure && IsAlone && Allocated > MostMemory(fuzz.Length))
        {
            Detail = FormattableString.Invariant($"It allocated {Allocated} bytes for a file of {fuzz.Length}: {Detail}");
            return FuzzOutcome.Failure;
        }

        return outcome;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // By its whole name, or by that of the file that is mutated alone.
    private SeedFile Original(string name) => _originals.TryGetValue(name, out SeedFile? seed) ? seed : _originals.Values.First(one => Path.GetFileName(one.Part) == name);

    private static long MostMemory(int length) => (64 << 20) + (4096L * length);

    // Without the lock that .NET puts on files that are written: a process that another test starts has it too, for a moment.
    private static void Write(string path, byte[] bytes, int count)
    {
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        file.Write(bytes, 0, count);
    }

#if TEST_NETFRAMEWORK
    private static long Memory() => 0;

    private static string? OpenFile() => null;
#else
    private static long Memory() => GC.GetTotalAllocatedBytes(false);

    // A file of ours that this process has open; Linux alone tells.
    private string? OpenFile() => !Directory.Exists("/proc/self/fd") ? null : Directory.GetFiles("/proc/self/fd").Select(Target).FirstOrDefault(file => file?.StartsWith(_folder, StringComparison.Ordinal) == true);

    private static string? Target(string link)
    {
        try
        {
            return File.ResolveLinkTarget(link, returnFinalTarget: false)?.FullName;
        }
        catch (IOException)
        {
            // The one through which the folder is read.
            return null;
        }
    }
#endif

    private FuzzOutcome Read(string path, bool allow, int way)
    {
        try
        {
            var options = new ReadOptions { AllowTruncated = allow, AllowDefaultAffine = allow, Header = !allow };
            switch (way)
            {
                case 0:
                    MedFile.ReadMeta(path, options);
                    break;
                case 1:
                    options.Orientation = "SPR";
                    goto default;
                case 2:
                    options.Slice = SliceExpression.Parse("1:, ::-2");
                    goto default;
                case 3:
                    options.DataType = VoxelType.Int16;
                    goto default;
                default:
                    MedFile.Read(path, options);
                    break;
            }

            Detail = string.Empty;
            return FuzzOutcome.Image;
        }
        catch (MedIOException e) when (e.Path is not null && e.Message.StartsWith(e.Path, StringComparison.Ordinal))
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
