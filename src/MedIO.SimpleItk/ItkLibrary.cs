using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.InteropServices;
using MedIO.Formats.Libraries;

namespace MedIO.SimpleItk;

/// <summary>
/// SimpleITK's assembly in this process. Its native library may be loaded once only: a second copy, in whatever load context,
/// answers the calls of the first with nothing, or ends the process.
/// </summary>
internal sealed class ItkLibrary
{
    private const string Managed = "SimpleITKCSharpManaged";
    private const string Native = "SimpleITKCSharpNative";
    private const string Namespace = "itk.simple.";

    private static readonly object Gate = new();
    private static ItkLibrary? _loaded;

    private readonly Assembly _assembly;
    private readonly ConcurrentDictionary<string, Type> _types = new();

    private ItkLibrary(Assembly assembly)
    {
        _assembly = assembly;
        Path = assembly.Location;
        PixelTypes = new ItkPixelTypes(Type("PixelIDValueEnum"));
        Type version = Type("Version");
        Version = $"{ItkObject.CallStatic(version, "VersionString")} (ITK {ItkObject.CallStatic(version, "ITKVersionString")})";
        if (System.IO.Path.DirectorySeparatorChar == '\\')
        {
            // There they would come as windows of their own.
            ItkObject.CallStatic(Type("ProcessObject"), "SetGlobalWarningDisplay", false);
        }

        // This also registers ITK's formats, which must not happen twice at once.
        using ItkObject reader = Create("ImageFileReader");
        ImageIOs = reader.Texts("GetRegisteredImageIOs").Distinct().ToArray();
    }

    /// <summary>The assembly's file.</summary>
    public string Path { get; }

    /// <summary>Its version and ITK's.</summary>
    public string Version { get; }

    /// <summary>ITK's classes for formats, by name.</summary>
    public IReadOnlyList<string> ImageIOs { get; }

    /// <summary>The pixel types that it has.</summary>
    public ItkPixelTypes PixelTypes { get; }

    /// <summary>Loads the library of a folder, or finds it loaded.</summary>
    /// <exception cref="MedIOException"><see cref="MedIOError.BackendNotAvailable"/>.</exception>
    public static ItkLibrary Load(string folder)
    {
        lock (Gate)
        {
            string file = Find(folder);
            Assembly? present = AppDomain.CurrentDomain.GetAssemblies().FirstOrDefault(a => !a.IsDynamic && a.GetName().Name == Managed);
            if (present is not null && !IsSame(present.Location, file))
            {
                throw new MedIOException(
                    MedIOError.BackendNotAvailable,
                    $"SimpleITK has been loaded into this process from {(present.Location.Length > 0 ? present.Location : "memory")} already, and a second one must not be. Start a new session to use that of {folder}.",
                    folder);
            }

            if (_loaded is null || !IsSame(_loaded.Path, file))
            {
                _loaded = Start(present, file);
            }

            return _loaded;
        }
    }

    /// <summary>Makes an object of a class.</summary>
    /// <exception cref="ItkException">It failed.</exception>
    public ItkObject Create(string name, params object?[] arguments)
    {
        try
        {
            return new ItkObject(Activator.CreateInstance(Type(name), arguments.Select(a => a is ItkObject item ? item.Instance : a).ToArray())!);
        }
        catch (TargetInvocationException e)
        {
            throw new ItkException((e.InnerException ?? e).Message, e.InnerException);
        }
        finally
        {
            GC.KeepAlive(arguments);
        }
    }

    /// <summary>Makes a vector, such as <c>VectorUInt32</c>, of numbers or texts.</summary>
    public ItkObject Vector<T>(string name, IEnumerable<T> items)
    {
        ItkObject vector = Create(name);
        foreach (T item in items)
        {
            vector.Call("Add", item);
        }

        return vector;
    }

    /// <summary>A class.</summary>
    public Type Type(string name) => _types.GetOrAdd(name, n => _assembly.GetType(Namespace + n) ?? throw new ItkException($"this SimpleITK has no class {n}."));

    // Releases are folders inside an archive: the folder that it was unpacked into will do, too.
    private static string Find(string folder)
    {
        string name = Managed + ".dll";
        string[] found = new[] { folder }.Concat(Directory.Exists(folder) ? Directory.GetDirectories(folder) : Array.Empty<string>())
            .Select(f => System.IO.Path.Combine(f, name))
            .Where(File.Exists)
            .ToArray();
        return found.Length > 0 && (found.Length == 1 || System.IO.Path.GetDirectoryName(found[0]) == folder.TrimEnd(System.IO.Path.DirectorySeparatorChar))
            ? found[0]
            : throw new MedIOException(
                MedIOError.BackendNotAvailable,
                found.Length == 0 ? $"{folder}: there is no {name} in it. Give the folder of a release of SimpleITK for C#." : $"{folder}: several of its folders have a {name}. Give one of them.",
                folder);
    }

    private static ItkLibrary Start(Assembly? present, string file)
    {
        if (present is null && Directory.GetFiles(System.IO.Path.GetDirectoryName(file)!, "*" + Native + "*").Length == 0)
        {
            // To load the managed one alone would spoil the process for every other release.
            throw new MedIOException(MedIOError.BackendNotAvailable, $"{file}: its native library, {NativeLoader.LibraryName}, is not beside it. Unpack the whole release for this system.", file);
        }

        try
        {
            if (present is null)
            {
                NativeLoader.Prepare(file);
            }

            string folder = System.IO.Path.GetDirectoryName(file)!;
            return NativeOutput.Run(() => new ItkLibrary(present ?? new LibraryContext(folder).Find(Managed)!), out _);
        }
        catch (Exception e) when (e is ItkException or DllNotFoundException or BadImageFormatException or TypeInitializationException or FileLoadException or TypeLoadException or EntryPointNotFoundException or TargetInvocationException)
        {
            Exception first = e;
            while (first.InnerException is { } inner)
            {
                first = inner;
            }

            throw new MedIOException(
                MedIOError.BackendNotAvailable,
                $"{file}: SimpleITK cannot be started: {ItkErrors.OwnLine(first.Message)} It needs its native library ({NativeLoader.LibraryName}) beside it, of the same release, for this system and a {8 * IntPtr.Size}-bit process.",
                file,
                e);
        }
    }

    private static bool IsSame(string a, string b) => string.Equals(a, b, System.IO.Path.DirectorySeparatorChar == '\\' ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);
}
