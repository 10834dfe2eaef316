using System;
using System.Buffers;
using System.IO;
using System.Linq;
using FellowOakDicom;
using FellowOakDicom.Imaging;
using FellowOakDicom.Imaging.Codec;
using FellowOakDicom.IO.Buffer;
using MedIO.Dicom.Codecs.Jpeg;
using MedIO.Dicom.Pixels;

namespace MedIO.FoDicom;

/// <summary>A codec of fo-dicom. Serves many threads.</summary>
internal sealed class FrameCodec
{
    private const int MostPadding = 64;

    private static readonly DicomTransferSyntax[] JpegProcesses =
    {
        DicomTransferSyntax.JPEGProcess1, DicomTransferSyntax.JPEGProcess2_4, DicomTransferSyntax.JPEGProcess14, DicomTransferSyntax.JPEGProcess14SV1,
    };

    private readonly IDicomCodec _codec;
    private readonly bool _isColourless;
    private readonly bool _isNativeJpeg;

    /// <param name="codec">The codec.</param>
    /// <param name="isNative">Whether it is one of fo-dicom.Codecs.</param>
    public FrameCodec(IDicomCodec codec, bool isNative)
    {
        _codec = codec;
        _isNativeJpeg = isNative && JpegProcesses.Contains(Syntax);

        // The others convert the code stream as if it were colours.
        _isColourless = isNative && !_isNativeJpeg;
    }

    /// <summary>What it decodes.</summary>
    public DicomTransferSyntax Syntax => _codec.TransferSyntax;

    /// <summary>Decodes a frame.</summary>
    /// <param name="encoded">Its bytes.</param>
    /// <param name="bits">Bits of a sample as its code stream says: codecs that miss that in the stream take the word of the data set, which may have another.</param>
    /// <param name="attributes">What the file says of it.</param>
    public DecodedFrame Decode(byte[] encoded, int bits, FrameAttributes attributes)
    {
        bool hidesColour = _isColourless && attributes.Photometric?.StartsWith("YBR_FULL", StringComparison.Ordinal) == true;
        string? photometric = hidesColour ? "RGB" : attributes.Photometric;
        var source = new OneFrame(attributes.DataSet(Syntax, 1, bits, photometric), new MemoryByteBuffer(encoded));
        var target = new OneFrame(attributes.DataSet(DicomTransferSyntax.ExplicitVRLittleEndian, 1, bits, photometric), null);
        if (IsJpegLs && !HasEnd(encoded))
        {
            throw new EndOfStreamException("Its code stream has no end, and fo-dicom's codec does not say what of it is missing.");
        }

        if (_isNativeJpeg)
        {
            JpegStructure.Verify(encoded, allowsProgressive: false);
        }

        Clear(target.UncompressedFrameSize);
        _codec.Decode(source, target, Parameters());
        return new DecodedFrame(
            target.Given ?? throw new InvalidDataException("fo-dicom's codec gives no frame."),
            hidesColour ? attributes.Photometric : target.PhotometricInterpretation?.Value,
            target.PlanarConfiguration == PlanarConfiguration.Planar);
    }

    private bool IsJpegLs => Syntax == DicomTransferSyntax.JPEGLSLossless || Syntax == DicomTransferSyntax.JPEGLSNearLossless;

    // Padding may follow the marker EOI, which no scan has within.
    private static bool HasEnd(byte[] encoded)
    {
        for (int at = encoded.Length - 2; at >= Math.Max(0, encoded.Length - MostPadding); at--)
        {
            if (encoded[at] == 0xff && encoded[at + 1] == 0xd9)
            {
                return true;
            }
        }

        return false;
    }

    // Codecs that rent memory leave in it what they do not decode. A pool gives a thread what that has given back last: nothing of
    // another image is to be in it.
    private static void Clear(int count)
    {
        byte[] memory = ArrayPool<byte>.Shared.Rent(count);
        Array.Clear(memory, 0, memory.Length);
        ArrayPool<byte>.Shared.Return(memory);
    }

    // As fo-dicom itself has it when it makes native files of compressed ones.
    private DicomJpegParams? Parameters() =>
        Syntax == DicomTransferSyntax.JPEGProcess1 || Syntax == DicomTransferSyntax.JPEGProcess2_4 ? new DicomJpegParams { ConvertColorspaceToRGB = true } : null;

    /// <summary>
    /// The frame that a codec gets, or gives. What it gives is copied at once: some codecs hand out memory that they give back to a
    /// pool on return.
    /// </summary>
    private sealed class OneFrame : DicomPixelData
    {
        private readonly IByteBuffer? _frame;

        public OneFrame(DicomDataset dataSet, IByteBuffer? frame)
            : base(dataSet) => _frame = frame;

        public byte[]? Given { get; private set; }

        public override IByteBuffer GetFrame(int frame) => _frame!;

        public override void AddFrame(IByteBuffer data) => Given = data.IsMemory ? (byte[])data.Data.Clone() : data.Data;
    }
}
