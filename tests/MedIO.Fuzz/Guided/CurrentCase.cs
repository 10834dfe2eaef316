using System;
using System.IO;
using System.IO.MemoryMappedFiles;
using System.Text;
using MedIO.Tests.Dicom.Codecs.Fuzz;

namespace MedIO.Fuzz.Guided;

/// <summary>The case that is run, in a mapped file, from which it is taken where the process did not survive it.</summary>
internal sealed class CurrentCase : IDisposable
{
    private const int Longest = 1 << 21;

    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private string _name = string.Empty;
    private byte[] _line = [];
    private MedIO.Dicom.Codecs.FrameDescription? _description;

    public CurrentCase(string path)
    {
        _file = MemoryMappedFile.CreateFromFile(path, FileMode.OpenOrCreate, null, Longest);
        _view = _file.CreateViewAccessor();
    }

    public void Write(FuzzCase fuzz)
    {
        if (_description != fuzz.Description || _name != fuzz.TransferSyntax)
        {
            (_name, _description) = (fuzz.TransferSyntax, fuzz.Description);
            _line = Encoding.ASCII.GetBytes(fuzz.Line);
        }

        int count = Math.Min(fuzz.Length, Longest - 1024);
        _view.Write(0, _line.Length);
        _view.Write(4, count);
        _view.SafeMemoryMappedViewHandle.WriteSpan<byte>(8, _line);
        _view.SafeMemoryMappedViewHandle.WriteSpan<byte>(8 + (ulong)_line.Length, fuzz.Buffer.AsSpan(0, count));
    }

    public FuzzCase Read()
    {
        var line = new byte[_view.ReadInt32(0)];
        var bytes = new byte[_view.ReadInt32(4)];
        _view.SafeMemoryMappedViewHandle.ReadSpan<byte>(8, line);
        _view.SafeMemoryMappedViewHandle.ReadSpan<byte>(8 + (ulong)line.Length, bytes);
        return FuzzCase.Of(Encoding.ASCII.GetString(line), bytes);
    }

    public void Dispose()
    {
        _view.Dispose();
        _file.Dispose();
    }
}
