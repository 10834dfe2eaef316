using System;
using System.Linq;

namespace MedIO.PowerShell;

/// <summary>The backend that <c>-Backend</c> names, and what follows from it.</summary>
internal static class BackendChoice
{
    /// <summary>The backends whose libraries are installed by the user.</summary>
    public static string[] InstallableNames => MedBackends.Names.Where(n => n is not (MedBackends.Auto or MedBackends.MedIO)).ToArray();

    /// <summary>Makes sure that what was chosen is there: where it is not, no file can be read or written with it.</summary>
    /// <param name="name">Any name of a backend; null for none.</param>
    /// <param name="itkWish">A parameter that only SimpleITK knows and that was given; null for none.</param>
    /// <exception cref="MedIOException"><see cref="MedIOError.BackendNotAvailable"/>.</exception>
    public static void Require(string? name, string? itkWish = null)
    {
        string chosen = MedBackends.NameOf(name);
        if (itkWish is not null && chosen == MedBackends.Auto)
        {
            chosen = MedBackends.SimpleItk;
        }
        else if (itkWish is not null && chosen != MedBackends.SimpleItk)
        {
            throw new MedIOException(MedIOError.BackendNotAvailable, $"-{itkWish} is a wish that only {MedBackends.SimpleItk} knows, and the backend {chosen} was chosen. Leave it out, or give -Backend {MedBackends.SimpleItk}.");
        }

        if (chosen != MedBackends.Auto && MedBackends.Get(chosen).Reason is { } reason)
        {
            throw new MedIOException(MedIOError.BackendNotAvailable, reason);
        }
    }

    /// <summary>The convention that medio's name of a backend brings with it; null for the names of this module, which leave it to the format.</summary>
    public static CoordinateSystem? Convention(string? name) => (name ?? string.Empty).Trim().ToUpperInvariant() switch
    {
        // DICOM is defined in the convention that ITK has from it.
        "ITK" or "PDCM" or "PYDICOM" => CoordinateSystem.Itk,
        "NIB" => CoordinateSystem.Nib,
        _ => null,
    };

    /// <summary>Whether another backend was taken because this module's own formats could not do it.</summary>
    /// <param name="name">What was chosen.</param>
    /// <param name="backend">What did it.</param>
    public static bool FellBack(string? name, string? backend) =>
        backend is not null && backend != MedBackends.MedIO && MedBackends.NameOf(name) == MedBackends.Auto;

    /// <summary>The backend that has written a file whose suffix this module's own formats do not know; null where they do.</summary>
    /// <param name="path">The file.</param>
    /// <param name="name">What was chosen to write it.</param>
    public static string? Writer(string path, string? name)
    {
        bool isKnown = MedFile.WriteSuffixes.Any(s => path.EndsWith(s.Key, StringComparison.OrdinalIgnoreCase));
        return isKnown || MedBackends.NameOf(name) != MedBackends.Auto
            ? null
            : MedBackends.GetAll().FirstOrDefault(b => b.WriteSuffixes.Any(s => path.EndsWith(s, StringComparison.OrdinalIgnoreCase)))?.Name;
    }

    /// <summary>The name of a backend whose library can be installed.</summary>
    /// <param name="name">Any name of it.</param>
    /// <exception cref="MedIOException"><see cref="MedIOError.BackendNotAvailable"/>: there is no such backend, or it is a part of this module.</exception>
    public static string Installable(string name)
    {
        string[] names = InstallableNames;
        string? found;
        try
        {
            found = MedBackends.NameOf(name);
        }
        catch (MedIOException)
        {
            found = null;
        }

        return found is not null && names.Contains(found)
            ? found
            : throw new MedIOException(
                MedIOError.BackendNotAvailable,
                $"{(found is null ? $"There is no backend '{name}'" : $"'{name}' is a part of this module, and has no library of its own")}. Give one of {string.Join(", ", names)}.");
    }
}
