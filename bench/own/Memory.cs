using System;
using System.Runtime.InteropServices;

namespace MedIO.Bench;

/// <summary>Memory that the system has just given, in large pages where it has them: touching it is a part of any reading.</summary>
internal sealed unsafe partial class Memory : IDisposable
{
    private const nuint LargePage = 2 << 20;

    public Memory(long length)
    {
        Length = length;
        Pointer = (byte*)NativeMemory.AlignedAlloc((nuint)length, LargePage);
        if (OperatingSystem.IsLinux())
        {
            _ = Advise(Pointer, (nuint)length & ~(LargePage - 1), 14);
        }
    }

    public byte* Pointer { get; }

    public long Length { get; }

    public Span<byte> Part(long offset, int length) => new(Pointer + offset, length);

    public void Dispose() => NativeMemory.AlignedFree(Pointer);

    [LibraryImport("libc", EntryPoint = "madvise")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Advise(byte* address, nuint length, int advice);
}
