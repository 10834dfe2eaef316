using System;
using System.Collections.Generic;
using System.Linq;
using MedIO.Backends;

namespace MedIO;

/// <summary>
/// The libraries that can read and write in place of this one. None is loaded before it is asked for. Where a library is
/// is said by <see cref="Register"/>, else by an environment variable (<c>MEDIO_SIMPLEITK</c>, <c>MEDIO_FODICOM</c>: a folder, or
/// <c>none</c>), else by what was registered for the user, else it is the one that came with this library.
/// </summary>
public static class MedBackends
{
    /// <summary>Built-in first; where that cannot read a file but an installed backend can, that one. The default.</summary>
    public const string Auto = "Auto";

    /// <summary>This library itself.</summary>
    public const string MedIO = "MedIO";

    /// <summary>SimpleITK, over ITK.</summary>
    public const string SimpleItk = "SimpleItk";

    /// <summary>fo-dicom.</summary>
    public const string FoDicom = "FoDicom";

    /// <summary>The names to choose from, <see cref="Auto"/> first. Nothing is loaded for them.</summary>
    public static IReadOnlyList<string> Names { get; } = BackendRegistry.Names.ToArray();

    /// <summary>All of them, available or not. Those whose place is known are loaded for it.</summary>
    /// <returns>This library first.</returns>
    public static IReadOnlyList<MedBackend> GetAll() => BackendRegistry.GetAll();

    /// <summary>One of them, available or not. Where its place is known, it is loaded; no other is.</summary>
    /// <param name="name">Any name of it but <see cref="Auto"/>.</param>
    /// <returns>What is known of it.</returns>
    /// <exception cref="MedIOException"><see cref="MedIOError.BackendNotAvailable"/>: no backend has the name.</exception>
    public static MedBackend Get(string name) => BackendRegistry.Get(name);

    /// <summary>The name of a backend, of any of its names in any case: medio's are <c>nib</c>, <c>itk</c> and <c>pdcm</c>. Nothing and <c>None</c> are <see cref="Auto"/>.</summary>
    /// <param name="name">The name.</param>
    /// <returns>One of the names that are constants here.</returns>
    /// <exception cref="MedIOException"><see cref="MedIOError.BackendNotAvailable"/>: no backend has the name.</exception>
    public static string NameOf(string? name) => BackendRegistry.NameOf(name);

    /// <summary>Says where a backend's library is, for this process, and for the user's later ones if asked for.</summary>
    /// <param name="name">SimpleItk or FoDicom.</param>
    /// <param name="path">The folder that holds the library.</param>
    /// <param name="persist">Whether it is to hold for later processes of the user as well.</param>
    /// <returns>The backend.</returns>
    /// <exception cref="MedIOException">
    /// <see cref="MedIOError.BackendNotAvailable"/>: there is no such backend, no such library in the folder, it cannot be loaded,
    /// or one from another folder has been loaded into the process already. Nothing is changed then.
    /// </exception>
    public static MedBackend Register(string name, string path, bool persist = false) =>
        BackendRegistry.Register(name, path ?? throw new ArgumentNullException(nameof(path)), persist);

    /// <summary>Forgets where a backend's library is, in this process. What has been loaded stays loaded but is not used any more.</summary>
    /// <param name="name">SimpleItk or FoDicom.</param>
    /// <param name="persist">Whether to forget it for the user as well.</param>
    /// <exception cref="MedIOException"><see cref="MedIOError.BackendNotAvailable"/>: there is no such backend.</exception>
    public static void Unregister(string name, bool persist = false) => BackendRegistry.Unregister(name, persist);
}
