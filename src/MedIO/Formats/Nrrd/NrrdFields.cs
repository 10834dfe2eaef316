using System;
using System.Collections.Generic;
using System.Linq;
using MedIO.Formats.Headers;

namespace MedIO.Formats.Nrrd;

/// <summary>The fields of the definition's sections 4 to 6, under their names and the others that Teem takes for them, and the voxel types.</summary>
internal static class NrrdFields
{
    public const string Type = "type";
    public const string BlockSize = "block size";
    public const string Dimension = "dimension";
    public const string Sizes = "sizes";
    public const string Spacings = "spacings";
    public const string Thicknesses = "thicknesses";
    public const string AxisMins = "axis mins";
    public const string AxisMaxs = "axis maxs";
    public const string Centerings = "centerings";
    public const string Kinds = "kinds";
    public const string Labels = "labels";
    public const string Units = "units";
    public const string Space = "space";
    public const string SpaceDimension = "space dimension";
    public const string SpaceUnits = "space units";
    public const string SpaceOrigin = "space origin";
    public const string SpaceDirections = "space directions";
    public const string MeasurementFrame = "measurement frame";
    public const string Content = "content";
    public const string SampleUnits = "sample units";
    public const string OldMin = "old min";
    public const string OldMax = "old max";
    public const string Endian = "endian";
    public const string Encoding = "encoding";
    public const string DataFile = "data file";
    public const string LineSkip = "line skip";
    public const string ByteSkip = "byte skip";

    private static readonly string[] All =
    {
        Type, BlockSize, Dimension, Sizes, Spacings, Thicknesses, AxisMins, AxisMaxs, Centerings, Kinds, Labels, Units, Space, SpaceDimension, SpaceUnits, SpaceOrigin,
        SpaceDirections, MeasurementFrame, Content, SampleUnits, OldMin, OldMax, "min", "max", "number", Endian, Encoding, DataFile, LineSkip, ByteSkip,
    };

    // Teem takes the names of two words as one word, too.
    private static readonly Dictionary<string, string> Names = All.Concat(All.Where(n => n.IndexOf(' ') > 0).Select(n => n.Replace(" ", string.Empty)))
        .ToDictionary(n => n, n => All.FirstOrDefault(a => a.Replace(" ", string.Empty) == n) ?? n, StringComparer.OrdinalIgnoreCase);

    private static readonly Dictionary<string, VoxelType> Types = MakeTypes();

    /// <summary>Whether a text is the name of a field, in any case.</summary>
    /// <param name="text">The text.</param>
    /// <param name="name">The field's usual name.</param>
    public static bool TryGet(string text, out string name)
    {
        if (text.Equals("centers", StringComparison.OrdinalIgnoreCase))
        {
            name = Centerings;
            return true;
        }

        return Names.TryGetValue(text, out name!);
    }

    /// <summary>Whether a field says what its author thinks of the values, which stays true whatever becomes of the image's axes.</summary>
    public static bool IsDescriptive(string name) => name is Content or SampleUnits;

    /// <summary>The voxel type of a type's name, in one of Teem's spellings.</summary>
    public static bool TryGetType(string text, out VoxelType type) => Types.TryGetValue(string.Join(" ", HeaderNumbers.Words(text)), out type);

    /// <summary>The type's name as Teem writes it; null where there is none.</summary>
    public static string? NameOf(VoxelType type) => type switch
    {
        VoxelType.Int8 => "signed char",
        VoxelType.UInt8 => "unsigned char",
        VoxelType.Int16 => "short",
        VoxelType.UInt16 => "unsigned short",
        VoxelType.Int32 => "int",
        VoxelType.UInt32 => "unsigned int",
        VoxelType.Int64 => "long long int",
        VoxelType.UInt64 => "unsigned long long int",
        VoxelType.Float32 or VoxelType.Complex64 => "float",
        VoxelType.Float64 or VoxelType.Complex128 => "double",
        _ => null,
    };

    // A bare "char" is none: C leaves its sign open, and so does the definition.
    private static Dictionary<string, VoxelType> MakeTypes()
    {
        var types = new Dictionary<string, VoxelType>(StringComparer.OrdinalIgnoreCase);
        Add(VoxelType.Int8, "signed char", "int8", "int8_t");
        Add(VoxelType.UInt8, "uchar", "unsigned char", "uint8", "uint8_t");
        Add(VoxelType.Int16, "short", "short int", "signed short", "signed short int", "int16", "int16_t");
        Add(VoxelType.UInt16, "ushort", "unsigned short", "unsigned short int", "uint16", "uint16_t");
        Add(VoxelType.Int32, "int", "signed int", "int32", "int32_t");
        Add(VoxelType.UInt32, "uint", "unsigned int", "uint32", "uint32_t");
        Add(VoxelType.Int64, "longlong", "long long", "long long int", "signed long long", "signed long long int", "int64", "int64_t");
        Add(VoxelType.UInt64, "ulonglong", "unsigned long long", "unsigned long long int", "uint64", "uint64_t");
        Add(VoxelType.Float32, "float");
        Add(VoxelType.Float64, "double");
        return types;

        void Add(VoxelType type, params string[] names)
        {
            foreach (string name in names)
            {
                types[name] = type;
            }
        }
    }
}
