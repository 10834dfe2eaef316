using System;
using System.IO;
using System.Reflection;

namespace MedIO.Formats.Libraries;

/// <summary>
/// Makes objects of the assemblies that need a library. In the module they lie in the folder <c>libraries</c> beside the core,
/// so that nothing of them is loaded with it; elsewhere beside the core, as a package of theirs puts them.
/// </summary>
/// <remarks>
/// On .NET they get a load context of their own, so that another module may have other versions of the same libraries. Windows
/// PowerShell has no such thing: there, what is loaded already under a name is taken.
/// </remarks>
internal static class LibraryLoader
{
    private static readonly string Home = Path.GetDirectoryName(typeof(LibraryLoader).Assembly.Location) ?? string.Empty;
    private static readonly string Folder = Path.Combine(Home, "libraries");
    private static readonly LibraryContext Context = new(Folder);

    /// <summary>Makes an object of a class without arguments.</summary>
    /// <typeparam name="T">What it is used as.</typeparam>
    /// <param name="assembly">The assembly's name.</param>
    /// <param name="type">The class's full name.</param>
    /// <exception cref="MedIOException"><see cref="MedIOError.LibraryNotAvailable"/>.</exception>
    public static T Create<T>(string assembly, string type)
        where T : class
    {
        try
        {
            Assembly loaded = Context.Find(assembly) ?? Assembly.Load(new AssemblyName(assembly));
            RequireLibraries(loaded);
            return (T)Activator.CreateInstance(loaded.GetType(type, throwOnError: true)!)!;
        }
        catch (Exception e) when (e is IOException or BadImageFormatException or TypeLoadException or InvalidCastException or MissingMethodException)
        {
            throw new MedIOException(
                MedIOError.LibraryNotAvailable,
                $"The assembly {assembly}.dll, which this format needs, cannot be loaded: {e.Message.Trim()} It belongs to the folder '{(Directory.Exists(Folder) ? Folder : Home)}'; install the module or the package anew.",
                innerException: e);
        }
    }

    // Else a library that is missing would come to light in the midst of a file, and look like one that is.
    private static void RequireLibraries(Assembly loaded)
    {
        if (Path.GetDirectoryName(loaded.Location) != Folder)
        {
            return;
        }

        foreach (AssemblyName name in loaded.GetReferencedAssemblies())
        {
            string file = name.Name + ".dll";
            bool isOthers = name.Name!.StartsWith("System", StringComparison.Ordinal) || name.Name.StartsWith("Microsoft.", StringComparison.Ordinal) || name.Name is "netstandard" or "mscorlib";
            if (!isOthers && !File.Exists(Path.Combine(Folder, file)) && !File.Exists(Path.Combine(Home, file)))
            {
                throw new FileNotFoundException($"{file} is missing.", file);
            }
        }
    }
}
