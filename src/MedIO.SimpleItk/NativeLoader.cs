using System;
using System.IO;
using System.Runtime.InteropServices;

namespace MedIO.SimpleItk;

/// <summary>Loads the native library by its place where the platform would not look beside the assembly: .NET Framework.</summary>
internal static class NativeLoader
{
    private const uint SearchBesideIt = 0x8; // LOAD_WITH_ALTERED_SEARCH_PATH

    /// <summary>The library's name on this platform.</summary>
    public static string LibraryName => Path.DirectorySeparatorChar == '\\' ? "SimpleITKCSharpNative.dll"
        : RuntimeInformation.IsOSPlatform(OSPlatform.OSX) ? "libSimpleITKCSharpNative.dylib"
        : "libSimpleITKCSharpNative.so";

    /// <summary>Called before the assembly's first use: what is loaded already is found by its name.</summary>
    public static void Prepare(string assembly)
    {
        string native = Path.Combine(Path.GetDirectoryName(assembly)!, LibraryName);
        if (Path.DirectorySeparatorChar == '\\' && RuntimeInformation.FrameworkDescription.StartsWith(".NET Framework", StringComparison.Ordinal) && File.Exists(native))
        {
            // What goes wrong is told by the first call.
            _ = LoadLibraryEx(native, IntPtr.Zero, SearchBesideIt);
        }
    }

    [DllImport("kernel32", CharSet = CharSet.Unicode, EntryPoint = "LoadLibraryExW", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern IntPtr LoadLibraryEx(string path, IntPtr reserved, uint flags);
}
