using System;

namespace MedIO.Dicom.Codecs.Jpeg;

/// <summary>What a code stream and its data set say of the meaning of components.</summary>
internal sealed class ColourSpace
{
    private int? _adobeTransform;
    private bool _isJfif;

    /// <summary>Reads the APP0 segment of JFIF (ISO/IEC 10918-5), which knows no other colours than luminance and chrominances.</summary>
    public void ReadJfif(ReadOnlySpan<byte> segment) =>
        _isJfif |= segment.Length >= 12 && segment[0] == 'J' && segment[1] == 'F' && segment[2] == 'I' && segment[3] == 'F' && segment[4] == 0;

    /// <summary>Reads the APP14 segment of Adobe (ISO/IEC 10918-6 section 6.5.3).</summary>
    public void ReadAdobe(ReadOnlySpan<byte> segment)
    {
        if (segment.Length >= 12 && segment[0] == 'A' && segment[1] == 'd' && segment[2] == 'o' && segment[3] == 'b' && segment[4] == 'e')
        {
            _adobeTransform = segment[11];
        }
    }

    /// <summary>
    /// Whether the components are luminance and chrominances. The code stream knows better than the data set, whose
    /// PhotometricInterpretation often tells what was before compression. But encoders write JFIF into lossless ones
    /// whatever these hold: no decoder of DICOM goes by it there.
    /// </summary>
    public bool IsLuminance(FrameHeader frame, FrameDescription description)
    {
        // Signed chrominances have no centre to be told from.
        FrameComponent[] c = frame.Components;
        if (c.Length != 3 || description.IsSigned)
        {
            return false;
        }

        return _adobeTransform is int transform ? transform != 0
            : frame.IsLossless ? description.IsLuminance
            : !IsNamedRgb(c) && (_isJfif || HasSmallChrominances(frame) || description.IsLuminance);
    }

    // Identifiers that JFIF does not allow: whoever took the trouble means them, whatever else is boilerplate.
    private static bool IsNamedRgb(FrameComponent[] c) =>
        (c[0].Id == 'R' && c[1].Id == 'G' && c[2].Id == 'B') || (c[0].Id == 'r' && c[1].Id == 'g' && c[2].Id == 'b');

    // Nobody halves green and blue.
    private static bool HasSmallChrominances(FrameHeader frame) =>
        frame.IsSubsampled && frame.Components[0].H == frame.MaxH && frame.Components[0].V == frame.MaxV;
}
