using System;
using System.Linq;
using FellowOakDicom;
using FellowOakDicom.Imaging;
using FellowOakDicom.IO;
using FellowOakDicom.IO.Buffer;
using MedIO.Backends;
using MedIO.Dicom.Pixels;
using MedIO.Formats.Reading;

namespace MedIO.FoDicom;

/// <summary>
/// The pixel data of a file that fo-dicom has opened, which is closed again. Keeps nothing of the file but where they are and what
/// describes them.
/// </summary>
internal sealed class PixelSource : IPixelSource
{
    private readonly object _gate = new();
    private readonly string _path;
    private readonly FrameAttributes? _attributes;
    private readonly FrameCodec? _codec;
    private readonly DicomFragmentSequence? _fragments;
    private readonly IByteBuffer? _native;
    private IByteBuffer? _cells;
    private DicomPixelData? _frames;

    private readonly Endian _endian;
    private readonly ushort _bits;
    private readonly bool _swaps;

    /// <param name="path">The file.</param>
    /// <param name="dataSet">The file's data set.</param>
    /// <param name="item">Its pixel data.</param>
    public PixelSource(string path, DicomDataset dataSet, DicomItem item)
    {
        _path = path;
        _bits = FrameAttributes.Bits(dataSet);
        if (item is DicomFragmentSequence fragments)
        {
            _attributes = new FrameAttributes(dataSet);
            _fragments = fragments;
            _codec = FrameCodecs.Of(dataSet.InternalTransferSyntax);
            Obstacle = _codec is null ? FrameCodecs.Missing(dataSet.InternalTransferSyntax) : null;
            return;
        }

        _native = ((DicomElement)item).Buffer;
        _endian = dataSet.InternalTransferSyntax.Endian;
        _swaps = dataSet.InternalTransferSyntax.SwapPixelData && _bits == 16;
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
            buffer = Cells(_native);
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
    public DecodedFrame Decode(byte[] encoded, int bits) => Errors.OfFrame(() => _codec!.Decode(encoded, bits, _attributes!));

    // fo-dicom swaps the bytes of words as the VR has them; samples of other VRs lie in files as they do in machines of that order.
    private IByteBuffer Cells(IByteBuffer native)
    {
        lock (_gate)
        {
            if (_cells is null)
            {
                int size = _bits is 16 or 32 or 64 ? _bits / 8 : 0;
                IByteBuffer stored = native;
                if (native is EndianByteBuffer swapped)
                {
                    stored = swapped.Internal;
                    size = swapped.UnitSize;
                }

                stored = InFile(stored);
                stored = size == 0 || _endian == Endian.LocalMachine ? stored : EndianByteBuffer.Create(stored, _endian, size);
                _cells = _swaps ? new SwapByteBuffer(stored, 2) : stored;
            }

            return _cells;
        }
    }

    // What was left in the file is read from there; its stream is closed.
    private IByteBuffer InFile(IByteBuffer buffer) =>
        buffer is StreamByteBuffer { Stream: SourceStream } part ? new FileByteBuffer(new FileReference(_path), part.Position, part.Size) : buffer;

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
                DicomDataset dataSet = _attributes!.DataSet(_codec!.Syntax, segment.FrameCount, _bits, _attributes.Photometric);
                for (int i = 0; i < _fragments!.Fragments.Count; i++)
                {
                    _fragments.Fragments[i] = InFile(_fragments.Fragments[i]);
                }

                dataSet.AddOrUpdate(_fragments);
                _frames = DicomPixelData.Create(dataSet);
            }

            return _frames.GetFrame(segment.Frame);
        }
    }
}
