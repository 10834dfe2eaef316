namespace MedIO.Formats.Analyze;

/// <summary>How a MATLAB file of level 5 stores numbers; level 4 has some of them under other codes.</summary>
internal enum MatlabNumber
{
    Int8 = 1,
    UInt8 = 2,
    Int16 = 3,
    UInt16 = 4,
    Int32 = 5,
    UInt32 = 6,
    Single = 7,
    Double = 9,
}
