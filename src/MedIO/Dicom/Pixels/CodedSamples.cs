using System;
using MedIO.Formats;
using MedIO.Formats.Reading;
using MedIO.Voxels;

namespace MedIO.Dicom.Pixels;

/// <summary>
/// Makes numbers of a code stream's samples, where what the stream says of them is not what the data set says. The stream
/// has the values, so none of their bits is dropped; the data set says what the bits mean:
/// <list type="bullet">
/// <item>
/// HighBit counts where the stream is as wide as that: samples at the upper end of their cells are moved down. Not so where
/// they lie at the lower end in spite of it, which their lowest bits tell.
/// </item>
/// <item>Bits beyond BitsStored are dropped where an overlay of the data set lies in them, and kept otherwise.</item>
/// <item>PixelRepresentation 1 makes two's complements of unsigned samples that have at least the bits stored.</item>
/// <item>Negative samples where PixelRepresentation is 0 are an error: nobody knows which of both is wrong.</item>
/// </list>
/// </summary>
internal sealed class CodedSamples : IRefinedFrames
{
    private readonly PixelFormat _format;
    private readonly IFrameDecoder _inner;
    private readonly bool _hasOverlay;
    private readonly SampleBits _stored;

    /// <param name="format">What the pixels are.</param>
    /// <param name="inner">Decodes the code stream.</param>
    /// <param name="hasOverlay">Whether an overlay lies in bits that are not the samples' own.</param>
    public CodedSamples(PixelFormat format, IFrameDecoder inner, bool hasOverlay)
    {
        _format = format;
        _inner = inner;
        _hasOverlay = hasOverlay;
        _stored = format.Cells(false);
    }

    private int CellBits => 8 * _format.CellBytes;

    /// <inheritdoc/>
    public long LeastBytes(long sampleBytes) => _inner.LeastBytes(sampleBytes);

    /// <inheritdoc/>
    public bool IsRefined(ReadOnlySpan<byte> encoded) => CodedPrecision.Read(encoded)?.IsRefined ?? false;

    /// <inheritdoc/>
    public unsafe void Decode(ReadOnlySpan<byte> encoded, Span<byte> samples)
    {
        CodedPrecision coded = CodedPrecision.Read(encoded) ?? new CodedPrecision(_format.BitsStored, _format.IsSigned, false);
        bool isMoved = IsMoved(coded);
        fixed (byte* s = samples)
        {
            if (isMoved)
            {
                // In case that not all can be decoded, what is there before is to come out as it is.
                _stored.Revert(s, samples.Length);
            }

            bool isWhole = false;
            try
            {
                _inner.Decode(encoded, samples);
                isWhole = true;
            }
            finally
            {
                isMoved = isMoved && (_hasOverlay || !isWhole || !AreLow(samples));
                Bits(coded, isMoved, samples)?.Apply(s, samples.Length);
            }
        }

        if (coded.IsSigned && !_format.IsSigned && HasNegative(samples))
        {
            throw new MedIOException(
                MedIOError.InvalidHeader,
                $"the samples of its code stream are signed and some of them negative, but PixelRepresentation {new DicomTag(DicomTags.PixelRepresentation)} is 0. Set it to 1 where negative values can be, or ask the program that wrote the file.");
        }
    }

    private bool IsMoved(CodedPrecision coded) =>
        coded.Bits > _format.HighBit && coded.Bits > _format.BitsStored && (_hasOverlay || _format.HighBit >= _format.BitsStored);

    private SampleBits? Bits(CodedPrecision coded, bool isMoved, ReadOnlySpan<byte> samples)
    {
        if (isMoved)
        {
            return _stored;
        }

        if (!_format.IsSigned || coded.IsSigned || coded.Bits < _format.BitsStored || _format.BitsStored == CellBits)
        {
            return null;
        }

        int bits = coded.Bits == _format.BitsStored || AreStored(UsedBits.Of(samples, _format.CellBytes)) ? _format.BitsStored : coded.Bits;
        return new SampleBits(_format.CellBytes, bits, bits - 1, true, _stored.Swap);
    }

    // Whether there is something in the bits below those stored, and nothing above as many of them.
    private bool AreLow(ReadOnlySpan<byte> samples)
    {
        ulong below = (1UL << (_format.HighBit + 1 - _format.BitsStored)) - 1;
        UsedBits used = UsedBits.Of(samples, _format.CellBytes);
        return (used.All & below) != 0 && AreStored(used);
    }

    // Whether the bits beyond those stored are nothing but copies of the sign, or zero.
    private bool AreStored(UsedBits used)
    {
        int bits = _format.BitsStored;
        return bits >= CellBits
            || used.All >> bits == 0
            || (_format.IsSigned && used.Positive >> bits == 0 && used.Negative >> (bits - 1) == 0);
    }

    private bool HasNegative(ReadOnlySpan<byte> samples) => UsedBits.Of(samples, _format.CellBytes).All >> (CellBits - 1) != 0;
}
