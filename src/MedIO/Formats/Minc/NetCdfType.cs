namespace MedIO.Formats.Minc;

/// <summary>The types of a NetCDF classic file, by their codes.</summary>
internal enum NetCdfType
{
    /// <summary>8 bits; signed, unless MINC's signtype says otherwise.</summary>
    Byte = 1,

    /// <summary>Text.</summary>
    Char,

    /// <summary>16-bit integers.</summary>
    Short,

    /// <summary>32-bit integers.</summary>
    Int,

    /// <summary>32-bit IEEE 754 numbers.</summary>
    Float,

    /// <summary>64-bit IEEE 754 numbers.</summary>
    Double,
}
