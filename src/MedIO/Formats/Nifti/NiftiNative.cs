using System.Collections.Generic;

namespace MedIO.Formats.Nifti;

/// <summary>What an image read from NIfTI carries along, so that saving it as NIfTI loses nothing.</summary>
/// <param name="Header">The header as it was.</param>
/// <param name="Extensions">Its extensions.</param>
/// <param name="Shape">The shape it was read with.</param>
/// <param name="Affine">The affine it was read with, RAS+, mm, 4x4; must not be changed.</param>
/// <param name="FormsAgree">Whether sform and qform say the same where both are set.</param>
internal sealed record NiftiNative(NiftiHeader Header, IReadOnlyList<NiftiExtension> Extensions, Shape Shape, double[,] Affine, bool FormsAgree) : IKeptByFormat
{
    /// <inheritdoc/>
    public string FormatName => "NIfTI";

    /// <inheritdoc/>
    public string? LostElsewhere => Extensions.Count switch
    {
        0 => null,
        1 => "the extension",
        int n => System.FormattableString.Invariant($"the {n} extensions"),
    };
}
