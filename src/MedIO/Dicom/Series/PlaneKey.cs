namespace MedIO.Dicom.Series;

/// <summary>An attribute that tells planes at the same place from each other.</summary>
/// <param name="Keyword">Such as <c>EchoTime</c>.</param>
/// <param name="Value">Its number; times of day in seconds.</param>
internal readonly record struct PlaneKey(string Keyword, double Value);
