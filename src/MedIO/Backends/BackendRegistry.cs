using System;
using System.Collections.Generic;
using System.Linq;
using MedIO.Formats;

namespace MedIO.Backends;

/// <summary>The backends by their names. One that is new gets a line here.</summary>
internal static class BackendRegistry
{
    private static readonly string[] OwnAliases = { "nib", "Native" };
    private static readonly string[] AutoAliases = { string.Empty, "None", MedBackends.Auto };

    private static readonly InstalledBackend[] Installed =
    {
        new(MedBackends.SimpleItk, "itk", "sitk") { Variable = "MEDIO_SIMPLEITK", Cure = "Unpack a release of SimpleITK for C#, then say where: Register-MedBackend -Name SimpleItk -Path <folder>, or the environment variable MEDIO_SIMPLEITK." },
        new(MedBackends.FoDicom, "pdcm", "pydicom") { Variable = "MEDIO_FODICOM", ComesAlong = true, Cure = "It comes with builds that had the package fo-dicom; -Backend MedIO reads DICOM as well." },
    };

    /// <summary>What a user can choose from, the usual name of each.</summary>
    public static IEnumerable<string> Names => new[] { MedBackends.Auto, MedBackends.MedIO }.Concat(Installed.Select(b => b.Name));

    /// <inheritdoc cref="MedBackends.GetAll"/>
    public static IReadOnlyList<MedBackend> GetAll() => new[] { Own() }.Concat(Installed.Select(b => b.Info())).ToArray();

    /// <inheritdoc cref="MedBackends.Get"/>
    public static MedBackend Get(string name) => NameOf(name) == MedBackends.MedIO ? Own() : Find(name.Trim()).Info();

    /// <inheritdoc cref="MedBackends.NameOf"/>
    public static string NameOf(string? name)
    {
        string wanted = (name ?? string.Empty).Trim();
        return AutoAliases.Contains(wanted, StringComparer.OrdinalIgnoreCase) ? MedBackends.Auto
            : wanted.Equals(MedBackends.MedIO, StringComparison.OrdinalIgnoreCase) || OwnAliases.Contains(wanted, StringComparer.OrdinalIgnoreCase) ? MedBackends.MedIO
            : Find(wanted).Name;
    }

    /// <inheritdoc cref="MedBackends.Register"/>
    public static MedBackend Register(string name, string path, bool persist) => Find(name).Register(path, persist);

    /// <inheritdoc cref="MedBackends.Unregister"/>
    public static void Unregister(string name, bool persist) => Find(name).Unregister(persist);

    /// <summary>The backend that was chosen by name; null for this library's own formats.</summary>
    /// <param name="name">Any name of it; null for none.</param>
    /// <exception cref="MedIOException"><see cref="MedIOError.BackendNotAvailable"/>.</exception>
    public static InstalledBackend? Chosen(string? name)
    {
        if (NameOf(name) is MedBackends.Auto or MedBackends.MedIO)
        {
            return null;
        }

        InstalledBackend chosen = Find(name!.Trim());
        _ = chosen.Backend;
        return chosen;
    }

    /// <summary>Those that may do what this library's own formats cannot, where none was chosen.</summary>
    /// <param name="name">The backend that was chosen.</param>
    /// <param name="error">What kept this library from it.</param>
    public static IEnumerable<InstalledBackend> Substitutes(string? name, MedIOError error)
    {
        bool mayHelp = error is MedIOError.UnknownFormat or MedIOError.UnknownSuffix or MedIOError.UnsupportedFeature or MedIOError.UnsupportedDataType
            or MedIOError.UnsupportedTransferSyntax or MedIOError.LibraryNotAvailable;

        // fo-dicom knows fewer formats, but of those more.
        return mayHelp && NameOf(name) == MedBackends.Auto ? Installed.AsEnumerable().Reverse().Where(b => b.IsUsable) : Enumerable.Empty<InstalledBackend>();
    }

    private static InstalledBackend Find(string name) =>
        Installed.FirstOrDefault(b => b.IsNamed(name))
        ?? throw new MedIOException(MedIOError.BackendNotAvailable, $"There is no backend '{name}'. Leave out -Backend, or give one of {string.Join(", ", Names)}.");

    private static MedBackend Own() => new(
        MedBackends.MedIO,
        OwnAliases,
        typeof(MedFile).Assembly.GetName().Version!.ToString(3),
        typeof(MedFile).Assembly.Location,
        null,
        string.Join(" ", FormatRegistry.Infos.Where(f => f.CanRead).Select(f => f.Name)),
        string.Join(" ", FormatRegistry.Infos.Where(f => f.CanWrite).Select(f => f.Name)),
        FormatRegistry.WriteSuffixes.Select(s => s.Key).ToArray());
}
