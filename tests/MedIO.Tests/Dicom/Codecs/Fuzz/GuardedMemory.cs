using System;
using System.Runtime.InteropServices;

namespace MedIO.Tests.Dicom.Codecs.Fuzz;

/// <summary>
/// Memory whose ends are watched, for decoders that use pointers. On Linux there is a page on either side that cannot be
/// touched, so that what reads or writes past an end that lies there ends the process; elsewhere, and at the other end,
/// bytes that must stay as they are tell of what was written.
/// </summary>
internal sealed unsafe class GuardedMemory : IDisposable
{
    private const int Page = 65536;
    private const int Watched = 64;
    private const byte Mark = 0xa5;
    private readonly bool _isMapped;
    private readonly int _capacity;
    private byte* _memory;
    private byte* _begin;
    private int _length;

    /// <param name="capacity">The most bytes that are asked for at once.</param>
    public GuardedMemory(int capacity)
    {
        _capacity = (capacity + (2 * Watched) + Page - 1) / Page * Page;
        _isMapped = RuntimeInformation.IsOSPlatform(OSPlatform.Linux);
        if (!_isMapped)
        {
            _memory = (byte*)Marshal.AllocHGlobal((IntPtr)_capacity);
            return;
        }

        // All of it without rights, then the middle readable and writable: private, anonymous.
        byte* all = NativeMethods.Map(IntPtr.Zero, (IntPtr)(_capacity + (2 * Page)), 0, 0x22, -1, IntPtr.Zero);
        if ((long)all == -1 || NativeMethods.Protect(all + Page, (IntPtr)_capacity, 3) != 0)
        {
            throw new InvalidOperationException("There is no memory for a guarded buffer.");
        }

        _memory = all + Page;
    }

    /// <summary>Takes so many bytes, at the end or at the beginning of what can be touched. What was taken before is gone.</summary>
    public Span<byte> Take(int length, bool atEnd)
    {
        if (length > _capacity - (_isMapped ? Watched : 2 * Watched))
        {
            throw new InvalidOperationException("More was asked for than there is.");
        }

        _length = length;
        _begin = !_isMapped ? _memory + Watched : atEnd ? _memory + _capacity - length : _memory;
        Before().Fill(Mark);
        After().Fill(Mark);
        return new Span<byte>(_begin, length);
    }

    /// <summary>Whether nothing was written outside of what was taken.</summary>
    public bool IsWhole() => IsMarked(Before()) && IsMarked(After());

    public void Dispose()
    {
        if (_memory is null)
        {
            return;
        }

        if (_isMapped)
        {
            _ = NativeMethods.Unmap(_memory - Page, (IntPtr)(_capacity + (2 * Page)));
        }
        else
        {
            Marshal.FreeHGlobal((IntPtr)_memory);
        }

        _memory = null;
    }

    private Span<byte> Before() => new(_begin - Math.Min(Watched, _begin - _memory), (int)Math.Min(Watched, _begin - _memory));

    private Span<byte> After() => new(_begin + _length, (int)Math.Min(Watched, _memory + _capacity - _begin - _length));

    private static bool IsMarked(ReadOnlySpan<byte> bytes)
    {
        foreach (byte value in bytes)
        {
            if (value != Mark)
            {
                return false;
            }
        }

        return true;
    }

    private static class NativeMethods
    {
        [DllImport("libc", EntryPoint = "mmap")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern byte* Map(IntPtr address, IntPtr length, int protection, int flags, int file, IntPtr offset);

        [DllImport("libc", EntryPoint = "mprotect")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int Protect(byte* address, IntPtr length, int protection);

        [DllImport("libc", EntryPoint = "munmap")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int Unmap(byte* address, IntPtr length);
    }
}
