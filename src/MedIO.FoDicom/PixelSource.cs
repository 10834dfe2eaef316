using System;
using System.Linq;
using FellowOakDicom;
using FellowOakDicom.Imaging;
using FellowOakDicom.IO;
using FellowOakDicom.IO.Buffer;
using MedIO.Dicom.Pixels;
using MedIO.Formats.Reading;

namespace MedIO.FoDicom;

/// <summary>The pixel data of a file that fo-dicom has opened. Keeps nothing of the file but where they are and what describes them.</summary>
internal sealed class PixelSource : IPixelSource
{
    private readonly object _gate = new();
    private readonly FrameAttributes _attributes;
    private readonly FrameCodec? _codec;
    private readonly DicomFragmentSequence? _fragments;
    private readonly IByteBuffer? _native;
    private DicomPixelData? _frames;

    /// <param name="dataSet">The file's data set.</param>
    /// <param name="item">Its pixel data.</param>
    public PixelSource(DicomDataset dataSet, DicomItem item)
    {
        _attributes = new FrameAttributes(dataSet);
        if (item is DicomFragmentSequence fragments)
        {
            _fragments = fragments;
            _codec = FrameCodecs.Of(dataSet.InternalTransferSyntax);
            Obstacle = _codec is null ? FrameCodecs.Missing(dataSet.InternalTransferSyntax) : null;
            return;
        }

        _native = Cells(((DicomElement)item).Buffer, dataSet.InternalTransferSyntax.Endian);
        if (dataSet.InternalTransferSyntax.SwapPixelData && _attributes.BitsAllocated == 16)
        {
            _native = new SwapByteBuffer(_native, 2);
        }
    }

    /// <inheritdoc/>
    public long? Length => _native?.Size;

    /// <inheritdoc/>
    public MedIOException? Obstacle { get; }

    /// <inheritdoc/>
    public FoundInput Find(VoxelSegment segment)
    {
        long offset = 0;
        long count;
        IByteBuffer buffer;
        if (_native is not null)
        {
            buffer = _native;
            offset = segment.FileOffset;
            count = Math.Max(0, Math.Min(segment.EncodedByteCount, buffer.Size - offset));
        }
        else
        {
            buffer = Errors.OfFrame(() => Frame(segment));
            count = buffer.Size;
        }

        return new FoundInput(count, bytes => Errors.OfFrame(() => Read(buffer, offset, (int)count, bytes)));
    }

    /// <inheritdoc/>
    public DecodedFrame Decode(byte[] encoded, int bits) => Errors.OfFrame(() => _codec!.Decode(encoded, bits, _attributes));

    // fo-dicom swaps the bytes of words as the VR has them; samples of other sizes lie in files as they do in machines of that order.
    private IByteBuffer Cells(IByteBuffer buffer, Endian endian)
    {
        int size = _attributes.BitsAllocated is 16 or 32 or 64 ? _attributes.BitsAllocated / 8 : 0;
        IByteBuffer stored = buffer is EndianByteBuffer swapped ? swapped.Internal : buffer;
        return size == 0 || endian == Endian.LocalMachine ? buffer : EndianByteBuffer.Create(stored, endian, size);
    }

    // Where bytes are swapped, fo-dicom does so from the first one that is asked for, and with whole words only.
    private static int Read(IByteBuffer buffer, long offset, int count, byte[] bytes)
    {
        int unit = buffer switch
        {
            EndianByteBuffer swapped => swapped.UnitSize,
            SwapByteBuffer swapped => swapped.UnitSize,
            _ => 1,
        };
        int before = (int)(offset % unit);
        int whole = (int)Math.Min((before + count + unit - 1) / unit * unit, buffer.Size - offset + before);
        if (before == 0 && whole <= bytes.Length)
        {
            buffer.GetByteRange(offset, whole, bytes);
            return count;
        }

        var words = new byte[whole];
        buffer.GetByteRange(offset - before, whole, words);
        Buffer.BlockCopy(words, before, bytes, 0, Math.Min(count, whole - before));
        return count;
    }

    // fo-dicom tells frames apart, and for that wants to know how many there are.
    private IByteBuffer Frame(VoxelSegment segment)
    {
        lock (_gate)
        {
            if (_frames is null)
            {
                DicomDataset dataSet = _attributes.DataSet(_codec!.Syntax, segment.FrameCount, _attributes.BitsAllocated, _attributes.Photometric);
                dataSet.AddOrUpdate(_fragments);
                _frames = DicomPixelData.Create(dataSet);
            }

            return _frames.GetFrame(segment.Frame);
        }
    }
}
