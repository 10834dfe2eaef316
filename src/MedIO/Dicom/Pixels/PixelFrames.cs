using System;
using System.Collections.Generic;
using MedIO.Dicom.Codecs;
using MedIO.Formats;
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

    /// <summary>Encapsulated Uncompressed Explicit VR Little Endian (PS3.5 section A.4.11): native frames in fragments.</summary>
    private const string EncapsulatedUncompressed = "1.2.840.10008.1.2.1.98";

    private readonly DicomFile _file;
    private readonly DicomElement _element;
    private readonly int _frames;
    private PixelFormat _format;
    private int _pairsOfRow;
    private Dictionary<int, IFrameDecoder>? _decoders;

    private PixelFrames(DicomFile file, DicomElement element, PixelFormat format, int frames)
    {
        _file = file;
        _element = element;
        _format = format;
        _frames = frames;
    }

    // Bytes that the file has for pixels; a deflated one is not measured, but each of its bytes makes so many at most.
    private long Available => _file.DeflateOffset is { } deflate
        ? ((_file.FileLength - deflate) * DataCheck.MostInflation) - _element.FileOffset
        : _file.FileLength - _element.FileOffset;

    /// <summary>Where each frame is and what makes samples of it.</summary>
    /// <param name="file">The file, its header read.</param>
    /// <param name="format">What its pixels are.</param>
    /// <param name="frames">How many frames the header declares.</param>
    /// <exception cref="MedIOException">There are no pixel data, or they are too short.</exception>
    public static VoxelSegment[] Locate(DicomFile file, PixelFormat format, int frames)
    {
        if (!file.TryFindPixelData(out DicomElement element))
        {
            throw new MedIOException(MedIOError.NoPixelData, $"{file.Path}: is a DICOM object without an image: it has no pixel data. Give a file with an image.", file.Path);
        }

        if (frames is < 1 or > MostFrames)
        {
            throw new MedIOException(MedIOError.InvalidDimensions, FormattableString.Invariant($"{file.Path}: NumberOfFrames {new DicomTag(DicomTags.NumberOfFrames)} is {frames}; 1 to {MostFrames} can be read. Check the header, or copy the file again from where it came from."), file.Path);
        }

        return new PixelFrames(file, element, format, frames).Locate();
    }

    private VoxelSegment[] Locate()
    {
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
        if (have < needed)
        {
            throw new MedIOException(
                MedIOError.TruncatedData,
                FormattableString.Invariant($"{_file.Path}: {_frames} x {_format.Columns} x {_format.Rows} pixels of {_format.SamplesPerPixel} x {_format.BitsAllocated} bits need {needed} bytes, but its pixel data have {have}. It is cut off, or its dimensions are wrong: copy it again from where it came from."),
                _file.Path);
        }

        RequireBytesOfMany();
        if (_element.Length > needed + 1)
        {
            _file.Warnings.Note(FormattableString.Invariant($"The pixel data have {_element.Length - needed} bytes more than the pixels need; those were left out."));
        }

        bool plain = _format.BitsAllocated is 8 or 16 or 32 or 64 && !_format.IsWordSwapped && !_format.IsPlanar && !_format.IsConverted;
        SampleBits samples = Samples(_format.BigEndian);
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

            VoxelSegment segment = Segment(at) with { FileLength = _file.FileLength };
            segments[i] = plain
                ? segment with { Samples = samples.IsPlain ? null : samples }
                : segment with
                {
                    Decoder = Decoder(skip, samples),
                    EncodedByteCount = Math.Min(_element.Length - at, EncodedBytes(skip + bits)),
                    Samples = _format.IsConverted || samples.IsPlain ? null : samples,
                };
        }

        return segments;
    }

    // Frames of words end with a word, so that its bytes can be swapped.
    private long EncodedBytes(long bits) => _format.IsWordSwapped ? (bits + 15) / 16 * 2 : (bits + 7) / 8;

    private long NeededBytes(long bitsOfFrame)
    {
        // At most 2^20 frames of 2^32 pixels of 2^12 samples of 2^6 bits.
        double bits = (double)bitsOfFrame * _frames;
        return bits < long.MaxValue / 2 ? ((bitsOfFrame * _frames) + 7) / 8 : long.MaxValue;
    }

    private VoxelSegment Segment(long at) => _file.DeflateOffset is { } deflate
        ? new VoxelSegment(_file.Path, deflate, _format.FrameBytes, VoxelCoding.Deflate, _element.FileOffset + at)
        : new VoxelSegment(_file.Path, _element.FileOffset + at, _format.FrameBytes);

    private SampleBits Samples(bool bigEndian)
    {
        bool swap = bigEndian == BitConverter.IsLittleEndian && _format.BitsAllocated is not (1 or 12);

        // Single bits are whole bytes once they are unpacked.
        return new SampleBits(_format.CellBytes, _format.BitsAllocated == 1 ? 8 : _format.BitsStored, _format.HighBit, _format.IsSigned, swap);
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
        IFrameDecoder decoder = Decompressor(out bool isLittleEndian);
        long least = ItemHeaderLength + decoder.LeastBytes(_format.FrameBytes);
        if (least > Math.Max(0, Available) / _frames)
        {
            throw new MedIOException(
                MedIOError.TruncatedData,
                FormattableString.Invariant($"{_file.Path}: {_frames} frames of {_format.Columns} x {_format.Rows} pixels cannot be in the {Math.Max(0, Available)} bytes that the file has for them. It is cut off, or its dimensions are wrong: copy it again from where it came from."),
                _file.Path);
        }

        RequireBytesOfMany();
        var frames = new EncapsulatedFrames(_file.Path, _element.FileOffset, _frames, ExtendedOffsets());
        SampleBits samples = Samples(!isLittleEndian);
        SampleBits? after = _format.IsConverted || samples.IsPlain || decoder is UnsupportedDecoder ? null : samples;
        var segments = new VoxelSegment[_frames];
        for (int i = 0; i < _frames; i++)
        {
            segments[i] = Segment(0) with { Decoder = decoder, Encapsulated = frames, Frame = i, Samples = after, FileLength = _file.FileLength };
        }

        return segments;
    }

    // The room for decoders: one line each. What comes out of them is in little endian, with the samples of a pixel together.
    private IFrameDecoder Decompressor(out bool isLittleEndian)
    {
        isLittleEndian = true;
        IFrameDecoder? decoder = null;
        if (_file.DeflateOffset is not null)
        {
            // No syntax has both, and fragments could not be looked up there.
            return new UnsupportedDecoder(_format.Syntax);
        }

        if (_format.Syntax == TransferSyntax.RleLossless)
        {
            // Its planes are whole, whatever the header says of them.
            _format = _format with { IsPlanar = false, Photometric = _format.Photometric == PhotometricInterpretation.YbrFull422 ? PhotometricInterpretation.YbrFull : _format.Photometric };
            decoder = FrameCodecs.Decoder(_format.Syntax.Uid, _format.Frame);
        }
        else if (!_format.Syntax.IsEncapsulated || _format.Syntax.Uid == EncapsulatedUncompressed)
        {
            isLittleEndian = !_format.BigEndian;
            decoder = new NativeDecoder(_format);
        }

        return decoder is null ? new UnsupportedDecoder(_format.Syntax)
            : _format.IsConverted ? new ColourDecoder(_format, decoder, Samples(!isLittleEndian))
            : decoder;
    }

    private ulong[]? ExtendedOffsets()
    {
        if (_frames == 1 || !_file.DataSet.TryFind(DicomTags.ExtendedOffsetTable, out DicomElement element) || element.Length != 8L * _frames)
        {
            return null;
        }

        ReadOnlySpan<byte> bytes = _file.DataSet.BytesOf(element);
        if (bytes.Length != 8L * _frames)
        {
            return null;
        }

        var offsets = new ulong[_frames];
        for (int i = 0; i < _frames; i++)
        {
            offsets[i] = System.Buffers.Binary.BinaryPrimitives.ReadUInt64LittleEndian(bytes.Slice(8 * i));
        }

        return offsets;
    }
}
