using System.Collections.Generic;
using System.IO;
using System.Linq;
using MedIO.Dicom;
using MedIO.Tests.Dicom.Codecs;
using MedIO.Tests.Dicom.Codecs.Fuzz;

namespace MedIO.Tests.OtherPrograms.Fuzz;

/// <summary>Whole DICOM files, with what is damaged shown or not, read as a file, as a series, or for its elements alone.</summary>
internal sealed class DicomFileTarget : ReadingTarget
{
    public const string Name = "dicom";

    private const double BytesPerSecond = 20e6;
    private const string FileName = "case.dcm";

    private readonly string _path;
    private readonly List<SeedFile> _seeds = DicomFileSeeds.Make().Select(seed => new SeedFile(FileName, FileName, seed.Bytes)).ToList();
    private readonly List<EncodedFrame> _frames = DicomFileSeeds.Make().ToList();
    private readonly FileMutator _files;
    private readonly Mutator _streams;
    private long? _declared;

    public DicomFileTarget()
    {
        _path = Path.Combine(Folder, FileName);
        _files = new FileMutator(_seeds) { Choice = Choice, Dictionary = Words };
        _streams = new Mutator(_frames) { Choice = Choice };
    }

    /// <inheritdoc/>
    public override int SeedCount => _seeds.Count;

    /// <inheritdoc/>
    public override FuzzCase Make(ulong number) => number % 4 == 0 ? _streams.Make(number) : _files.Make(number);

    /// <inheritdoc/>
    public override FuzzCase Seed(int number)
    {
        var seed = new FuzzCase { Seed = number, TransferSyntax = FileName };
        seed.Insert(0, _seeds[number].Bytes);
        return seed;
    }

    /// <inheritdoc/>
    public override void Add(FuzzCase found)
    {
        _seeds.Add(new SeedFile(FileName, FileName, found.Bytes.ToArray()));
        _frames.Add(new EncodedFrame(FileName, found.Description, string.Empty, _seeds[_seeds.Count - 1].Bytes));
    }

    protected override void Put(FuzzCase fuzz)
    {
        _declared = null;
        Write(_path, fuzz.Buffer, fuzz.Length);
    }

    protected override double MoreSeconds(FuzzCase fuzz) => Declared() / BytesPerSecond;

    protected override long MoreMemory(FuzzCase fuzz) => 3 * Declared();

    protected override void Read(FuzzCase fuzz)
    {
        bool allow = (fuzz.Length & 2) == 0;
        var options = new ReadOptions { AllowTruncated = allow, AllowDefaultAffine = true, AllowMissingSlices = allow };
        switch ((fuzz.Length >> 2) & 3)
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
            case 2:
                WaysToRead.Compare(_path, options, new FuzzRandom((ulong)fuzz.Length));
                break;
            default:
                MedFile.Read(_path, options);
                break;
        }
    }

    // The bytes of the image that the file says it is: JPEG 2000 makes a million of one, and a damaged file may be shown as what it was.
    private long Declared() => _declared ??= DeclaredBytes.Of(_path);
}
