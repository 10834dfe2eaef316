using MedIO.Dicom;

namespace MedIO.Backends.Tests.Agreement;

/// <summary>An image that is read by this library and by a backend.</summary>
internal sealed class AgreementCase
{
    private readonly string _path;
    private readonly DicomSeries? _series;

    /// <param name="name">What the table of differences calls it.</param>
    /// <param name="path">The file.</param>
    public AgreementCase(string name, string path)
    {
        Name = name;
        _path = path;
    }

    /// <param name="name">What the table of differences calls it.</param>
    /// <param name="series">The series.</param>
    public AgreementCase(string name, DicomSeries series)
        : this(name, string.Empty) => _series = series;

    public string Name { get; }

    public MedMeta ReadMeta(ReadOptions options) => _series is null ? MedFile.ReadMeta(_path, options) : MedFile.ReadMeta(_series, options);

    public MedImage Read(ReadOptions options) => _series is null ? MedFile.Read(_path, options) : MedFile.Read(_series, options);

    public override string ToString() => Name;
}
