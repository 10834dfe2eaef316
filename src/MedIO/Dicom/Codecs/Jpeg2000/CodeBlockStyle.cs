using System;

namespace MedIO.Dicom.Codecs.Jpeg2000;

/// <summary>How code-blocks are coded (ISO/IEC 15444-1 table A.19, ISO/IEC 15444-15 table A.4).</summary>
[Flags]
internal enum CodeBlockStyle
{
    None = 0,

    /// <summary>Selective arithmetic coding bypass: raw bits from the fifth bit-plane on.</summary>
    Bypass = 1,

    /// <summary>Context probabilities begin anew with each pass.</summary>
    ResetContexts = 2,

    /// <summary>Each pass ends its code word segment.</summary>
    TerminateEachPass = 4,

    /// <summary>Contexts do not look below their stripe.</summary>
    VerticallyCausal = 8,

    PredictableTermination = 16,

    /// <summary>Four symbols end each bit-plane.</summary>
    SegmentationSymbols = 32,

    /// <summary>Coded as ISO/IEC 15444-15 says.</summary>
    HighThroughput = 64,

    /// <summary>A code-block may be coded either way (with <see cref="HighThroughput"/>).</summary>
    HighThroughputMixed = 128,
}
