using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using MedIO.Formats.Headers;

namespace MedIO.Formats.MetaImage;

/// <summary>The fields that MetaIO knows: their names, the voxel types, and which of them a writer may carry over.</summary>
/// <remarks>Names are matched exactly, as MetaIO does: <c>offset</c> is a field of the user's, not the offset.</remarks>
internal static class MetaImageFields
{
    public const string DataFile = "ElementDataFile";

    // MetaIO reads names into 255 bytes, its own texts too, and other values into 32768.
    private const int MostNameBytes = 254;
    private const int MostTextBytes = 254;
    private const int MostValueBytes = 32000;

    // Fields that describe the file, its geometry or its values: written from the image, never carried over.
    private static readonly HashSet<string> Structural = new(StringComparer.OrdinalIgnoreCase)
    {
        "ObjectType", "FileFormatVersion", "NDims", "DimSize", "HeaderSize", "BinaryData", "BinaryDataByteOrderMSB", "ElementByteOrderMSB",
        "CompressedData", "CompressedDataSize", "TransformMatrix", "Rotation", "Orientation", "Offset", "Position", "Origin", "ImagePosition",
        "ElementOrigin", "ElementDirection", "CenterOfRotation", "AnatomicalOrientation", "ElementSpacing", "ElementSize", "ElementSizeValid",
        "SequenceID", "ElementMin", "ElementMax", "ElementNBits", "ElementNumberOfChannels", "ElementType", DataFile, "ElementDataFileName",
    };

    // Fields that MetaIO knows and that stay true whatever becomes of the image; with the count of their numbers, 0 for text.
    private static readonly Dictionary<string, int> Descriptive = new(StringComparer.OrdinalIgnoreCase)
    {
        ["ObjectSubType"] = 0, ["Comment"] = 0, ["AcquisitionDate"] = 0, ["Name"] = 0, ["Modality"] = 0, ["DistanceUnits"] = 0,
        ["ID"] = 1, ["ParentID"] = 1, ["Color"] = 4, ["ElementToIntensityFunctionSlope"] = 1, ["ElementToIntensityFunctionOffset"] = 1,
    };

    private static readonly HashSet<string> Exact = new(Structural.Concat(Descriptive.Keys), StringComparer.Ordinal);

    // MET_LONG has 4 bytes, whatever long has on the machine.
    private static readonly Dictionary<string, VoxelType> Types = new(StringComparer.Ordinal)
    {
        ["MET_CHAR"] = VoxelType.Int8, ["MET_ASCII_CHAR"] = VoxelType.Int8, ["MET_UCHAR"] = VoxelType.UInt8,
        ["MET_SHORT"] = VoxelType.Int16, ["MET_USHORT"] = VoxelType.UInt16,
        ["MET_INT"] = VoxelType.Int32, ["MET_UINT"] = VoxelType.UInt32,
        ["MET_LONG"] = VoxelType.Int32, ["MET_ULONG"] = VoxelType.UInt32,
        ["MET_LONG_LONG"] = VoxelType.Int64, ["MET_ULONG_LONG"] = VoxelType.UInt64,
        ["MET_FLOAT"] = VoxelType.Float32, ["MET_DOUBLE"] = VoxelType.Float64,
    };

    /// <summary>Whether MetaIO gives the field a meaning, under exactly this name.</summary>
    public static bool IsKnown(string name) => Exact.Contains(name);

    /// <summary>Whether MetaIO would give the field a meaning if it were spelled right.</summary>
    public static bool IsMisspelled(string name) => !IsKnown(name) && (Structural.Contains(name) || Descriptive.ContainsKey(name));

    /// <summary>Whether the field is written from the image itself.</summary>
    public static bool IsStructural(string name) => Structural.Contains(name);

    /// <summary>The voxel type of an ElementType; the arrays of a type are voxels of it, as in ITK.</summary>
    public static bool TryGetType(string elementType, out VoxelType type)
    {
        const string Array = "_ARRAY";
        string name = elementType.EndsWith(Array, StringComparison.Ordinal) ? elementType.Substring(0, elementType.Length - Array.Length) : elementType;
        return Types.TryGetValue(name, out type);
    }

    /// <summary>The ElementType to write; null where there is none.</summary>
    public static string? NameOf(VoxelType type) => type switch
    {
        VoxelType.Int8 => "MET_CHAR",
        VoxelType.UInt8 => "MET_UCHAR",
        VoxelType.Int16 => "MET_SHORT",
        VoxelType.UInt16 => "MET_USHORT",
        VoxelType.Int32 => "MET_INT",
        VoxelType.UInt32 => "MET_UINT",
        VoxelType.Int64 => "MET_LONG_LONG",
        VoxelType.UInt64 => "MET_ULONG_LONG",
        VoxelType.Float32 => "MET_FLOAT",
        VoxelType.Float64 => "MET_DOUBLE",
        _ => null,
    };

    /// <summary>Why a field cannot be written so that every reader finds this field again and no other; null where it can.</summary>
    public static string? Obstacle(string name, string value)
    {
        if (name.Length == 0 || name != name.Trim() || name.Any(c => c is '=' or ':' || char.IsControl(c)))
        {
            return "its name is empty, or has '=', ':', a line break or blanks around it";
        }

        if (Encoding.UTF8.GetByteCount(name) > MostNameBytes)
        {
            return "its name is too long";
        }

        if (value.Length == 0)
        {
            return "it has no value, which MetaIO cannot read";
        }

        if (value.Any(c => c != '\t' && char.IsControl(c)) || value[0] is '=' or ':')
        {
            return "its value has a line break or another control character, or begins with '=' or ':'";
        }

        bool known = Descriptive.TryGetValue(name, out int numbers);
        if (Encoding.UTF8.GetByteCount(value) > (known ? MostTextBytes : MostValueBytes))
        {
            return "its value is too long";
        }

        return known && numbers > 0 && (!HeaderNumbers.TryParse(value, out double[] values) || values.Length != numbers)
            ? "its value is not " + (numbers == 1 ? "a number" : "four numbers")
            : null;
    }
}
