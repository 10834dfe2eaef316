using System.Collections.Generic;
using System.IO;
using System.Linq;
using MedIO.Dicom;
using MedIO.Tests.Dicom.Codecs.Fuzz;

namespace MedIO.Tests.OtherPrograms.Fuzz;

/// <summary>
/// Files that belong together, several of which are mutated at once, left out, exchanged or doubled: series, discs, stacks of pictures,
/// headers with their data, lists of files.
/// </summary>
internal sealed class FolderTarget : ReadingTarget
{
    public const string Name = "folders";

    private readonly Dictionary<string, FolderSeed> _kinds = FolderSeeds.Make().ToDictionary(seed => seed.Kind);
    private readonly List<(string Kind, byte[] Bundle)> _seeds = new();
    private readonly List<SeedFile> _files = new();
    private readonly FileMutator _mutator;
    private readonly FuzzCase _case = new();
    private readonly Conversions _conversions;
    private readonly string _folder;
    private long? _declared;

    public FolderTarget()
    {
        _folder = Path.Combine(Folder, "files");
        _conversions = new Conversions(Folder);
        _mutator = new FileMutator(_files) { Dictionary = Words };
        foreach (FolderSeed kind in _kinds.Values)
        {
            _seeds.Add((kind.Kind, FileBundle.Join(kind.Files.Select((bytes, i) => (i, bytes)))));
            _files.AddRange(kind.Files.Select(bytes => new SeedFile(kind.Kind, kind.Kind, bytes)));
        }
    }

    /// <inheritdoc/>
    public override int SeedCount => _seeds.Count;

    /// <inheritdoc/>
    public override FuzzCase Make(ulong number)
    {
        var random = new FuzzRandom(number);
        _case.Seed = Choice.Next(random, _seeds.Count);
        (_case.TransferSyntax, byte[] bundle) = _seeds[_case.Seed];
        List<(int Name, byte[] Bytes)> files = FileBundle.Split(bundle);
        do
        {
            Change(files, _kinds[_case.TransferSyntax].Names.Length, random);
        }
        while (!random.OneIn(3));

        _case.Length = 0;
        _case.Insert(0, FileBundle.Join(files));
        return _case;
    }

    /// <inheritdoc/>
    public override FuzzCase Seed(int number)
    {
        var seed = new FuzzCase { Seed = number, TransferSyntax = _seeds[number].Kind };
        seed.Insert(0, _seeds[number].Bundle);
        return seed;
    }

    /// <inheritdoc/>
    public override void Add(FuzzCase found) => _seeds.Add((found.TransferSyntax, found.Bytes.ToArray()));

    protected override void Put(FuzzCase fuzz)
    {
        _declared = null;
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }

        Directory.CreateDirectory(_folder);
        string[] names = _kinds[fuzz.TransferSyntax].Names;
        foreach ((int name, byte[] bytes) in FileBundle.Split(fuzz.Bytes))
        {
            string path = Path.Combine(_folder, names[name % names.Length]);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            Write(path, bytes, bytes.Length);
        }
    }

    protected override double MoreSeconds(FuzzCase fuzz) => Declared() / 20e6;

    protected override long MoreMemory(FuzzCase fuzz) => 4 * Declared();

    protected override void Read(FuzzCase fuzz)
    {
        string main = Main(fuzz);
        var random = new FuzzRandom((ulong)fuzz.Length);
        bool allow = (fuzz.Length & 1) == 0;
        var options = new ReadOptions { AllowTruncated = allow, AllowDefaultAffine = allow, AllowMissingSlices = allow, Recurse = (fuzz.Length & 2) == 0 };
        switch ((fuzz.Length >> 2) & 7)
        {
            case 0:
            case 1:
                foreach (DicomSeries series in DicomSeries.Find(_folder, options))
                {
                    WaysToRead.Compare(series, options, random);
                }

                break;
            case 2:
                MedFile.Identify(main, options);
                options.Header = true;
                MedFile.ReadMeta(main, options);
                break;
            case 3:
                _conversions.Compare(main, options, random);
                break;
            case 4:
                MedFile.Read(main, options);
                break;
            default:
                WaysToRead.Compare(main, options, random);
                break;
        }
    }

    private string Main(FuzzCase fuzz) => _kinds[fuzz.TransferSyntax].Main is { } name ? Path.Combine(_folder, name) : _folder;

    private long Declared() => _declared ??= DeclaredBytes.Of(_folder);

    private void Change(List<(int Name, byte[] Bytes)> files, int names, FuzzRandom random)
    {
        if (files.Count == 0)
        {
            files.Add((random.Next(names), _files[random.Next(_files.Count)].Bytes));
            return;
        }

        int at = random.Next(files.Count);
        (int name, byte[] bytes) = files[at];
        switch (random.Next(16))
        {
            case 0:
                files.RemoveAt(at);
                break;
            case 1:
                files.Add((random.Next(names), bytes));
                break;
            case 2:
                files[at] = (random.Next(names), bytes);
                break;
            case 3:
                // A file of another folder.
                files[at] = (name, _files[random.Next(_files.Count)].Bytes);
                break;
            case 4:
                int other = random.Next(files.Count);
                (files[at], files[other]) = ((name, files[other].Bytes), (files[other].Name, bytes));
                break;
            default:
                files[at] = (name, _mutator.Change(bytes, random));
                break;
        }
    }
}
