namespace MedIO.Formats.Vtk;

/// <summary>The names of types in VTK's files.</summary>
internal static class VtkTypes
{
    /// <summary>A type of a legacy file.</summary>
    /// <param name="name">Such as <c>unsigned_short</c>, in any case.</param>
    /// <param name="longBytes">Bytes of a long where the file was written: 8, or 4 on Windows.</param>
    /// <param name="type">The type; of bits that of their bytes.</param>
    public static bool TryGetLegacy(string name, int longBytes, out VoxelType type)
    {
        VoxelType? found = name.ToUpperInvariant() switch
        {
            "BIT" or "UNSIGNED_CHAR" => VoxelType.UInt8,
            "CHAR" or "SIGNED_CHAR" => VoxelType.Int8,
            "UNSIGNED_SHORT" => VoxelType.UInt16,
            "SHORT" => VoxelType.Int16,
            "UNSIGNED_INT" => VoxelType.UInt32,

            // Ids were written as int, whatever they have in memory (vtkDataReader).
            "INT" or "VTKIDTYPE" => VoxelType.Int32,
            "UNSIGNED_LONG" => longBytes == 4 ? VoxelType.UInt32 : VoxelType.UInt64,
            "LONG" => longBytes == 4 ? VoxelType.Int32 : VoxelType.Int64,
            "UNSIGNED_LONG_LONG" or "VTKTYPEUINT64" => VoxelType.UInt64,
            "LONG_LONG" or "VTKTYPEINT64" => VoxelType.Int64,
            "FLOAT" => VoxelType.Float32,
            "DOUBLE" => VoxelType.Float64,
            _ => null,
        };
        type = found ?? default;
        return found is not null;
    }

    /// <summary>The name to write in a legacy file, which VTK and ITK both know; null where there is none.</summary>
    public static string? LegacyName(VoxelType type) => type switch
    {
        VoxelType.UInt8 => "unsigned_char",
        VoxelType.Int8 => "char",
        VoxelType.UInt16 => "unsigned_short",
        VoxelType.Int16 => "short",
        VoxelType.UInt32 => "unsigned_int",
        VoxelType.Int32 => "int",
        VoxelType.UInt64 => "vtktypeuint64",
        VoxelType.Int64 => "vtktypeint64",
        VoxelType.Float32 => "float",
        VoxelType.Float64 => "double",
        _ => null,
    };

    /// <summary>A type of an XML file, such as <c>UInt16</c>; their names are ours.</summary>
    public static bool TryGetXml(string name, out VoxelType type) =>
        System.Enum.TryParse(name, out type) && System.Enum.IsDefined(typeof(VoxelType), type) && !VoxelTypes.IsComplex(type) && type.ToString() == name;
}
