using System;
using System.IO;
using System.IO.MemoryMappedFiles;
using MedIO.Tests.Dicom.Codecs.Fuzz;

namespace MedIO.Fuzz;

/// <summary>How far a worker has come: a mapped file, which outlives a process that ends in the middle of a case.</summary>
internal sealed class FuzzProgress : IDisposable
{
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;

    public FuzzProgress(string path)
    {
        _file = MemoryMappedFile.CreateFromFile(path, FileMode.OpenOrCreate, null, 128);
        _view = _file.CreateViewAccessor();
    }

    /// <summary>The case that is run.</summary>
    public ulong Number
    {
        get => _view.ReadUInt64(0);
        set => _view.Write(0, value);
    }

    public long this[FuzzOutcome outcome]
    {
        get => _view.ReadInt64(8 * (1 + (int)outcome));
        set => _view.Write(8 * (1 + (int)outcome), value);
    }

    /// <summary>What the slowest case took, and its number.</summary>
    public (double Seconds, ulong Number) Slowest
    {
        get => (_view.ReadDouble(64), _view.ReadUInt64(72));
        set
        {
            _view.Write(64, value.Seconds);
            _view.Write(72, value.Number);
        }
    }

    /// <summary>Bytes that the hungriest case allocated, and its number.</summary>
    public (long Bytes, ulong Number) Hungriest
    {
        get => (_view.ReadInt64(80), _view.ReadUInt64(88));
        set
        {
            _view.Write(80, value.Bytes);
            _view.Write(88, value.Number);
        }
    }

    /// <summary>Edges between branches that were gone along, and cases that were kept for them, where that is known.</summary>
    public (long Edges, long Cases) Coverage
    {
        get => (_view.ReadInt64(96), _view.ReadInt64(104));
        set
        {
            _view.Write(96, value.Edges);
            _view.Write(104, value.Cases);
        }
    }

    public void Dispose()
    {
        _view.Dispose();
        _file.Dispose();
    }
}
