using System;
using System.IO;
using System.Management.Automation;
using MedIO.IO;

namespace MedIO.PowerShell;

/// <content>Which folder names are kept relative to.</content>
public sealed partial class ConvertMedImageCommand
{
    // Null for a file that keeps its name alone.
    private string? RootOf(string path)
    {
        if (_root is not null)
        {
            return _root;
        }

        if (Typed is null)
        {
            return LocationOver(path);
        }

        if (!_roots.TryGetValue(Typed, out string? root))
        {
            root = RootOfPattern(Typed);
            _roots.Add(Typed, root);
        }

        return root;
    }

    // What comes from the pipeline keeps its folders where it lies under the current location.
    private string? LocationOver(string path)
    {
        PathInfo location = SessionState.Path.CurrentFileSystemLocation;
        string folder = FilePath.Of(location).TrimEnd(System.IO.Path.DirectorySeparatorChar) + System.IO.Path.DirectorySeparatorChar;
        return path.StartsWith(folder, PathComparer.Comparison) ? folder : null;
    }

    // A folder that was named, or the one before the first part with a wildcard.
    private string? RootOfPattern(string pattern)
    {
        bool isLiteral = MyInvocation.BoundParameters.ContainsKey(nameof(LiteralPath));
        int wildcard = isLiteral ? -1 : pattern.IndexOfAny(new[] { '*', '?', '[' });
        if (wildcard < 0)
        {
            string path = Resolve(isLiteral ? pattern : WildcardPattern.Unescape(pattern));
            return Directory.Exists(path) ? path : System.IO.Path.GetDirectoryName(path);
        }

        int end = pattern.LastIndexOfAny(new[] { '/', '\\', ':' }, wildcard);
        return Resolve(end < 0 ? "." : pattern.Substring(0, end + 1));
    }

    private string Resolve(string path)
    {
        if (!FilePath.TryResolve(this, path, out string full, out ErrorRecord? error))
        {
            ThrowTerminatingError(error!);
        }

        return System.IO.Path.GetFullPath(full);
    }
}
