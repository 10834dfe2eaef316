using System;
using System.IO;
#if NET8_0_OR_GREATER
using System.Threading;
#endif

namespace MedIO.IO.Replacing;

/// <summary>A file on its way from a temporary name to its own, and back if another of the same image cannot follow.</summary>
internal sealed class MovedFile
{
#if NET8_0_OR_GREATER
    private const int MostAttempts = 20;

#endif
    private readonly Stream? _stream;
    private bool _isMade;
    private bool _isReplaced;

    /// <param name="temporary">Where it is.</param>
    /// <param name="name">Where it was asked for.</param>
    /// <param name="target">Where that leads to.</param>
    /// <param name="stream">What writes it; null where it is closed already.</param>
    public MovedFile(string temporary, string name, string target, Stream? stream)
    {
        Temporary = temporary;
        Name = name;
        Target = target;
        _stream = stream;
    }

    public string Temporary { get; }

    public string Name { get; }

    public string Target { get; }

    private string Backup => Temporary + TemporaryNames.BackupSuffix;

    /// <summary>Ends its writing.</summary>
    /// <exception cref="IOException">The last bytes could not be written.</exception>
    public void Close() => _stream?.Dispose();

    /// <summary>Takes it away where it was not moved.</summary>
    public void Delete()
    {
        try
        {
            Close();
        }
        catch (Exception e) when (e is IOException or ArgumentOutOfRangeException)
        {
            // A full disk, or one with a limit, may fail again when the last bytes are flushed; the file goes anyway.
        }

        TemporaryNames.TryDelete(Temporary);
    }

    /// <summary>Moves it into place. At no moment is there neither the old file nor the new one; where Windows keeps the old one, it has its other name for a moment before the new one has this.</summary>
    /// <param name="noClobber">Whether a file that is there stays.</param>
    /// <param name="mayGoBack">Whether the old file is kept for <see cref="Undo"/>.</param>
    /// <exception cref="MedIOException">A file has come to be there that is to stay.</exception>
    public void Move(bool noClobber, bool mayGoBack)
    {
        bool exists = File.Exists(Target);
        if (exists && noClobber)
        {
            throw HasCome(null);
        }

        if (exists)
        {
            FileRights.Keep(Target, Temporary);
            if (mayGoBack)
            {
                ReplaceAndKeep();
                return;
            }

#if !NET8_0_OR_GREATER
            if (Path.DirectorySeparatorChar == '\\')
            {
                // Without a name to keep the old file under, Windows may take it away before it finds that the new one cannot follow.
                ReplaceOrGoBack();
                return;
            }
#endif
        }

        try
        {
            if (noClobber)
            {
                File.Move(Temporary, Target);
            }
            else
            {
                Overwrite(Temporary, Target);
            }
        }
        catch (UnauthorizedAccessException) when (exists && Path.DirectorySeparatorChar == '\\')
        {
            // Somebody has the file open for longer: where its readers allow that, it may go on under another name.
            ReplaceOrGoBack();
            return;
        }
        catch (IOException e) when (noClobber && File.Exists(Target))
        {
            throw HasCome(e);
        }

        // Only now is a new file ours to take away again.
        _isMade = mayGoBack;
    }

    /// <summary>Puts back what was there before.</summary>
    /// <returns>False where it stays under its temporary name, as it cannot be put back.</returns>
    public bool Undo()
    {
        try
        {
            if (_isReplaced)
            {
                Overwrite(Backup, Target);
            }
            else if (_isMade)
            {
                File.Delete(Target);
            }

            _isReplaced = _isMade = false;
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What happened first is the error to tell.
            return false;
        }
    }

    /// <summary>Lets go of the old file.</summary>
    public void Forget()
    {
        if (_isReplaced)
        {
            TemporaryNames.TryDelete(Backup);
        }
    }

    private void ReplaceAndKeep()
    {
        try
        {
            File.Replace(Temporary, Target, Backup, ignoreMetadataErrors: true);
            _isReplaced = true;
        }
        catch
        {
            // Refused half-way, the old file may have two names now, or but the new one.
            _isReplaced = File.Exists(Backup) && !(File.Exists(Temporary) && File.Exists(Target));
            if (!_isReplaced)
            {
                TemporaryNames.TryDelete(Backup);
            }

            throw;
        }
    }

    private void ReplaceOrGoBack()
    {
        try
        {
            ReplaceAndKeep();
        }
        catch
        {
            Undo();
            throw;
        }
    }

    private static void Overwrite(string file, string target)
    {
#if NET8_0_OR_GREATER
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                File.Move(file, target, overwrite: true);
                return;
            }
            catch (UnauthorizedAccessException) when (attempt < MostAttempts && OperatingSystem.IsWindows())
            {
                // Windows puts nothing in the place of a file that is open; most readers have it for a moment only.
                Thread.Sleep(attempt);
            }
        }
#else
        if (File.Exists(target))
        {
            File.Replace(file, target, null);
        }
        else
        {
            File.Move(file, target);
        }
#endif
    }

    private MedIOException HasCome(Exception? e) =>
        new(MedIOError.FileExists, $"{Target}: has come to exist meanwhile and was not to be replaced. Give another name, or leave out NoClobber.", Target, e);
}
