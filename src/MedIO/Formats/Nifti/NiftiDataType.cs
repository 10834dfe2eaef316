namespace MedIO.Formats.Nifti;

/// <summary>The codes of the datatype field (nifti1.h, DATATYPES) and what they are here.</summary>
internal static class NiftiDataType
{
    public const int UInt8 = 2;
    public const int Rgb24 = 128;
    public const int Rgba32 = 2304;

    /// <summary>The number type of a code and how many of them a voxel has.</summary>
    /// <exception cref="MedIOException"><see cref="MedIOError.UnsupportedDataType"/>.</exception>
    public static VoxelType Read(int code, string path, out int components)
    {
        components = code == Rgb24 ? 3 : code == Rgba32 ? 4 : 1;
        return code switch
        {
            UInt8 or Rgb24 or Rgba32 => VoxelType.UInt8,
            4 => VoxelType.Int16,
            8 => VoxelType.Int32,
            16 => VoxelType.Float32,
            32 => VoxelType.Complex64,
            64 => VoxelType.Float64,
            256 => VoxelType.Int8,
            512 => VoxelType.UInt16,
            768 => VoxelType.UInt32,
            1024 => VoxelType.Int64,
            1280 => VoxelType.UInt64,
            1792 => VoxelType.Complex128,
            _ => throw Unsupported(code, path),
        };
    }

    /// <summary>The code of a number type.</summary>
    public static int Code(VoxelType type) => type switch
    {
        VoxelType.UInt8 => UInt8,
        VoxelType.Int16 => 4,
        VoxelType.Int32 => 8,
        VoxelType.Float32 => 16,
        VoxelType.Complex64 => 32,
        VoxelType.Float64 => 64,
        VoxelType.Int8 => 256,
        VoxelType.UInt16 => 512,
        VoxelType.UInt32 => 768,
        VoxelType.Int64 => 1024,
        VoxelType.UInt64 => 1280,
        _ => 1792,
    };

    private static MedIOException Unsupported(int code, string path)
    {
        string what = code switch
        {
            0 => "datatype is 0 (unknown). The header does not say what the voxels are; write it again with the program that made it.",
            1 => "datatype is 1 (binary, one bit a voxel), which is not supported. Convert it to uint8 with the program that made it.",
            1536 => "datatype is 1536 (float128), which has no counterpart here. Convert it to float64, for example with nibabel.",
            2048 => "datatype is 2048 (complex256), which has no counterpart here. Convert it to complex128, for example with nibabel.",
            _ => System.FormattableString.Invariant($"datatype is {code}, which NIfTI does not define. The header is damaged, or the file is not NIfTI: copy it again from where it came from."),
        };
        return new MedIOException(MedIOError.UnsupportedDataType, $"{path}: {what}", path);
    }
}
