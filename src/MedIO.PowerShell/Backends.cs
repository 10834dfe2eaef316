namespace MedIO.PowerShell;

/// <summary>
/// The names that medio's <c>backend</c> takes. Here one reader of the module's own serves them, since results do not
/// depend on it; a name decides only which convention <c>-CoordinateSystem Native</c> means, as it does in medio.
/// </summary>
internal static class Backends
{
    public static readonly string[] Names = { "Native", "itk", "nib" };

    /// <summary>The convention that a backend brings, null where it leaves that to the format.</summary>
    /// <exception cref="MedIOException"><see cref="MedIOError.BackendNotAvailable"/>.</exception>
    public static CoordinateSystem? ForReading(string? name)
    {
        switch ((name ?? string.Empty).Trim().ToUpperInvariant())
        {
            case "" or "NATIVE" or "NONE":
                return null;
            case "ITK":
                return CoordinateSystem.Itk;
            case "NIB":
                return CoordinateSystem.Nib;
            case "PDCM" or "PYDICOM" or "FODICOM":
                throw new MedIOException(MedIOError.BackendNotAvailable, $"The backend '{name}' reads DICOM only, which this version does not. Leave out -Backend for the other formats.");
            case "SIMPLEITK":
                throw new MedIOException(MedIOError.BackendNotAvailable, $"The backend '{name}' is not installed: this version has the module's own reader only. Leave out -Backend.");
            default:
                throw new MedIOException(MedIOError.BackendNotAvailable, $"There is no backend '{name}'. Leave out -Backend, or give one of {string.Join(", ", Names)}.");
        }
    }

    /// <summary>Checks a backend that is to write.</summary>
    /// <exception cref="MedIOException"><see cref="MedIOError.BackendNotAvailable"/>.</exception>
    public static void CheckForWriting(string? name) => ForReading(name);
}
