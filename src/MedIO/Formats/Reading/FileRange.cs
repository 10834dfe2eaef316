namespace MedIO.Formats.Reading;

/// <summary>Bytes of a file.</summary>
/// <param name="Offset">Where they begin.</param>
/// <param name="Count">How many they are.</param>
internal readonly record struct FileRange(long Offset, long Count);
