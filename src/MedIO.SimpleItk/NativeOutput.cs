using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Text;
using System.Threading;

namespace MedIO.SimpleItk;

/// <summary>
/// Runs calls of ITK one after another, and catches what they print: ITK, GDCM and the libraries under them write their warnings
/// to the process's standard error, and the wrappers for .NET offer no other way. One at a time also because some of these
/// libraries, such as HDF5, bear no other. The console of .NET writes to a descriptor of its own, which is not touched.
/// </summary>
internal static unsafe class NativeOutput
{
    private const int StandardError = 2;
    private const int SeekSet = 0;
    private const int SeekEnd = 2;
    private const int ReadAndWrite = 2;

    // Of Linux, and of the systems of Apple.
    private const int CloseOnExec = 0x80000;
    private const int DuplicateCloseOnExec = 1030;
    private static readonly UIntPtr CloseOnExecRequest = (UIntPtr)0x20006601;
    private const int MostBytes = 1 << 16;

    // Waiting threads look so often whether anyone still wants what they wait for.
    private const int PatienceMs = 50;

    private static readonly object Gate = new();
    private static readonly bool IsUnix = Path.DirectorySeparatorChar == '/';
    private static readonly bool IsLinux = RuntimeInformation.IsOSPlatform(OSPlatform.Linux);
    private static int _depth;
    private static int _sink = -1;

    /// <summary>Runs a call of ITK.</summary>
    /// <param name="call">The call.</param>
    /// <param name="text">What was printed meanwhile; empty where it cannot be caught.</param>
    /// <param name="cancellation">Ends the waiting for others.</param>
    public static T Run<T>(Func<T> call, out string text, CancellationToken cancellation = default)
    {
        bool taken = false;
        try
        {
            while (!taken)
            {
                cancellation.ThrowIfCancellationRequested();
                Monitor.TryEnter(Gate, PatienceMs, ref taken);
            }

            return RunAlone(call, out text);
        }
        finally
        {
            if (taken)
            {
                Monitor.Exit(Gate);
            }
        }
    }

    private static T RunAlone<T>(Func<T> call, out string text)
    {
        text = string.Empty;
        if (!IsUnix || _depth > 0 || !Open())
        {
            // What an inner call prints is the outer one's.
            _depth++;
            try
            {
                return call();
            }
            finally
            {
                _depth--;
            }
        }

        // The console must have opened its own before ours stands in.
        _ = Console.Error;
        int before = Duplicate(StandardError);
        bool isCaught = Dup2(_sink, StandardError) >= 0;
        _depth++;
        try
        {
            return call();
        }
        finally
        {
            _depth--;
            if (isCaught)
            {
                Restore(before);
                text = Take();
            }
            else if (before >= 0)
            {
                _ = Close(before);
            }
        }
    }

    private static void Restore(int before)
    {
        if (before < 0)
        {
            // There was none.
            _ = Close(StandardError);
            return;
        }

        _ = Dup2(before, StandardError);
        _ = Close(before);
    }

    // A file without a name, which never is full as a pipe would be. A process that is started meanwhile, in another runspace, has it
    // as its standard error for as long as it lives: where somebody has written into it since, it is left to that process.
    private static bool Open()
    {
        if (_sink >= 0 && (long)Seek(_sink, IntPtr.Zero, SeekEnd) <= 0)
        {
            return true;
        }

        if (_sink >= 0)
        {
            _ = Close(_sink);
            _sink = -1;
        }

        foreach (string folder in new[] { Path.GetTempPath(), "/dev/shm", "/tmp", "/var/tmp" })
        {
            _sink = _sink < 0 ? OpenIn(folder) : _sink;
        }

        if (_sink < 0)
        {
            // What is printed is lost then; on the console it must not be.
            _sink = OpenFile(Encoding.UTF8.GetBytes("/dev/null\0"), ReadAndWrite | (IsLinux ? CloseOnExec : 0));
        }

        return _sink >= 0;
    }

    private static int OpenIn(string folder)
    {
        byte[] name = Encoding.UTF8.GetBytes(Path.Combine(folder, "medio-XXXXXX") + "\0");
        int descriptor = IsLinux ? MakeTemporary(name, CloseOnExec) : Kept(MakeTemporary(name));
        if (descriptor >= 0)
        {
            _ = Unlink(name);
        }

        return descriptor;
    }

    // No process that is started meanwhile is to inherit these.
    private static int Duplicate(int descriptor) => IsLinux ? Control(descriptor, DuplicateCloseOnExec, StandardError + 1) : Kept(Dup(descriptor));

    private static int Kept(int descriptor)
    {
        _ = descriptor < 0 ? 0 : Request(descriptor, CloseOnExecRequest);
        return descriptor;
    }

    private static string Take()
    {
        long count = (long)Seek(_sink, IntPtr.Zero, SeekEnd);
        if (count <= 0)
        {
            return string.Empty;
        }

        var bytes = new byte[Math.Min(count, MostBytes)];
        _ = Seek(_sink, IntPtr.Zero, SeekSet);
        long got;
        fixed (byte* target = bytes)
        {
            got = (long)Read(_sink, target, (UIntPtr)bytes.Length);
        }

        _ = Truncate(_sink, IntPtr.Zero);
        _ = Seek(_sink, IntPtr.Zero, SeekSet);
        return Encoding.UTF8.GetString(bytes, 0, (int)Math.Max(0, got));
    }

#pragma warning disable CA5392 // The C library is no file beside the assembly.
    [DllImport("libc", EntryPoint = "dup", SetLastError = true)]
    private static extern int Dup(int descriptor);

    [DllImport("libc", EntryPoint = "dup2", SetLastError = true)]
    private static extern int Dup2(int from, int to);

    [DllImport("libc", EntryPoint = "close", SetLastError = true)]
    private static extern int Close(int descriptor);

    [DllImport("libc", EntryPoint = "mkstemp", SetLastError = true)]
    private static extern int MakeTemporary(byte[] template);

    [DllImport("libc", EntryPoint = "mkostemp", SetLastError = true)]
    private static extern int MakeTemporary(byte[] template, int flags);

    [DllImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static extern int Control(int descriptor, int command, int least);

    // With no third argument, which other calling conventions pass elsewhere.
    [DllImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static extern int Request(int descriptor, UIntPtr request);

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    private static extern int OpenFile(byte[] name, int flags);

    [DllImport("libc", EntryPoint = "unlink", SetLastError = true)]
    private static extern int Unlink(byte[] name);

    [DllImport("libc", EntryPoint = "lseek", SetLastError = true)]
    private static extern IntPtr Seek(int descriptor, IntPtr offset, int whence);

    [DllImport("libc", EntryPoint = "read", SetLastError = true)]
    private static extern IntPtr Read(int descriptor, byte* buffer, UIntPtr count);

    [DllImport("libc", EntryPoint = "ftruncate", SetLastError = true)]
    private static extern int Truncate(int descriptor, IntPtr length);
#pragma warning restore CA5392
}
