using System;
using System.IO;
using System.Management.Automation;

namespace MedIO.PowerShell;

/// <summary>From a name at the prompt to a file: through PowerShell's drives and its location, never the process's.</summary>
internal static class FilePath
{
    // Stands for the colon in slice{0:D3}.png, which would make a drive of what is before it.
    private const char Colon = '\uE000';

    /// <summary>Resolves a name without wildcards; the file need not exist.</summary>
    public static bool TryResolve(PSCmdlet cmdlet, string path, out string file, out ErrorRecord? error)
    {
        if (IsWhole(cmdlet, path))
        {
            file = path;
            error = null;
            return true;
        }

        ProviderInfo provider = null!;
        try
        {
            file = WithPlaces(path, p => cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath(p, out provider, out _));
            error = IsFileSystem(provider) ? null : WrongProvider(path, provider);
        }
        catch (Exception e) when (e is RuntimeException or NotSupportedException or ArgumentException or IOException)
        {
            file = path;
            error = NoPath(path, e);
        }

        return error is null;
    }

    /// <summary>The full path of one that may have places for the numbers of slices in it.</summary>
    public static string Full(string path) => WithPlaces(path, Path.GetFullPath);

    /// <summary>A name without the colons of such places, which neither PowerShell nor .NET Framework takes for what they are.</summary>
    public static string WithoutColons(string name) => name.Replace("{0:", "{0" + Colon).Replace("{:", "{" + Colon);

    private static string WithPlaces(string path, Func<string, string> resolve)
    {
        string bare = WithoutColons(path);
        return bare == path ? resolve(path) : resolve(bare).Replace(Colon, ':');
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
        new InvalidOperationException(PlainText.Of($"{path}: cannot be resolved: {e.Message} Give the path of a file."), e),
        "InvalidPath",
        e is System.Management.Automation.DriveNotFoundException or ProviderNotFoundException ? ErrorCategory.ObjectNotFound : ErrorCategory.InvalidArgument,
        path);
}
