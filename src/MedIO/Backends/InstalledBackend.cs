using System;
using System.IO;
using System.Linq;
using MedIO.Formats.Libraries;

namespace MedIO.Backends;

/// <summary>A backend that may be installed: where its library is, and once it is asked for, the backend itself.</summary>
internal sealed class InstalledBackend
{
    private const string Nowhere = "none";

    private readonly object _gate = new();
    private readonly string _assembly;
    private readonly string _type;
    private readonly LibraryFolder _home;
    private string? _registered;
    private string? _said;
    private string? _place;
    private bool _loaded;
    private IImageBackend? _backend;
    private MedIOException? _failure;

    /// <param name="name">Its name, which is that of its assembly and its class as well.</param>
    /// <param name="aliases">Other names.</param>
    public InstalledBackend(string name, params string[] aliases)
    {
        Name = name;
        Aliases = aliases;
        _assembly = "MedIO." + name;
        _type = $"MedIO.{name}.{name}Backend";
        _home = new LibraryFolder(Path.Combine("backends", name));
    }

    public string Name { get; }

    public string[] Aliases { get; }

    /// <summary>The environment variable that names the folder of its library.</summary>
    public string Variable { get; init; } = string.Empty;

    /// <summary>Whether its library is in the folder of its assembly where no other is named.</summary>
    public bool ComesAlong { get; init; }

    /// <summary>How to get it.</summary>
    public string Cure { get; init; } = string.Empty;

    /// <summary>The backend.</summary>
    /// <exception cref="MedIOException"><see cref="MedIOError.BackendNotAvailable"/>.</exception>
    public IImageBackend Backend
    {
        get
        {
            lock (_gate)
            {
                Load();
                return _backend ?? throw new MedIOException(_failure!.Error, _failure.Message, innerException: _failure);
            }
        }
    }

    /// <summary>Whether it can be used; what keeps it from that is no error.</summary>
    public bool IsUsable
    {
        get
        {
            lock (_gate)
            {
                Load();
                return _backend is not null;
            }
        }
    }

    public bool IsNamed(string name) =>
        name.Equals(Name, StringComparison.OrdinalIgnoreCase) || Aliases.Contains(name, StringComparer.OrdinalIgnoreCase);

    /// <summary>What is known of it.</summary>
    public MedBackend Info()
    {
        lock (_gate)
        {
            Load();
            return _backend is { } backend
                ? new MedBackend(Name, Aliases, backend.Version, backend.Path, null, backend.Reads, backend.Writes, backend.WriteSuffixes)
                : new MedBackend(Name, Aliases, null, _place == Nowhere ? null : _place, _failure!.Message, string.Empty, string.Empty, Array.Empty<string>());
        }
    }

    /// <summary>Uses the library of a folder from now on.</summary>
    public MedBackend Register(string path, bool persist)
    {
        lock (_gate)
        {
            string folder = Path.GetFullPath(path);
            if (!Directory.Exists(folder))
            {
                throw new MedIOException(MedIOError.BackendNotAvailable, $"{folder}: there is no such folder. Give the folder that the library of {Name} is in.", folder);
            }

            string? before = _registered;
            _registered = folder;

            // What was not there when it was looked for may be there now.
            _loaded &= _failure is null;
            Load();
            if (_failure is { } failure)
            {
                _registered = before;
                throw new MedIOException(failure.Error, failure.Message, folder, failure);
            }

            try
            {
                if (persist)
                {
                    BackendSettings.Write(Name, folder);
                }
            }
            catch (MedIOException)
            {
                _registered = before;
                throw;
            }

            return Info();
        }
    }

    /// <summary>Forgets what was registered.</summary>
    public void Unregister(bool persist)
    {
        lock (_gate)
        {
            _registered = Nowhere;
            if (persist)
            {
                BackendSettings.Write(Name, null);
            }
        }
    }

    // Where it has been looked for before, nothing has changed. Asked for each file that is read, so that words are compared, not
    // folders looked at.
    private void Load()
    {
        string? said = Said();
        if (_loaded && said == _said)
        {
            return;
        }

        string? place = PlaceOf(said);
        _said = said;
        string? folder = place == Nowhere ? null : place;
        _place = place;
        _loaded = true;
        _backend = null;
        _failure = null;
        if (place == Nowhere)
        {
            _failure = new MedIOException(MedIOError.BackendNotAvailable, $"The backend {Name} is switched off in this process. Register its library{(_registered is null ? $", or change the environment variable {Variable}" : string.Empty)}, if it is to be used.");
            return;
        }

        if (folder is not null && !Directory.Exists(folder))
        {
            _failure = new MedIOException(MedIOError.BackendNotAvailable, $"The backend {Name} cannot be used: {folder}: there is no such folder. Register the one that its library is in, or change the environment variable {Variable}.", folder);
            return;
        }

        if (folder is null && !(ComesAlong && _home.Has(_assembly)))
        {
            _failure = new MedIOException(MedIOError.BackendNotAvailable, $"The backend {Name} is not installed. {Cure}");
            return;
        }

        try
        {
            LibraryFolder home = ComesAlong && folder is not null ? new LibraryFolder(folder) : _home;
            if (ComesAlong && folder is not null && !home.Has(_assembly))
            {
                throw new MedIOException(MedIOError.BackendNotAvailable, $"{folder}: there is no {_assembly}.dll in it. Give the folder backends/{Name} of a build that has it.", folder);
            }

            _backend = home.Create<IImageBackend>(_assembly, _type, folder);
        }
        catch (MedIOException e)
        {
            _failure = new MedIOException(MedIOError.BackendNotAvailable, $"The backend {Name} cannot be used: {e.Message}{(e.Error == MedIOError.BackendNotAvailable ? string.Empty : " " + Cure)}", folder, e);
        }
    }

    // Null where nobody says anything.
    private string? Said()
    {
        string? folder = _registered ?? Environment.GetEnvironmentVariable(Variable);
        return string.IsNullOrWhiteSpace(folder) ? BackendSettings.Read(Name) : folder;
    }

    private static string? PlaceOf(string? said) =>
        said?.Trim() is not { } folder ? null : folder.Equals(Nowhere, StringComparison.OrdinalIgnoreCase) ? Nowhere : Full(folder);

    // As Windows' own variables are typed: in quotes, or with the file itself.
    private static string Full(string folder)
    {
        folder = folder.Trim('"');
        try
        {
            folder = Path.GetFullPath(folder);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException or IOException)
        {
            // No path at all; it is said that there is no such folder.
            return folder;
        }

        return File.Exists(folder) ? Path.GetDirectoryName(folder)! : folder;
    }
}
