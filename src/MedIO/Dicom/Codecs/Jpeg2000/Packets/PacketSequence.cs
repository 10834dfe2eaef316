using System;
using MedIO.Dicom.Codecs.Jpeg2000.Headers;

namespace MedIO.Dicom.Codecs.Jpeg2000.Packets;

/// <summary>Reads the packets of a tile in their order (ISO/IEC 15444-1 section B.12).</summary>
internal sealed class PacketSequence
{
    private readonly TileStructure _tile;
    private readonly PacketReader _reader;
    private ImageSize _size = null!;
    private int[] _precincts = new int[16];
    private ulong[] _places = new ulong[16];
    private int _count;

    public PacketSequence(TileStructure tile, PacketReader reader)
    {
        _tile = tile;
        _reader = reader;
    }

    /// <summary>Reads them all.</summary>
    /// <returns>Whether all were there.</returns>
    public bool Read(ImageSize size, CodingParameters parameters)
    {
        _size = size;
        if (parameters.Progressions.Count == 0)
        {
            return Read(new Progression(parameters.Order, 0, 33, 0, size.Components.Length, parameters.Layers));
        }

        foreach (Progression progression in parameters.Progressions)
        {
            if (!Read(progression with { EndLayer = Math.Min(progression.EndLayer, parameters.Layers) }))
            {
                return false;
            }
        }

        return true;
    }

    private bool Read(in Progression progression)
    {
        switch (progression.Order)
        {
            case ProgressionOrder.LayerResolutionComponentPosition:
            case ProgressionOrder.ResolutionLayerComponentPosition:
                return ReadByLayer(progression);
            case ProgressionOrder.ResolutionPositionComponentLayer:
                for (int r = progression.FirstResolution; r < progression.EndResolution; r++)
                {
                    if (!ReadByPosition(progression with { FirstResolution = r, EndResolution = r + 1 }))
                    {
                        return false;
                    }
                }

                return true;
            case ProgressionOrder.ComponentPositionResolutionLayer:
                for (int c = progression.FirstComponent; c < progression.EndComponent; c++)
                {
                    if (!ReadByPosition(progression with { FirstComponent = c, EndComponent = c + 1 }))
                    {
                        return false;
                    }
                }

                return true;
            default:
                return ReadByPosition(progression);
        }
    }

    private bool ReadByLayer(in Progression progression)
    {
        bool byResolution = progression.Order == ProgressionOrder.ResolutionLayerComponentPosition;
        for (int r = progression.FirstResolution; r < progression.EndResolution; r++)
        {
            int end = byResolution ? r + 1 : progression.EndResolution;
            Select(progression with { FirstResolution = r, EndResolution = end }, byPosition: false);
            for (int layer = FirstLayer(progression.EndLayer); layer < progression.EndLayer; layer++)
            {
                for (int i = 0; i < _count; i++)
                {
                    if (!Read(_precincts[i], layer))
                    {
                        return false;
                    }
                }
            }

            r = end - 1;
        }

        return true;
    }

    private bool ReadByPosition(in Progression progression)
    {
        Select(progression, byPosition: true);
        for (int i = 0; i < _count; i++)
        {
            for (int layer = _tile.Precincts[_precincts[i]].NextLayer; layer < progression.EndLayer; layer++)
            {
                if (!Read(_precincts[i], layer))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private bool Read(int index, int layer)
    {
        ref Precinct precinct = ref _tile.Precincts[index];
        if (precinct.NextLayer > layer)
        {
            return true;
        }

        precinct.NextLayer = layer + 1;
        return _reader.Read(index, layer);
    }

    private int FirstLayer(int end)
    {
        int first = end;
        for (int i = 0; i < _count; i++)
        {
            first = Math.Min(first, _tile.Precincts[_precincts[i]].NextLayer);
        }

        return first;
    }

    // Precincts are numbered by component, resolution and place, so that the place on the reference grid, or the resolution,
    // and the number behind it sort them as each order wants.
    private void Select(in Progression progression, bool byPosition)
    {
        _count = 0;
        int components = Math.Min(progression.EndComponent, _tile.Components.Count);
        int most = 0;
        for (int c = progression.FirstComponent; c < components; c++)
        {
            most = Math.Max(most, _tile.Components[c].Style.Levels + 1);
        }

        if (byPosition)
        {
            for (int c = progression.FirstComponent; c < components; c++)
            {
                int end = Math.Min(progression.EndResolution, _tile.Components[c].Style.Levels + 1);
                for (int r = progression.FirstResolution; r < end; r++)
                {
                    Add(_tile.Components[c].FirstResolution + r, byPosition: true);
                }
            }

            Array.Sort(_places, _precincts, 0, _count);
            return;
        }

        for (int r = progression.FirstResolution; r < Math.Min(progression.EndResolution, most); r++)
        {
            for (int c = progression.FirstComponent; c < components; c++)
            {
                if (r <= _tile.Components[c].Style.Levels)
                {
                    Add(_tile.Components[c].FirstResolution + r, byPosition: false);
                }
            }
        }
    }

    private void Add(int index, bool byPosition)
    {
        ref Resolution resolution = ref _tile.Resolutions[index];
        int count = resolution.Precincts;
        if (_count + count > _precincts.Length)
        {
            int length = Math.Max(_count + count, 2 * _precincts.Length);
            Array.Resize(ref _precincts, length);
            Array.Resize(ref _places, length);
        }

        ImageSize.ComponentSize samples = _size.Components[resolution.Component];
        int down = _tile.Components[resolution.Component].Style.Levels - resolution.Level;
        for (int i = 0; i < count; i++)
        {
            int precinct = resolution.FirstPrecinct + i;
            _precincts[_count] = precinct;
            if (byPosition)
            {
                // Frames have at most 65535 rows and columns.
                ulong y = Place(resolution.Y0, resolution.PrecinctHeight, i / resolution.PrecinctsWide, samples.StepY, down, _tile.Y0);
                ulong x = Place(resolution.X0, resolution.PrecinctWidth, i % resolution.PrecinctsWide, samples.StepX, down, _tile.X0);
                _places[_count] = (y << 48) | (x << 32) | (uint)precinct;
            }

            _count++;
        }
    }

    // Where a precinct begins on the reference grid, from where the tile does; one that began before the tile begins with it.
    private static ulong Place(long resolution, int size, int number, int step, int down, long tile)
    {
        long first = resolution >> size << size;
        long at = first + ((long)number << size);
        return at < resolution ? 0 : (ulong)Math.Min(0xFFFF, Math.Max(0, ((at << down) * step) - tile));
    }
}
