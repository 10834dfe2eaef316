namespace MedIO;

/// <summary>
/// Which way the world's axes run, and what an orientation letter says. Going from one to the other flips the signs of
/// world x and y and inverts every letter; the voxels do not move.
/// </summary>
public enum CoordinateSystem
{
    /// <summary>
    /// ITK's: world is LPS+ (x to the patient's left, y to posterior, z to superior), and a letter says where the axis
    /// comes from: an identity direction is RAI.
    /// </summary>
    Itk,

    /// <summary>
    /// NiBabel's and NIfTI's: world is RAS+ (x to the patient's right, y to anterior, z to superior), and a letter says
    /// where the axis goes: an identity affine is RAS.
    /// </summary>
    Nib,

    /// <summary>Only as a wish when reading: whichever of the two the file's format is defined in.</summary>
    Native,
}
