using System.IO;

namespace MedIO.PowerShell;

/// <summary>Files that are protected from being replaced, and are replaced all the same with <c>-Force</c>.</summary>
internal static class ReadOnlyFile
{
    /// <summary>Takes the protection away; says whether there was one.</summary>
    public static bool Unlock(string path)
    {
        if (!File.Exists(path) || (File.GetAttributes(path) & FileAttributes.ReadOnly) == 0)
        {
            return false;
        }

        File.SetAttributes(path, File.GetAttributes(path) & ~FileAttributes.ReadOnly);
        return true;
    }

    /// <summary>A file that was not replaced after all is as protected as before.</summary>
    public static void Lock(string path, bool unlocked)
    {
        if (unlocked && File.Exists(path))
        {
            File.SetAttributes(path, File.GetAttributes(path) | FileAttributes.ReadOnly);
        }
    }
}
