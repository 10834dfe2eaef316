using System;
using System.IO;
using System.Linq;
using MedIO.Tests.Dicom.Codecs.Fuzz;

namespace MedIO.Tests.OtherPrograms.Fuzz;

/// <summary>
/// A target of files in a folder of its own: each case is an image or an error of this library that names its file, in bounded time and
/// memory, and leaves no file open.
/// </summary>
internal abstract class ReadingTarget : MeasuredTarget
{
    // To look for files that stayed open takes longer than most cases.
    private const int CasesOfHandles = 16;
    private const long MemoryAllowed = 64 << 20;
    private const long MemoryOfByte = 4096;

    protected ReadingTarget() => Directory.CreateDirectory(Folder);

    /// <summary>Where the files are; in memory where the system has a place for that.</summary>
    protected string Folder { get; } = Path.Combine(Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath(), $"medio-fuzz-{Guid.NewGuid():N}");

    /// <inheritdoc/>
    public sealed override FuzzOutcome Run(FuzzCase fuzz)
    {
        Put(fuzz);
        Begin();
        FuzzOutcome outcome = Outcome(fuzz);
        End();
        if (outcome == FuzzOutcome.Failure)
        {
            return outcome;
        }

        if (fuzz.Length % CasesOfHandles == 0 && OpenFile() is { } open)
        {
            return Fail($"It left {open} open.");
        }

        if (Seconds > SecondsAllowed && Seconds > SecondsAllowed + MoreSeconds(fuzz))
        {
            return Fail(FormattableString.Invariant($"It took {Seconds:F1} s."));
        }

        long most = MemoryAllowed + (MemoryOfByte * fuzz.Length);
        return IsAlone && Allocated > most && Allocated > most + MoreMemory(fuzz)
            ? Fail(FormattableString.Invariant($"It allocated {Allocated} bytes for a file of {fuzz.Length}: {Detail}"))
            : outcome;
    }

    /// <summary>Puts the case's files where they are read.</summary>
    protected abstract void Put(FuzzCase fuzz);

    /// <summary>Reads them; what it throws is looked at.</summary>
    /// <exception cref="MedIOException">An error that may be.</exception>
    /// <exception cref="UnlikeException">What was read is not what it has to be.</exception>
    protected abstract void Read(FuzzCase fuzz);

    /// <summary>The seconds that a case may take for what its files declare.</summary>
    protected virtual double MoreSeconds(FuzzCase fuzz) => 0;

    /// <summary>The bytes that a case may allocate for what its files declare.</summary>
    protected virtual long MoreMemory(FuzzCase fuzz) => 0;

    protected override void Dispose(bool disposing)
    {
        Directory.Delete(Folder, recursive: true);
        base.Dispose(disposing);
    }

    // Without the lock that .NET puts on files that are written: a process that another test starts has it too, for a moment.
    protected static void Write(string path, byte[] bytes, int count)
    {
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        file.Write(bytes, 0, count);
    }

    private FuzzOutcome Outcome(FuzzCase fuzz)
    {
        try
        {
            Read(fuzz);
            Detail = string.Empty;
            return FuzzOutcome.Image;
        }
        catch (MedIOException e) when (e.Path is not null && e.Message.StartsWith(PlainText.Of(e.Path), StringComparison.Ordinal))
        {
            Detail = e.Message;
            return e.Message.Any(char.IsControl) ? Fail("Its message has control characters.")
                : e.Error == MedIOError.TruncatedData ? FuzzOutcome.EndOfStream
                : FuzzOutcome.InvalidData;
        }
#pragma warning disable CA1031 // Whatever else it is, it is what is looked for.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return Fail(e.ToString());
        }
    }

#if TEST_NETFRAMEWORK
    private static string? OpenFile() => null;
#else
    // A file of ours that this process has open; Linux alone tells.
    private string? OpenFile() => !Directory.Exists("/proc/self/fd") ? null : Directory.GetFiles("/proc/self/fd").Select(Target).FirstOrDefault(file => file?.StartsWith(Folder, StringComparison.Ordinal) == true);

    private static string? Target(string link)
    {
        try
        {
            return File.ResolveLinkTarget(link, returnFinalTarget: false)?.FullName;
        }
        catch (IOException)
        {
            // The one through which the folder is read.
            return null;
        }
    }
#endif
}
