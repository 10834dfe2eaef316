using System;
using System.Collections.Generic;
using System.IO;

namespace MedIO.Dicom.Codecs.Jpeg2000.Headers;

/// <summary>
/// What a header says of how tiles are coded: the main one for all, a tile's for that tile (ISO/IEC 15444-1 section A.6). What
/// is said of one component goes before what is said of all, and the tile's before the main header's.
/// </summary>
internal sealed class CodingParameters
{
    private readonly CodingStyle?[] _styles;
    private readonly Quantization?[] _quantizations;
    private readonly bool[] _hasOwnStyle;
    private readonly bool[] _hasOwnQuantization;
    private readonly byte[] _regionShifts;
    private bool _hasOwnProgressions;

    public CodingParameters(int components)
    {
        _styles = new CodingStyle?[components];
        _quantizations = new Quantization?[components];
        _hasOwnStyle = new bool[components];
        _hasOwnQuantization = new bool[components];
        _regionShifts = new byte[components];
        Progressions = new List<Progression>();
    }

    /// <summary>Begins a tile's parameters with those of the main header.</summary>
    public CodingParameters(CodingParameters main)
        : this(main._styles.Length)
    {
        Array.Copy(main._styles, _styles, _styles.Length);
        Array.Copy(main._quantizations, _quantizations, _quantizations.Length);
        Array.Copy(main._regionShifts, _regionShifts, _regionShifts.Length);
        Progressions.AddRange(main.Progressions);
        Layers = main.Layers;
        Order = main.Order;
        HasTransform = main.HasTransform;
        HasStartMarkers = main.HasStartMarkers;
        HasEndMarkers = main.HasEndMarkers;
    }

    public int Layers { get; private set; }

    public ProgressionOrder Order { get; private set; }

    /// <summary>Whether the first three components are to become RGB.</summary>
    public bool HasTransform { get; private set; }

    /// <summary>Whether SOP markers may begin packets.</summary>
    public bool HasStartMarkers { get; private set; }

    /// <summary>Whether EPH markers end packet headers.</summary>
    public bool HasEndMarkers { get; private set; }

    /// <summary>The changes of the progression order; none where there is but one order.</summary>
    public List<Progression> Progressions { get; }

    public CodingStyle Style(int component) => _styles[component] ?? throw new InvalidDataException("A JPEG 2000 code stream does not say how it is coded.");

    public Quantization Quantization(int component) => _quantizations[component] ?? throw new InvalidDataException("A JPEG 2000 code stream does not say how it is quantized.");

    /// <summary>Bits that the coefficients of a region of interest are shifted up (section H).</summary>
    public int RegionShift(int component) => _regionShifts[component];

    /// <summary>Reads a segment if it is one of coding parameters.</summary>
    public void Read(Marker marker, HeaderBytes segment)
    {
        switch (marker)
        {
            case Marker.CodingStyle:
                ReadStyle(segment);
                break;
            case Marker.ComponentCodingStyle:
                if (ReadComponent(ref segment) is int styled and >= 0)
                {
                    bool hasPrecincts = (segment.Byte() & 1) != 0;
                    _styles[styled] = CodingStyle.Read(ref segment, hasPrecincts);
                    _hasOwnStyle[styled] = true;
                }

                break;
            case Marker.Quantization:
                SetAll(_quantizations, _hasOwnQuantization, Headers.Quantization.Read(ref segment));
                break;
            case Marker.ComponentQuantization:
                if (ReadComponent(ref segment) is int quantized and >= 0)
                {
                    _quantizations[quantized] = Headers.Quantization.Read(ref segment);
                    _hasOwnQuantization[quantized] = true;
                }

                break;
            case Marker.RegionOfInterest:
                if (ReadComponent(ref segment) is int shifted and >= 0 && segment.Byte() == 0)
                {
                    _regionShifts[shifted] = (byte)segment.Byte();
                }

                break;
            case Marker.ProgressionChange:
                ReadProgressions(segment);
                break;
        }
    }

    private static void SetAll<T>(T?[] parameters, bool[] own, T value)
        where T : class
    {
        for (int c = 0; c < parameters.Length; c++)
        {
            if (!own[c])
            {
                parameters[c] = value;
            }
        }
    }

    private void ReadStyle(HeaderBytes segment)
    {
        int flags = segment.Byte();
        Order = Progression.OrderOf(segment.Byte());
        Layers = segment.Word();
        int transform = segment.Byte();
        if (Layers == 0)
        {
            throw new InvalidDataException("A JPEG 2000 code stream says that it has no layers.");
        }

        HasTransform = (transform & 1) != 0;
        HasStartMarkers = (flags & 2) != 0;
        HasEndMarkers = (flags & 4) != 0;
        SetAll(_styles, _hasOwnStyle, CodingStyle.Read(ref segment, (flags & 1) != 0));
    }

    // Components that do not exist are none of ours.
    private int ReadComponent(ref HeaderBytes segment)
    {
        int component = _styles.Length > 256 ? segment.Word() : segment.Byte();
        return component < _styles.Length ? component : -1;
    }

    private void ReadProgressions(HeaderBytes segment)
    {
        // A tile's changes replace the main header's; those of its later tile-parts follow.
        if (!_hasOwnProgressions)
        {
            Progressions.Clear();
            _hasOwnProgressions = true;
        }

        int length = _styles.Length > 256 ? 9 : 7;
        while (segment.Left >= length)
        {
            if (Progressions.Count == Progression.MostChanges)
            {
                throw new InvalidDataException("A JPEG 2000 code stream changes its progression order more often than can be.");
            }

            Progressions.Add(Progression.Read(ref segment, _styles.Length));
        }
    }
}
