using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using MedIO.IO;
using MedIO.IO.Replacing;

namespace MedIO.Backends;

/// <summary>
/// Where the user's backends are, from one process to the next: lines <c>name=folder</c> in the file <c>MedIO.PowerShell/backends.conf</c>
/// in the folder that the system has for a user's settings.
/// </summary>
internal static class BackendSettings
{
    private static readonly object Gate = new();
    private static Dictionary<string, string>? _known;

    /// <summary>The file; null where the user has no such folder.</summary>
    public static string? File
    {
        get
        {
            string folder = Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData, Environment.SpecialFolderOption.DoNotVerify);
            return folder.Length == 0 ? null : Path.Combine(folder, "MedIO.PowerShell", "backends.conf");
        }
    }

    /// <summary>The folder that was registered for a backend; null where there is none. Read once in a process.</summary>
    public static string? Read(string name)
    {
        lock (Gate)
        {
            // Asked for each file that is read: even to find out where the user's settings are takes its time.
            _known ??= ReadAll(File);
            return _known.TryGetValue(name, out string? folder) ? folder : null;
        }
    }

    /// <summary>Registers a folder, or none.</summary>
    /// <exception cref="MedIOException">The file cannot be written.</exception>
    public static void Write(string name, string? folder)
    {
        lock (Gate)
        {
            string file = File ?? throw new MedIOException(MedIOError.FileNotWritable, "The user has no folder for settings; set the environment variable of the backend instead.");
            Dictionary<string, string> all = ReadAll(file);
            all.Remove(name);
            if (folder is not null)
            {
                all.Add(name, folder);
            }

            WriteErrors.Guard(file, () => Directory.CreateDirectory(Path.GetDirectoryName(file)!));
            using var files = new AtomicFiles(noClobber: false);
            byte[] text = new UTF8Encoding(false).GetBytes(string.Concat(all.OrderBy(e => e.Key, StringComparer.Ordinal).Select(e => $"{e.Key}={e.Value}\n")));
            Stream stream = files.Create(file);
            WriteErrors.Guard(file, () =>
            {
                stream.Write(text, 0, text.Length);
                return true;
            });
            files.Commit();
            _known = all;
        }
    }

    // What cannot be read names no folder; whoever needs one is told what to do.
    private static Dictionary<string, string> ReadAll(string? file)
    {
        var all = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        try
        {
            foreach (string line in System.IO.File.Exists(file) ? System.IO.File.ReadAllLines(file!) : Array.Empty<string>())
            {
                int equals = line.IndexOf('=');
                if (equals > 0 && line[0] != '#' && line.Substring(equals + 1).Trim() is { Length: > 0 } folder)
                {
                    all[line.Substring(0, equals).Trim()] = folder;
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // As if it were not there.
        }

        return all;
    }
}
