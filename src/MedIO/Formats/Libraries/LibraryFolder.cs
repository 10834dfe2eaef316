using System;
using System.IO;
using System.Reflection;

namespace MedIO.Formats.Libraries;

/// <summary>
/// Assemblies that need a library. In the module they lie with it in a folder beside the core, so that nothing of them is
/// loaded with it; elsewhere beside the core itself, as a package of theirs puts them.
/// </summary>
/// <remarks>
/// On .NET they get a load context of their own, so that another module may have other versions of the same libraries. Windows
/// PowerShell has no such thing: there, what is loaded already under a name is taken.
/// </remarks>
internal sealed class LibraryFolder
{
    private static readonly string Home = Path.GetDirectoryName(typeof(LibraryFolder).Assembly.Location) ?? string.Empty;

    private readonly string _folder;
    private readonly LibraryContext _context;

    /// <summary>What formats need.</summary>
    public static LibraryFolder Formats { get; } = new("libraries");

    /// <param name="folder">The folder, a full path, or one relative to the core.</param>
    public LibraryFolder(string folder)
    {
        _folder = Path.Combine(Home, folder);
        _context = new LibraryContext(_folder);
    }

    /// <summary>Whether an assembly is there, or beside the core.</summary>
    public bool Has(string assembly) => File.Exists(Path.Combine(_folder, assembly + ".dll")) || File.Exists(Path.Combine(Home, assembly + ".dll"));

    /// <summary>Makes an object of a class.</summary>
    /// <typeparam name="T">What it is used as.</typeparam>
    /// <param name="assembly">The assembly's name.</param>
    /// <param name="type">The class's full name.</param>
    /// <param name="arguments">What its constructor takes.</param>
    /// <exception cref="MedIOException"><see cref="MedIOError.LibraryNotAvailable"/>, or what the constructor says.</exception>
    public T Create<T>(string assembly, string type, params object?[] arguments)
        where T : class
    {
        try
        {
            Assembly loaded = _context.Find(assembly) ?? Assembly.Load(new AssemblyName(assembly));
            RequireLibraries(loaded);
            return (T)Activator.CreateInstance(loaded.GetType(type, throwOnError: true)!, arguments)!;
        }
        catch (TargetInvocationException e) when (e.InnerException is MedIOException inner)
        {
            throw inner;
        }
        catch (Exception e) when (e is IOException or BadImageFormatException or TypeLoadException or InvalidCastException or MissingMethodException or TargetInvocationException)
        {
            string message = (e is TargetInvocationException ? e.InnerException ?? e : e).Message.Trim();
            throw new MedIOException(
                MedIOError.LibraryNotAvailable,
                $"The assembly {assembly}.dll, which is needed, cannot be loaded: {message} It belongs to the folder '{(Directory.Exists(_folder) ? _folder : Home)}'; install the module or the package anew.",
                innerException: e);
        }
    }

    // Else a library that is missing would come to light in the midst of a file, and look like one that is.
    private void RequireLibraries(Assembly loaded)
    {
        if (Path.GetDirectoryName(loaded.Location) != _folder)
        {
            return;
        }

        foreach (AssemblyName name in loaded.GetReferencedAssemblies())
        {
            string file = name.Name + ".dll";
            bool isOthers = name.Name!.StartsWith("System", StringComparison.Ordinal) || name.Name.StartsWith("Microsoft.", StringComparison.Ordinal) || name.Name is "netstandard" or "mscorlib";
            if (!isOthers && !File.Exists(Path.Combine(_folder, file)) && !File.Exists(Path.Combine(Home, file)))
            {
                throw new FileNotFoundException($"{file} is missing.", file);
            }
        }
    }
}
