using System;
using System.Buffers.Binary;
using MedIO.Dicom.Codecs;
using MedIO.Formats;
using MedIO.Formats.Reading;
using MedIO.Voxels;

namespace MedIO.Dicom.Pixels;

/// <summary>How the frames of encapsulated pixel data are told apart, and what makes samples of them (PS3.5 annex A.4).</summary>
internal sealed class FrameCodings
{
    /// <summary>Encapsulated Uncompressed Explicit VR Little Endian (PS3.5 section A.4.11): native frames in fragments.</summary>
    private const string EncapsulatedUncompressed = "1.2.840.10008.1.2.1.98";

    /// <summary>Deflated Image Frame Compression (PS3.5 section A.4.13): native frames, each deflated.</summary>
    private const string DeflatedFrames = "1.2.840.10008.1.2.8.1";

    private const uint MostOffsets = 1 << 20;

    private readonly DicomFile _file;
    private readonly DicomElement _element;
    private readonly int _frames;
    private readonly PixelFormat _format;

    /// <param name="file">The file, its header read.</param>
    /// <param name="element">Its pixel data.</param>
    /// <param name="format">What its pixels are.</param>
    /// <param name="frames">How many frames the header declares.</param>
    public FrameCodings(DicomFile file, DicomElement element, PixelFormat format, int frames)
    {
        _file = file;
        _element = element;
        _format = format;
        _frames = frames;
    }

    private string Uid => _format.Syntax.Uid;

    // What is undefined in length is in fragments, whatever the transfer syntax says.
    private bool IsNative => !_format.Syntax.IsEncapsulated || Uid is EncapsulatedUncompressed or DeflatedFrames;

    // No syntax has both a deflated data set and fragments that could be looked up.
    private bool IsUnsupported => _file.PixelSource is { } source ? source.Obstacle is not null : _file.DeflateOffset is not null || (!IsNative && FrameCodecs.Decoder(Uid, _format.Frame) is null);

    /// <summary>What makes numbers of the decoder's cells; null where it gives numbers.</summary>
    public SampleBits? Samples
    {
        get
        {
            SampleBits cells = _format.Cells(IsNative && _format.BigEndian);
            return _format.IsConverted || cells.IsPlain || IsUnsupported || FrameCodecs.HasMarkers(Uid) ? null : cells;
        }
    }

    /// <summary>The frames.</summary>
    public EncapsulatedFrames Frames() => new(_file.Path, _element.FileOffset, _frames)
    {
        ExtendedOffsets = Offsets(DicomTags.ExtendedOffsetTable),
        ExtendedLengths = Offsets(DicomTags.ExtendedOffsetTableLengths),
        Marks = _format.Syntax == TransferSyntax.RleLossless || Uid == DeflatedFrames ? FrameMarks.Fragments
            : IsNative ? FrameMarks.Length
            : FrameCodecs.HasMarkers(Uid) ? FrameMarks.Markers
            : FrameMarks.None,
        FrameLength = FrameLength,
    };

    private long FrameLength => (NativeLength.BitsOfFrame(_format, 0) + 7) / 8;

    /// <summary>What decodes them: RGB where the pixels are colours.</summary>
    public IFrameDecoder Decoder()
    {
        if (_file.PixelSource is { } source)
        {
            return source.Obstacle is { } obstacle ? new MissingCodec(obstacle) : new CodecDecoder(source, _format, HasOverlay());
        }

        if (IsUnsupported)
        {
            return new UnsupportedDecoder(_format.Syntax);
        }

        if (IsNative)
        {
            var native = new NativeDecoder(_format);
            IFrameDecoder inner = Uid == DeflatedFrames ? new DeflatedFrameDecoder(native, FrameLength) : native;
            return _format.IsConverted ? new ColourDecoder(_format, inner, _format.Cells(_format.BigEndian)) : inner;
        }

        // Planes are whole in compressed frames, and have chrominances of their own, whatever the header says of them.
        PixelFormat format = _format with { IsPlanar = false, Photometric = _format.Photometric == PhotometricInterpretation.YbrFull422 ? PhotometricInterpretation.YbrFull : _format.Photometric };
        IFrameDecoder decoder = FrameCodecs.Decoder(Uid, _format.Frame)!;
        if (!FrameCodecs.HasMarkers(Uid))
        {
            return format.IsConverted ? new ColourDecoder(format, decoder, format.Cells(false)) : decoder;
        }

        var samples = new CodedSamples(format, decoder, HasOverlay());
        return format.IsConverted && !(FrameCodecs.GivesRgb(Uid) && NativeLength.IsLuminance(format.Photometric)) ? new ColourDecoder(format, samples, null) : samples;
    }

    /// <summary>Whether an overlay without data of its own lies in a bit of the cells (PS3.5 section 8.1.2; retired since 2004).</summary>
    public bool HasOverlay()
    {
        for (uint group = 0x6000; group <= 0x601e; group += 2)
        {
            uint position = (group << 16) | 0x0102u;
            if (_file.DataSet.Contains(position) && !_file.DataSet.Contains((group << 16) | 0x3000u) && _file.DataSet.GetInteger(position) > 0)
            {
                return true;
            }
        }

        return false;
    }

    // As many numbers as frames, or whatever the table has.
    private ulong[]? Offsets(uint tag)
    {
        if (_frames == 1 || !_file.DataSet.TryFind(tag, out DicomElement element) || element.Length is < 8 or > 8 * MostOffsets || element.Length % 8 != 0)
        {
            return null;
        }

        ReadOnlySpan<byte> bytes = _file.DataSet.BytesOf(element);
        var offsets = new ulong[bytes.Length / 8];
        for (int i = 0; i < offsets.Length; i++)
        {
            offsets[i] = BinaryPrimitives.ReadUInt64LittleEndian(bytes.Slice(8 * i));
        }

        return offsets.Length == 0 ? null : offsets;
    }
}
