using System;
using System.Collections.Generic;
using System.Linq;
using MedIO.Formats;
using MedIO.Formats.Reading;
using MedIO.Voxels;

namespace MedIO.Dicom.Pixels;

/// <summary>
/// Finds the frames of a file's pixel data (PS3.5 section 8 and annex A.4) and what makes numbers of them. Reads nothing of
/// the file for it: fragments are looked up when voxels are read.
/// </summary>
internal sealed class PixelFrames
{
    /// <summary>Frames beyond this are no image of any device, and more than memory is given for by a header's word.</summary>
    private const int MostFrames = 1 << 20;

    /// <summary>More frames than this must have bytes of their own, so that what is kept of each is justified by the file.</summary>
    private const int ManyFrames = 1 << 16;

    private const int LeastBytesOfMany = 64;

    private const int ItemHeaderLength = 8;

    private readonly DicomFile _file;
    private readonly DicomElement _element;
    private readonly int _frames;
    private readonly bool _allowTruncated;
    private PixelFormat _format;
    private int _pairsOfRow;
    private Dictionary<int, IFrameDecoder>? _decoders;

    private PixelFrames(DicomFile file, DicomElement element, PixelFormat format, int frames, bool allowTruncated)
    {
        _allowTruncated = allowTruncated;
        _file = file;
        _element = element;
        _format = format;
        _frames = frames;
    }

    // Whoever gave the switch is not told of it.
    private string Cure => _allowTruncated ? string.Empty : "; -AllowTruncated reads what is there";

    // Bytes that the file has for pixels; a deflated one is not measured, but each of its bytes makes so many at most.
    private long Available => _file.PixelSource is { } source ? source.Length ?? _file.FileLength : _file.DeflateOffset is { } deflate
        ? ((_file.FileLength - deflate) * DataCheck.MostInflation) - _element.FileOffset
        : _file.FileLength - _element.FileOffset;

    /// <summary>Where each frame is and what makes samples of it.</summary>
    /// <param name="file">The file, its header read.</param>
    /// <param name="format">What its pixels are.</param>
    /// <param name="frames">How many frames the header declares.</param>
    /// <param name="allowTruncated">Whether the file may be cut off within its pixel data.</param>
    /// <exception cref="MedIOException">There are no pixel data, or they are too short.</exception>
    public static VoxelSegment[] Locate(DicomFile file, PixelFormat format, int frames, bool allowTruncated = false)
    {
        if (!file.TryFindPixelData(out DicomElement element) && !AreElsewhere(file))
        {
            throw new MedIOException(MedIOError.NoPixelData, $"{file.Path}: is a DICOM object without an image: it has no pixel data. Give a file with an image.", file.Path);
        }

        if (frames is < 1 or > MostFrames)
        {
            throw new MedIOException(MedIOError.InvalidDimensions, FormattableString.Invariant($"{file.Path}: NumberOfFrames {new DicomTag(DicomTags.NumberOfFrames)} is {frames}; 1 to {MostFrames} can be read. Check the header, or copy the file again from where it came from."), file.Path);
        }

        return new PixelFrames(file, element, format, frames, allowTruncated).Locate();
    }

    /// <summary>Whether the pixels are had from a server (JPIP, PS3.5 section 8.4.1), so that all but them can be read.</summary>
    public static bool AreElsewhere(DicomFile file) => file.DataSet.Contains(DicomTags.PixelDataProviderURL);

    private VoxelSegment[] Locate()
    {
        if (!_file.TryFindPixelData(out _))
        {
            var missing = new VoxelSegment(_file.Path, 0, _format.FrameBytes) { Decoder = new UnsupportedDecoder(_format.Syntax), FrameCount = _frames };
            return Enumerable.Repeat(missing, _frames).ToArray();
        }

        if (_element.IsUndefined)
        {
            return Encapsulated();
        }

        if (_format.Syntax.IsEncapsulated)
        {
            _file.Warnings.Note($"The transfer syntax is {_format.Syntax.Name}, but the pixel data have a length, as only uncompressed ones have; they were read as such.");
        }

        return Native();
    }

    private void RequireBytesOfMany()
    {
        if (_frames > ManyFrames && Available / _frames < LeastBytesOfMany)
        {
            throw new MedIOException(
                MedIOError.InvalidDimensions,
                FormattableString.Invariant($"{_file.Path}: NumberOfFrames {new DicomTag(DicomTags.NumberOfFrames)} is {_frames}, more frames than any device puts into {Math.Max(0, Available)} bytes. Check the header, or copy the file again from where it came from."),
                _file.Path);
        }
    }

    private VoxelSegment[] Native()
    {
        FitSubsampling();
        long bits = NativeLength.BitsOfFrame(_format, _pairsOfRow);
        long needed = NeededBytes(bits);
        long have = Math.Min(_element.Length, Math.Max(0, Available));
        if (have < needed && !(_allowTruncated && have > 0 && needed <= (have + 64) * DataCheck.MostInflation))
        {
            throw new MedIOException(
                MedIOError.TruncatedData,
                FormattableString.Invariant($"{_file.Path}: {_frames} x {_format.Columns} x {_format.Rows} pixels of {_format.SamplesPerPixel} x {_format.BitsAllocated} bits need {needed} bytes, but its pixel data have {have}{WholeFrames(have, bits)}. It is cut off, or its dimensions are wrong: copy it again from where it came from{Cure}."),
                _file.Path);
        }

        RequireBytesOfMany();
        if (_element.Length > needed + 1)
        {
            _file.Warnings.Note(FormattableString.Invariant($"The pixel data have {_element.Length - needed} bytes more than the pixels need; those were left out."));
        }

        bool plain = _file.PixelSource is null && _format.BitsAllocated is 8 or 16 or 32 or 64 && !_format.IsWordSwapped && !_format.IsPlanar && !_format.IsConverted;
        SampleBits samples = _format.Cells(_format.BigEndian);
        var segments = new VoxelSegment[_frames];
        for (int i = 0; i < _frames; i++)
        {
            long firstBit = i * bits;
            long at = firstBit / 8;
            int skip = (int)(firstBit & 7);
            if (_format.IsWordSwapped)
            {
                skip += (int)(at & 1) * 8;
                at &= ~1L;
            }

            bool isCut = have - at < EncodedByteCount(at, skip + bits, needed);
            if (at >= have || (isCut && i > 0 && _format.IsPlanar))
            {
                // Colours of which one is not there are none.
                segments[i] = VoxelSegment.Lost(_file.Path, _format.FrameBytes, i, _frames);
                continue;
            }

            VoxelSegment segment = Segment(at, i);
            if (isCut)
            {
                segment = segment with { Available = have - at };
            }

            segments[i] = plain
                ? segment with { Samples = samples.IsPlain ? null : samples }
                : segment with
                {
                    Decoder = Decoder(skip, samples),
                    EncodedByteCount = EncodedByteCount(at, skip + bits, needed),
                    Samples = _format.IsConverted || samples.IsPlain ? null : samples,
                };
        }

        return segments;
    }

    // The last word is not there where the value has no even length.
    private long EncodedByteCount(long at, long bits, long needed) =>
        _element.Length >= needed ? Math.Min(_element.Length - at, EncodedBytes(bits)) : EncodedBytes(bits);

    private string WholeFrames(long have, long bits) =>
        _frames == 1 ? string.Empty : FormattableString.Invariant($", which is frames 1 to {Math.Max(0, have) * 8 / bits} of {_frames}");

    // Frames of words end with a word, so that its bytes can be swapped.
    private long EncodedBytes(long bits) => _format.IsWordSwapped ? (bits + 15) / 16 * 2 : (bits + 7) / 8;

    private long NeededBytes(long bitsOfFrame)
    {
        // At most 2^20 frames of 2^32 pixels of 2^12 samples of 2^6 bits.
        double bits = (double)bitsOfFrame * _frames;
        return bits < long.MaxValue / 2 ? ((bitsOfFrame * _frames) + 7) / 8 : long.MaxValue;
    }

    private VoxelSegment Segment(long at, int frame)
    {
        VoxelSegment segment = _file.DeflateOffset is { } deflate
            ? new VoxelSegment(_file.Path, deflate, _format.FrameBytes, VoxelCoding.Deflate, _element.FileOffset + at)
            : new VoxelSegment(_file.Path, _element.FileOffset + at, _format.FrameBytes);
        return segment with { Input = _file.PixelSource, FileLength = _file.FileLength, FileTime = _file.FileTime, Frame = frame, FrameCount = _frames };
    }

    private IFrameDecoder Decoder(int skip, SampleBits samples)
    {
        _decoders ??= new Dictionary<int, IFrameDecoder>();
        if (!_decoders.TryGetValue(skip, out IFrameDecoder? decoder))
        {
            var native = new NativeDecoder(_format, skip, _pairsOfRow);
            decoder = _format.IsConverted ? new ColourDecoder(_format, native, samples) : native;
            _decoders.Add(skip, decoder);
        }

        return decoder;
    }

    // Pairs begin anew with each row where the pixel data are long enough for that; and some programs write all
    // chrominances under the name of half of them.
    private void FitSubsampling()
    {
        if (!NativeLength.IsSubsampled(_format.Photometric))
        {
            return;
        }

        PixelFormat full = _format with { Photometric = PhotometricInterpretation.YbrFull };
        if (_format.Photometric == PhotometricInterpretation.YbrFull422 && _element.Length >= NeededBytes(NativeLength.BitsOfFrame(full, 0)))
        {
            _file.Warnings.Note("PhotometricInterpretation is YBR_FULL_422, but the pixel data have the length of YBR_FULL; they were read as such.");
            _format = full;
            return;
        }

        _format = _format with { IsPlanar = false };
        int pairs = (_format.Columns + 1) / 2;
        _pairsOfRow = _element.Length >= NeededBytes(NativeLength.BitsOfFrame(_format, pairs)) ? pairs : 0;
    }

    private VoxelSegment[] Encapsulated()
    {
        var codings = new FrameCodings(_file, _element, _format, _frames);
        IFrameDecoder decoder = codings.Decoder();
        EncapsulatedFrames frames = codings.Frames();
        long least = ItemHeaderLength + decoder.LeastBytes(_format.FrameBytes);
        long have = Math.Max(0, Available);
        if (least > have / _frames && !(_allowTruncated && (double)_format.FrameBytes * _frames <= (have + 64.0) * DataCheck.MostInflation))
        {
            throw new MedIOException(
                MedIOError.TruncatedData,
                FormattableString.Invariant($"{_file.Path}: {_frames} {(_frames == 1 ? "frame" : "frames")} of {_format.Columns} x {_format.Rows} pixels cannot be in the {have} bytes that the file has for them. It is cut off, or its dimensions are wrong: copy it again from where it came from{Cure}."),
                _file.Path);
        }

        RequireBytesOfMany();
        var segments = new VoxelSegment[_frames];
        for (int i = 0; i < _frames; i++)
        {
            segments[i] = Segment(0, i) with { Decoder = decoder, Encapsulated = _file.PixelSource is null ? frames : null, Samples = codings.Samples };
        }

        return segments;
    }
}
