using System.Collections.Generic;
using MedIO.Dicom.Codecs.Jpeg2000.Headers;

namespace MedIO.Dicom.Codecs.Jpeg2000.Packets;

/// <summary>A place in bytes that lie in several runs: the bodies of a tile's parts, or its packed packet headers.</summary>
internal sealed unsafe class PacketCursor
{
    private readonly List<(int Begin, int End)> _runs = new();
    private int _next;

    /// <summary>The array or the stream that the runs are in.</summary>
    public byte* Data { get; set; }

    public int Position { get; set; }

    /// <summary>Where the run ends that the position is in.</summary>
    public int End { get; private set; }

    public int Left => End - Position;

    public void Clear()
    {
        _runs.Clear();
        _next = 0;
        Position = 0;
        End = 0;
    }

    public void Add(int begin, int end) => _runs.Add((begin, end));

    /// <summary>Goes on to the next run if nothing is left of this one.</summary>
    /// <returns>Whether there are bytes.</returns>
    public bool Prepare()
    {
        while (Position >= End && _next < _runs.Count)
        {
            (Position, End) = _runs[_next++];
        }

        return Position < End;
    }

    /// <summary>Skips a marker, and what belongs to it, if it is there.</summary>
    public void Skip(Marker marker, int length)
    {
        if (Left >= length && ((Data[Position] << 8) | Data[Position + 1]) == (int)marker)
        {
            Position += length;
        }
    }
}
