namespace MedIO.PowerShell;

/// <summary>
/// The names that medio's <c>backend</c> takes. Here one reader of the module's own serves them, since results do not
/// depend on it; a name decides only which convention <c>-CoordinateSystem Native</c> means, as it does in medio.
/// </summary>
internal static class Backends
{
    public static readonly string[] Names = { "Native", "itk", "nib", "pdcm" };

    /// <summary>The convention that a backend brings, null where it leaves that to the format.</summary>
    /// <exception cref="MedIOException"><see cref="MedIOError.BackendNotAvailable"/>.</exception>
    public static CoordinateSystem? ForReading(string? name)
    {
        switch ((name ?? string.Empty).Trim().ToUpperInvariant())
        {
            case "" or "NATIVE" or "NONE":
                return null;
            case "ITK" or "PDCM" or "PYDICOM":
                // DICOM is defined in the convention that ITK has from it.
                return CoordinateSystem.Itk;
            case "NIB":
                return CoordinateSystem.Nib;
            case "FODICOM" or "SIMPLEITK":
                throw new MedIOException(MedIOError.BackendNotAvailable, $"The backend '{name}' is not installed: this version has the module's own reader only. Leave out -Backend.");
            default:
                throw new MedIOException(MedIOError.BackendNotAvailable, $"There is no backend '{name}'. Leave out -Backend, or give one of {string.Join(", ", Names)}.");
        }
    }

    /// <summary>Checks a backend that is to write.</summary>
    /// <exception cref="MedIOException"><see cref="MedIOError.BackendNotAvailable"/>.</exception>
    public static void CheckForWriting(string? name) => ForReading(name);
}
