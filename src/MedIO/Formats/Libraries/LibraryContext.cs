using System;
using System.IO;
using System.Reflection;
#if NET8_0_OR_GREATER
using System.Runtime.InteropServices;
#endif

namespace MedIO.Formats.Libraries;

#if NET8_0_OR_GREATER
/// <summary>Where the libraries of one folder are loaded, apart from all others of the same names; the core is shared.</summary>
internal sealed class LibraryContext : System.Runtime.Loader.AssemblyLoadContext
{
    // By the name that packages use; a runtime may have that of a distribution.
    private static readonly string Platform =
        (OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux") + "-" + RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();

    private readonly string _folder;

    public LibraryContext(string folder)
        : base("MedIO " + Path.GetFileName(folder)) => _folder = folder;

    /// <summary>An assembly of the folder; null where it is not there.</summary>
    public Assembly? Find(string name)
    {
        string file = Path.Combine(_folder, name + ".dll");
        return File.Exists(file) ? LoadFromAssemblyPath(file) : null;
    }

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        Assembly core = typeof(LibraryContext).Assembly;
        return assemblyName.Name == core.GetName().Name ? core : Find(assemblyName.Name!);
    }

    // Native libraries lie beside the managed ones, or where a package puts those of each platform.
    protected override IntPtr LoadUnmanagedDll(string unmanagedDllName)
    {
        foreach (string folder in new[] { string.Empty, Native(RuntimeInformation.RuntimeIdentifier), Native(Platform) })
        {
            foreach (string name in new[] { unmanagedDllName, unmanagedDllName + ".dll", $"lib{unmanagedDllName}.so", unmanagedDllName + ".so", $"lib{unmanagedDllName}.dylib", unmanagedDllName + ".dylib" })
            {
                string file = Path.Combine(_folder, folder, name);
                if (File.Exists(file) && NativeLibrary.TryLoad(file, out IntPtr handle))
                {
                    return handle;
                }
            }
        }

        return IntPtr.Zero;

        static string Native(string platform) => Path.Combine("runtimes", platform, "native");
    }
}
#else
/// <summary>Loads the libraries of one folder where there are no load contexts, as in Windows PowerShell.</summary>
internal sealed class LibraryContext
{
    private static readonly string Home = Path.GetDirectoryName(typeof(LibraryContext).Assembly.Location) ?? string.Empty;

    private readonly string _folder;

    public LibraryContext(string folder)
    {
        _folder = folder;
        AppDomain.CurrentDomain.AssemblyResolve += Resolve;
    }

    /// <summary>An assembly of the folder; null where it is not there.</summary>
    public Assembly? Find(string name)
    {
        string file = Path.Combine(_folder, name + ".dll");
        return File.Exists(file) ? Assembly.LoadFrom(file) : null;
    }

    // Asked when nothing of the very version is found. What is loaded already fits as well as anything: two builds of one type would not.
    private Assembly? Resolve(object? sender, ResolveEventArgs args)
    {
        if (args.RequestingAssembly is not { } requesting || !IsOurs(requesting))
        {
            return null;
        }

        string name = new AssemblyName(args.Name).Name!;
        foreach (Assembly loaded in AppDomain.CurrentDomain.GetAssemblies())
        {
            if (!loaded.ReflectionOnly && loaded.GetName().Name == name)
            {
                return loaded;
            }
        }

        string beside = Path.Combine(Home, name + ".dll");
        return Find(name) ?? (File.Exists(beside) ? Assembly.LoadFrom(beside) : null);
    }

    private bool IsOurs(Assembly assembly) =>
        !assembly.IsDynamic && assembly.Location.Length > 0 && string.Equals(Path.GetDirectoryName(assembly.Location), _folder, StringComparison.OrdinalIgnoreCase);
}
#endif
