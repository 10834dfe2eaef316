using System;
using System.IO;
using MedIO.Dicom;
using MedIO.Formats;

namespace MedIO.Tests.Dicom;

/// <summary>The bytes of a DICOM file, read as a file.</summary>
internal sealed class DataSetFile : IDisposable
{
    private readonly ScratchFolder _folder = new();
    private readonly ImageSource _source;

    public DataSetFile(byte[] bytes, uint stopAfter = uint.MaxValue, bool pastPixelData = false)
    {
        Path = _folder["a.dcm"];
        System.IO.File.WriteAllBytes(Path, bytes);
        try
        {
            _source = ImageSource.Open(Path);
            File = DicomFile.Read(_source, stopAfter, pastPixelData);
        }
        catch
        {
            _source?.Dispose();
            _folder.Dispose();
            throw;
        }
    }

    public string Path { get; }

    public DicomFile File { get; }

    public DicomDataSet DataSet => File.DataSet;

    /// <summary>The value of the only element added, after its way through a file.</summary>
    public static object? ValueOf(DicomBytesBuilder element)
    {
        using var file = new DataSetFile(element.ToFile());
        return file.DataSet.GetValue(file.DataSet.Elements[file.DataSet.Elements.Count - 1]);
    }

    public void Dispose()
    {
        File.Dispose();
        _source.Dispose();
        _folder.Dispose();
    }
}
