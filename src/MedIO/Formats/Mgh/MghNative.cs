namespace MedIO.Formats.Mgh;

/// <summary>What an image read from MGH carries along, so that saving it as MGH loses nothing.</summary>
/// <param name="Header">The header as it was.</param>
/// <param name="Affine">The affine it was read with, RAS+, 4x4; must not be changed.</param>
internal sealed record MghNative(MghHeader Header, double[,] Affine)
{
    /// <summary>What stands behind the voxels; null where the file was not read so far.</summary>
    public MghFooter? Footer { get; set; }

    /// <summary>Gets what was not read so far, for who wants it in another file; null where there is nothing to get.</summary>
    public MghFooterReader? Reader { get; set; }
}
