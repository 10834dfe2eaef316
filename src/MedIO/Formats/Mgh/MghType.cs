namespace MedIO.Formats.Mgh;

/// <summary>The codes of the type field (FreeSurfer's mri.h) and what they are here.</summary>
internal static class MghType
{
    /// <exception cref="MedIOException"><see cref="MedIOError.UnsupportedDataType"/>.</exception>
    public static VoxelType Read(int code, string path) => code switch
    {
        0 => VoxelType.UInt8,
        1 => VoxelType.Int32,
        3 => VoxelType.Float32,
        4 => VoxelType.Int16,
        10 => VoxelType.UInt16,
        _ => throw new MedIOException(
            MedIOError.UnsupportedDataType,
            System.FormattableString.Invariant($"{path}: type is {code}, of which no numbers can be made; FreeSurfer writes 0 (byte), 1 (int), 3 (float), 4 (short) and 10 (unsigned short). Convert the image with mri_convert."),
            path),
    };

    /// <exception cref="MedIOException"><see cref="MedIOError.CannotRepresent"/>.</exception>
    public static int Code(VoxelType type, string path) => type switch
    {
        VoxelType.UInt8 => 0,
        VoxelType.Int32 => 1,
        VoxelType.Float32 => 3,
        VoxelType.Int16 => 4,
        VoxelType.UInt16 => 10,
        _ => throw new MedIOException(
            MedIOError.CannotRepresent,
            $"{path}: MGH has no place for voxels of type {type}. Save {Instead(type)}as NIfTI.",
            path),
    };

    private static string Instead(VoxelType type) => type switch
    {
        VoxelType.Int8 => "with the data type Int16, or ",
        VoxelType.UInt32 or VoxelType.Int64 or VoxelType.UInt64 => "with the data type Int32, or ",
        VoxelType.Float64 => "with the data type Float32, or ",
        _ => string.Empty,
    };
}
