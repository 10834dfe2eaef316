using System.Collections.Generic;
using System.IO;
using System.Linq;
using MedIO.Tests.Dicom.Codecs.Fuzz;

namespace MedIO.Tests.OtherPrograms.Fuzz;

/// <summary>
/// Files of a format, read in several ways, or converted. Of a header with data in a file of their own one of the two is mutated, with
/// the other beside it.
/// </summary>
internal sealed class ImageFileTarget : ReadingTarget
{
    private readonly FileMutator _mutator;
    private readonly List<SeedFile> _seeds = new();
    private readonly Dictionary<string, SeedFile> _originals = new();
    private readonly Conversions _conversions;
    private SeedFile? _changed;

    public ImageFileTarget(string format)
    {
        foreach (OtherFile file in OtherFile.All.Where(file => file.Format == format))
        {
            // All files of that name but for the suffix: a header and its data.
            string name = Path.GetFileNameWithoutExtension(file.Path);
            foreach (string part in Directory.GetFiles(Path.GetDirectoryName(file.Path)!, name + ".*"))
            {
                var seed = new SeedFile(file.Path, part, File.ReadAllBytes(part));
                _seeds.Add(seed);
                _originals[seed.Name] = seed;
                File.Copy(part, Path.Combine(Folder, Path.GetFileName(part)), overwrite: true);
            }
        }

        _conversions = new Conversions(Folder);
        _mutator = new FileMutator(_seeds) { Choice = Choice, Dictionary = Words };
    }

    /// <inheritdoc/>
    public override int SeedCount => _seeds.Count;

    /// <inheritdoc/>
    public override FuzzCase Make(ulong number) => _mutator.Make(number);

    /// <inheritdoc/>
    public override FuzzCase Seed(int number)
    {
        var seed = new FuzzCase { Seed = number, TransferSyntax = _seeds[number].Name };
        seed.Insert(0, _seeds[number].Bytes);
        return seed;
    }

    /// <inheritdoc/>
    public override void Add(FuzzCase found) => _seeds.Add(Original(found.TransferSyntax) with { Bytes = found.Bytes.ToArray() });

    protected override void Put(FuzzCase fuzz)
    {
        // The file that the last case was made of is whole again, unless it is changed anew.
        SeedFile seed = Original(fuzz.TransferSyntax);
        if (_changed is { } changed && changed.Part != seed.Part)
        {
            Write(Path.Combine(Folder, Path.GetFileName(changed.Part)), changed.Bytes, changed.Bytes.Length);
        }

        _changed = seed;
        Write(Path.Combine(Folder, Path.GetFileName(seed.Part)), fuzz.Buffer, fuzz.Length);
    }

    protected override void Read(FuzzCase fuzz)
    {
        string path = Path.Combine(Folder, Path.GetFileName(_changed!.Main));
        bool allow = (fuzz.Length & 1) == 0;
        var options = new ReadOptions { AllowTruncated = allow, AllowDefaultAffine = allow, Header = !allow };
        switch ((fuzz.Length >> 1) & 7)
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
            case 4:
                WaysToRead.Compare(path, options, new FuzzRandom((ulong)fuzz.Length));
                break;
            case 5:
                _conversions.Compare(path, options, new FuzzRandom((ulong)fuzz.Length));
                break;
            default:
                MedFile.Read(path, options);
                break;
        }
    }

    // By its whole name, or by that of the file that is mutated alone.
    private SeedFile Original(string name) => _originals.TryGetValue(name, out SeedFile? seed) ? seed : _originals.Values.First(one => Path.GetFileName(one.Part) == name);
}
