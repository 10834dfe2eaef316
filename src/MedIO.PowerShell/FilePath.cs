using System;
using System.IO;
using System.Management.Automation;

namespace MedIO.PowerShell;

/// <summary>From a name at the prompt to a file: through PowerShell's drives and its location, never the process's.</summary>
internal static class FilePath
{
    /// <summary>Resolves a name without wildcards; the file need not exist.</summary>
    public static bool TryResolve(PSCmdlet cmdlet, string path, out string file, out ErrorRecord? error)
    {
        if (IsWhole(cmdlet, path))
        {
            file = path;
            error = null;
            return true;
        }

        try
        {
            file = cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out ProviderInfo provider, out _);
            error = IsFileSystem(provider) ? null : WrongProvider(path, provider);
        }
        catch (Exception e) when (e is RuntimeException or NotSupportedException or ArgumentException or IOException)
        {
            file = path;
            error = NoPath(path, e);
        }

        return error is null;
    }

    // What most lists of files hold; PowerShell takes longer to find that out than a header takes to read.
    private static bool IsWhole(PSCmdlet cmdlet, string path)
    {
        if (Path.DirectorySeparatorChar != '/' || path[0] != '/' || path.IndexOf("/.", StringComparison.Ordinal) >= 0 || path.IndexOf("//", StringComparison.Ordinal) >= 0)
        {
            return false;
        }

        PathInfo location = cmdlet.SessionState.Path.CurrentLocation;
        return location.Drive?.Name == "/" && IsFileSystem(location.Provider) && path.IndexOf('\\') < 0 && path.IndexOf("::", StringComparison.Ordinal) < 0;
    }

    /// <summary>The file of a resolved path. A drive that is a whole volume names it as the system does; asking the provider costs far more.</summary>
    public static string Of(PathInfo path) => path.Drive is { } drive && (drive.Root == "/" ? drive.Name == "/" : drive.Root == drive.Name + ":\\")
        ? path.Path
        : path.ProviderPath;

    public static bool IsFileSystem(ProviderInfo provider) => provider.Name == "FileSystem";

    public static ErrorRecord WrongProvider(string path, ProviderInfo provider) => MedErrorRecord.Of(
        "NotFileSystemPath",
        $"{path}: is no file but an item of the provider {provider.Name}. Give the path of a file.",
        ErrorCategory.InvalidArgument,
        path);

    public static ErrorRecord NoPath(string path, Exception e) => new(
        new InvalidOperationException($"{path}: cannot be resolved: {e.Message} Give the path of a file.", e),
        "InvalidPath",
        e is System.Management.Automation.DriveNotFoundException or ProviderNotFoundException ? ErrorCategory.ObjectNotFound : ErrorCategory.InvalidArgument,
        path);
}
