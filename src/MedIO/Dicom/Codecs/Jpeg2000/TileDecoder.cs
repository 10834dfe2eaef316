using System;
using System.IO;
using MedIO.Dicom.Codecs.Jpeg2000.Headers;
using MedIO.Dicom.Codecs.Jpeg2000.Packets;
using MedIO.Dicom.Codecs.Jpeg2000.Wavelet;

namespace MedIO.Dicom.Codecs.Jpeg2000;

/// <summary>
/// Decodes one tile after another: its headers, its packets, its code-blocks, the wavelet and the component transform. Where
/// something is broken, what came before is decoded all the same. Memory is used again.
/// </summary>
internal sealed unsafe class TileDecoder
{
    private const int TransformedComponents = 3;

    private readonly TileStructure _tile = new();
    private readonly PacketReader _packets;
    private readonly PacketSequence _sequence;
    private readonly BlockReader _blocks;
    private readonly InverseWavelet _wavelet;
    private readonly SampleWriter _writer = new();
    private readonly ScratchPlane _coefficients = new();
    private readonly ScratchPlane[] _planes = { new(), new(), new() };
    private PackedHeaders? _packed;

    public TileDecoder()
    {
        _packets = new PacketReader(_tile);
        _sequence = new PacketSequence(_tile, _packets);
        _blocks = new BlockReader(_tile);
        _wavelet = new InverseWavelet(_tile);
    }

    /// <summary>Whether it had to do with so many code-blocks, or such large ones, that it is not worth keeping.</summary>
    public bool IsLarge => _tile.IsLarge || _blocks.IsLarge;

    /// <summary>Gives the memory of planes back, until it decodes again.</summary>
    public void Release()
    {
        _coefficients.Release();
        Array.ForEach(_planes, p => p.Release());
        _wavelet.Release();
        _writer.Release();
    }

    /// <summary>Decodes a tile.</summary>
    /// <param name="frame">What the frame is.</param>
    /// <param name="stream">The main header.</param>
    /// <param name="number">The tile.</param>
    /// <param name="bytes">The code stream.</param>
    /// <param name="samples">The frame.</param>
    /// <exception cref="InvalidDataException">The tile is damaged; what could be decoded is in the frame.</exception>
    /// <exception cref="EndOfStreamException">Something is missing; what could be decoded is in the frame.</exception>
    public void Decode(FrameDescription frame, CodeStream stream, int number, ReadOnlySpan<byte> bytes, byte* samples)
    {
        string? damage = null;
        bool isCut = false;
        CodingParameters parameters = ReadHeaders(stream, number, bytes, ref damage, ref isCut);
        _tile.Build(stream.Size, parameters, number, bytes.Length);
        try
        {
            isCut |= !ReadPackets(stream, parameters, bytes) && !stream.IsWhole;
        }
        catch (InvalidDataException e)
        {
            damage ??= e.Message;
        }
        catch (EndOfStreamException e) when (stream.IsWhole)
        {
            // Not the end of the stream, but of what a broken header says.
            damage ??= e.Message;
        }
        catch (EndOfStreamException)
        {
            isCut = true;
        }

        _blocks.Damage = null;
        DecodeComponents(frame, stream.Size, parameters, bytes, samples, ref damage);
        damage ??= _blocks.Damage;
        if (damage is not null)
        {
            throw new InvalidDataException(damage);
        }

        if (isCut)
        {
            throw new EndOfStreamException("Its JPEG 2000 code stream ends before all of its packets.");
        }
    }

    private CodingParameters ReadHeaders(CodeStream stream, int number, ReadOnlySpan<byte> bytes, ref string? damage, ref bool isCut)
    {
        var parameters = new CodingParameters(stream.Parameters);
        var packed = new PackedHeaders();
        _packets.Begin();
        bool isFirst = true;
        for (int part = stream.FirstPart[number]; part >= 0; part = stream.Parts[part].Next, isFirst = false)
        {
            TilePart place = stream.Parts[part];
            try
            {
                int body = place.Header + ReadHeader(bytes.Slice(0, place.End).Slice(place.Header), place.Header, parameters, packed, isFirst);
                _packets.Bodies.Add(body, place.End);
                _packets.Headers.Add(place.PackedBegin, place.PackedEnd);
            }
            catch (EndOfStreamException) when (place.End == bytes.Length)
            {
                isCut = true;
                break;
            }
            catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
            {
                damage = e.Message;
                break;
            }
        }

        _packed = !stream.Packed.IsEmpty ? stream.Packed : null;
        if (!packed.IsEmpty)
        {
            packed.Join(bytes);
            _packed = packed;
            _packets.Headers.Clear();
            _packets.Headers.Add(0, packed.Joined.Length);
        }

        return parameters;
    }

    private static int ReadHeader(ReadOnlySpan<byte> bytes, int offset, CodingParameters parameters, PackedHeaders packed, bool isFirst)
    {
        var header = new HeaderBytes(bytes);
        while (true)
        {
            var marker = (Marker)header.Word();
            if (marker == Marker.StartOfData)
            {
                return header.Position;
            }

            if (marker is >= Marker.FirstWithoutLength and <= Marker.LastWithoutLength)
            {
                continue;
            }

            if ((int)marker < 0xFF00 || marker is Marker.StartOfTilePart or Marker.EndOfCodeStream)
            {
                throw new InvalidDataException("The header of a tile-part of a JPEG 2000 code stream is broken.");
            }

            HeaderBytes segment = header.Segment();
            if (marker == Marker.PackedHeadersTile)
            {
                packed.Add(segment, offset + header.Position);
            }
            else if (isFirst || marker == Marker.ProgressionChange)
            {
                parameters.Read(marker, segment);
            }
        }
    }

    private bool ReadPackets(CodeStream stream, CodingParameters parameters, ReadOnlySpan<byte> bytes)
    {
        _packets.HasPackedHeaders = _packed is not null;
        _packets.HasStartMarkers = parameters.HasStartMarkers;
        _packets.HasEndMarkers = parameters.HasEndMarkers;
        fixed (byte* data = bytes, packed = _packed?.Joined)
        {
            _packets.Bodies.Data = data;
            _packets.Headers.Data = packed;
            return _sequence.Read(stream.Size, parameters);
        }
    }

    private void DecodeComponents(FrameDescription frame, ImageSize size, CodingParameters parameters, ReadOnlySpan<byte> bytes, byte* samples, ref string? damage)
    {
        bool isTransformed = parameters.HasTransform && CanTransform(ref damage);
        int c = 0;
        if (isTransformed)
        {
            ref TileComponent component = ref _tile.Components[0];
            long area = (long)component.Width * component.Height;
            fixed (int* first = _planes[0].Take(area), second = _planes[1].Take(area), third = _planes[2].Take(area))
            {
                DecodeComponent(0, bytes, first);
                DecodeComponent(1, bytes, second);
                DecodeComponent(2, bytes, third);
                if (component.Style.IsReversible)
                {
                    ComponentTransform.Reversible(first, second, third, area);
                }
                else
                {
                    ComponentTransform.Irreversible((float*)first, (float*)second, (float*)third, area);
                }

                _writer.Write(frame, size, 0, component, first, samples);
                _writer.Write(frame, size, 1, _tile.Components[1], second, samples);
                _writer.Write(frame, size, 2, _tile.Components[2], third, samples);
            }

            c = TransformedComponents;
        }

        for (; c < _tile.Components.Count; c++)
        {
            ref TileComponent component = ref _tile.Components[c];
            fixed (int* plane = _planes[0].Take((long)component.Width * component.Height))
            {
                DecodeComponent(c, bytes, plane);
                _writer.Write(frame, size, c, component, plane, samples);
            }
        }
    }

    private bool CanTransform(ref string? damage)
    {
        if (_tile.Components.Count < TransformedComponents)
        {
            return false;
        }

        ref TileComponent first = ref _tile.Components[0];
        for (int c = 1; c < TransformedComponents; c++)
        {
            ref TileComponent other = ref _tile.Components[c];
            if (other.Width != first.Width || other.Height != first.Height || other.Style.IsReversible != first.Style.IsReversible)
            {
                damage ??= "The components of a JPEG 2000 code stream differ in size or coding, and so cannot have been transformed together.";
                return false;
            }
        }

        return true;
    }

    private void DecodeComponent(int number, ReadOnlySpan<byte> bytes, int* plane)
    {
        ref TileComponent component = ref _tile.Components[number];
        if (!component.IsCoded)
        {
            // 0 is the same number, whole or not.
            new Span<int>(plane, component.Width * component.Height).Clear();
            return;
        }

        int[] coefficients = _coefficients.Take(component.Coefficients);
        coefficients.AsSpan(0, component.Coefficients).Clear();
        fixed (int* c = coefficients)
        {
            _blocks.Read(number, bytes, c);
            _wavelet.Transform(number, c, plane);
        }
    }
}
