using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.IO;
using System.Management.Automation;
using MedIO.IO;

namespace MedIO.PowerShell;

/// <summary>Where an image is to be saved: a name, a directory, or a script block that gives either.</summary>
internal static class TargetPath
{
    public static bool TryResolve(PSCmdlet cmdlet, object target, MedImage image, out string path, out ErrorRecord? error)
    {
        if (!TryResolve(cmdlet, target, image, out string name, out path, out error))
        {
            return false;
        }

        char end = name[name.Length - 1];
        return (end != '/' && end != Path.DirectorySeparatorChar && !Directory.Exists(path)) || TryEnter(image, ref path, out error);
    }

    /// <summary>The same where a directory is what is wanted.</summary>
    public static bool TryResolveName(PSCmdlet cmdlet, object target, MedImage image, out string path, out ErrorRecord? error) =>
        TryResolve(cmdlet, target, image, out _, out path, out error);

    private static bool TryResolve(PSCmdlet cmdlet, object target, MedImage image, out string name, out string path, out ErrorRecord? error)
    {
        name = string.Empty;
        path = string.Empty;
        object? value = Unwrap(target);
        if (value is ScriptBlock script && !TryRun(script, image, out value, out error))
        {
            return false;
        }

        name = value is FileSystemInfo item ? item.FullName : value is PathInfo location ? location.Path : value?.ToString() ?? string.Empty;
        if (name.Trim().Length == 0)
        {
            error = MedErrorRecord.Of("InvalidPath", $"{image}: there is no name to save it under. Give -Path the name of a file.", ErrorCategory.InvalidArgument, image);
            return false;
        }

        return FilePath.TryResolve(cmdlet, name, out path, out error);
    }

    // Into a directory an image goes under its own name.
    private static bool TryEnter(MedImage image, ref string path, out ErrorRecord? error)
    {
        error = null;
        string name = Path.GetFileName(image.Name ?? string.Empty);
        if (name.Length == 0)
        {
            error = MedErrorRecord.Of("InvalidPath", $"{path}: is a directory, and the image has no name of its own. Give the name of a file.", ErrorCategory.InvalidArgument, path);
            return false;
        }

        path = Path.Combine(path, name);
        if (image.Path is { } source && PathComparer.Instance.Equals(source, path))
        {
            error = MedErrorRecord.Of("TargetIsSource", $"{path}: is the file that the image was read from. Give its name if it is to be replaced, or another directory.", ErrorCategory.InvalidArgument, path);
            return false;
        }

        return true;
    }

    private static bool TryRun(ScriptBlock script, MedImage image, out object? value, out ErrorRecord? error)
    {
        value = null;
        error = null;
        try
        {
            Collection<PSObject> results = script.InvokeWithContext(null, new List<PSVariable> { new("_", image) });
            value = results.Count == 1 ? Unwrap(results[0]) : null;
            if (value is not null)
            {
                return true;
            }

            error = MedErrorRecord.Of("PathScriptFailed", $"{image}: the script block for its path gave {results.Count} values, not one. Let it give the name of a file.", ErrorCategory.InvalidResult, image);
        }
        catch (RuntimeException e) when (e is not PipelineStoppedException)
        {
            error = new ErrorRecord(new InvalidOperationException(PlainText.Of($"{image}: the script block for its path failed: {e.Message}"), e), "PathScriptFailed", ErrorCategory.InvalidResult, image);
        }

        return false;
    }

    private static object? Unwrap(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;
}
