using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using MedIO.Tests.Dicom.Codecs.Fuzz;
using MedIO.Tests.OtherPrograms.Fuzz;

namespace MedIO.Fuzz.Guided;

/// <summary>Runs cases beside instrumented assemblies, and makes more of those that go where none went before.</summary>
internal sealed class GuidedWorker : IDisposable
{
    private const int LongestKept = 1 << 15;
    private const int CasesOfChoice = 512;

    // What is slow would take the time of many others, again and again.
    private const double SlowestKept = 0.1;
    private const long LargestKept = 4 << 20;

    private readonly string _format;
    private readonly IFuzzTarget _target;
    private readonly CoverageMap _map = new();
    private readonly CurrentCase _current;
    private readonly FuzzProgress _progress;
    private readonly Findings _findings;
    private readonly ErrorMessages _messages;
    private readonly ulong _last;
    private readonly double _secondsAllowed;
    private readonly Stopwatch _watch = Stopwatch.StartNew();

    // Of each edge the case that is cheapest, and what each case costs.
    private readonly int[] _best = new int[CoverageMap.Size];
    private readonly List<double> _costs = new();
    private bool _isBestChanged;
    private long _kept;

    private GuidedWorker(string format, ulong first, ulong count, double seconds, string folder)
    {
        _format = format;
        CorpusPath = Path.Combine(folder, $"corpus-{format}.cases");
        _progress = new FuzzProgress(Path.Combine(folder, $"guided-{format}.progress")) { Number = first };
        _current = new CurrentCase(Path.Combine(folder, $"guided-{format}.current"));
        _findings = new Findings(format, folder);
        _messages = new ErrorMessages(Path.Combine(folder, $"messages-{format}.txt"));
        _last = first + count;
        _secondsAllowed = seconds;
        Array.Fill(_best, -1);
        _target = FuzzWorker.Target(format);
        (byte[][] words, uint[] numbers) = ReaderWords.Of(format);
        _target.Words.Words = words;
        _target.Words.Numbers = numbers;
    }

    private string CorpusPath { get; }

    /// <summary>Runs so many cases, those that are needed to know the way included, or as many as there is time for.</summary>
    public static int Run(string format, ulong first, ulong count, double seconds, string folder)
    {
        using var worker = new GuidedWorker(format, first, count, seconds, folder);
        worker.Learn();
        worker.Fuzz();
        return 0;
    }

    public void Dispose()
    {
        _messages.Save();
        _target.Dispose();
        _current.Dispose();
        _progress.Dispose();
        _map.Dispose();
    }

    // The seeds, all of which count, and what earlier runs kept, of which only what still goes where nothing else goes.
    private void Learn()
    {
        int seeds = _target.SeedCount;
        for (int i = 0; i < seeds; i++)
        {
            FuzzCase seed = _target.Seed(i);
            Execute(seed);
            _map.IsNew();
            _map.Remember();
            Rank(seed);
        }

        foreach (FuzzCase fuzz in FuzzCorpus.Of(_format))
        {
            Execute(fuzz);
            _map.IsNew();
            Keep(fuzz);
        }

        if (!File.Exists(CorpusPath))
        {
            return;
        }

        string shorter = CorpusPath + ".tmp";
        using (FileStream file = File.OpenRead(CorpusPath))
        using (FileStream kept = File.Create(shorter))
        {
            foreach (FuzzCase fuzz in CaseFile.Read(file))
            {
                FuzzOutcome outcome = Execute(fuzz);
                if (outcome == FuzzOutcome.Failure)
                {
                    Fail(fuzz);
                }
                else if (_map.IsNew())
                {
                    Keep(fuzz);
                    CaseFile.Write(kept, fuzz);
                }
            }
        }

        File.Move(shorter, CorpusPath, overwrite: true);
    }

    private void Fuzz()
    {
        while (_progress.Number < _last && _watch.Elapsed.TotalSeconds < _secondsAllowed)
        {
            if (_isBestChanged && _progress.Number % CasesOfChoice == 0)
            {
                _target.Choice.Favoured = _best.Where(entry => entry >= 0).Distinct().ToArray();
                _isBestChanged = false;
            }

            FuzzCase fuzz = _target.Make(_progress.Number);
            FuzzOutcome outcome = Execute(fuzz);
            if (outcome == FuzzOutcome.Failure)
            {
                Fail(fuzz.Copy());
            }
            else if (_map.IsNew() && fuzz.Length <= LongestKept && _target.Seconds < SlowestKept && _target.Allocated < LargestKept)
            {
                Consider(fuzz);
            }
        }
    }

    private FuzzOutcome Execute(FuzzCase fuzz)
    {
        _current.Write(fuzz);
        _map.Reset();
        FuzzOutcome outcome = _target.Run(fuzz);
        _progress[outcome]++;
        _progress.Number++;
        if (outcome is FuzzOutcome.InvalidData or FuzzOutcome.EndOfStream)
        {
            _messages.Add(_target.Detail);
        }

        if (_target.Seconds > _progress.Slowest.Seconds)
        {
            _progress.Slowest = (_target.Seconds, _progress.Number);
        }

        if (_target.Allocated > _progress.Hungriest.Bytes)
        {
            _progress.Hungriest = (_target.Allocated, _progress.Number);
        }

        return outcome;
    }

    // Where it goes to by chance, because something else ran beside it or for the first time, does not count.
    private void Consider(FuzzCase fuzz)
    {
        int[] first = _map.Of(withClasses: true);
        FuzzCase found = fuzz.Copy();
        if (Execute(found) == FuzzOutcome.Failure)
        {
            Fail(found);
            return;
        }

        bool isNew = _map.IsNew();
        int[] second = _map.Of(withClasses: true);
        if (isNew)
        {
            Keep(first.AsSpan().SequenceEqual(second) ? Shorten(found, second) : found);
            using FileStream file = new(CorpusPath, FileMode.Append);
            CaseFile.Write(file, _target.Seed(_target.SeedCount - 1));
        }

        _map.Remember(first);
    }

    // Leaves out what makes no difference. The parity of the length, which chooses how a file is read, stays.
    private FuzzCase Shorten(FuzzCase found, int[] edges)
    {
        int tries = 48;
        for (int size = HighestBit(found.Length / 2); size >= 16 && tries > 0; size /= 2)
        {
            for (int at = 0; at + size <= found.Length && tries > 0; tries--)
            {
                FuzzCase shorter = found.Copy();
                shorter.Remove(at, size);
                if (Execute(shorter) != FuzzOutcome.Failure && IsSame(edges))
                {
                    found = shorter;
                }
                else
                {
                    at += size;
                }
            }
        }

        // The map holds the last that was tried.
        Execute(found);
        _map.IsNew();
        return found;
    }

    private bool IsSame(int[] edges)
    {
        _map.IsNew();
        return _map.Of(withClasses: true).AsSpan().SequenceEqual(edges);
    }

    private static int HighestBit(int value) => value <= 0 ? 0 : 1 << System.Numerics.BitOperations.Log2((uint)value);

    private void Keep(FuzzCase fuzz)
    {
        _map.Remember();
        _target.Add(fuzz);
        _kept++;
        Rank(fuzz);
        _progress.Coverage = (_map.Edges, _kept);
    }

    // It is the last of the target's seeds, or the next one while these are learned. What it costs is its length and what it
    // allocates, not its time: a run makes the same cases as the one before.
    private void Rank(FuzzCase fuzz)
    {
        double cost = (fuzz.Length + 64.0) * (_target.Allocated + 8192);
        _costs.Add(cost);
        foreach (int edge in _map.Of(withClasses: false))
        {
            if (_best[edge] < 0 || _costs[_best[edge]] > cost)
            {
                _best[edge] = _costs.Count - 1;
                _isBestChanged = true;
            }
        }
    }

    private void Fail(FuzzCase fuzz)
    {
        string detail = _target.Detail;
        string kind = Findings.Kind(detail);
        if (_findings.IsKnown(kind, fuzz.Length, out _))
        {
            return;
        }

        // A machine that had other things to do is no finding.
        for (int run = 0; run < 2; run++)
        {
            if (Execute(fuzz) != FuzzOutcome.Failure)
            {
                if (detail.StartsWith("It took", StringComparison.Ordinal))
                {
                    return;
                }

                _findings.Add(fuzz, detail + "\nNot each time.");
                return;
            }
        }

        var watch = Stopwatch.StartNew();
        for (int size = HighestBit(fuzz.Length / 2); size >= 1 && watch.Elapsed.TotalSeconds < 20; size /= 2)
        {
            for (int at = 0; at + size <= fuzz.Length && watch.Elapsed.TotalSeconds < 20;)
            {
                FuzzCase shorter = fuzz.Copy();
                shorter.Remove(at, size);
                if (Execute(shorter) == FuzzOutcome.Failure && Findings.Kind(_target.Detail) == kind)
                {
                    fuzz = shorter;
                    detail = _target.Detail;
                }
                else
                {
                    at += size;
                }
            }
        }

        _findings.Add(fuzz, detail);
    }
}
