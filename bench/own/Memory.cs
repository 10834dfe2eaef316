using System;
using System.Runtime.InteropServices;

namespace MedIO.Bench;

/// <summary>
/// Memory in large pages, where the system has them: just given by the system, or an array of the runtime's, which may have been
/// used before. To touch it for the first time is a part of any reading.
/// </summary>
internal sealed unsafe partial class Memory : IDisposable
{
    private const nuint LargePage = 2 << 20;

    private readonly GCHandle _array;

    public Memory(long length, bool array = false)
    {
        Length = length;
        if (array)
        {
            _array = GCHandle.Alloc(GC.AllocateUninitializedArray<byte>(checked((int)length)), GCHandleType.Pinned);
            Pointer = (byte*)_array.AddrOfPinnedObject();
        }
        else
        {
            Pointer = (byte*)NativeMemory.AlignedAlloc((nuint)length, LargePage);
        }

        byte* begin = (byte*)(((nuint)Pointer + LargePage - 1) & ~(LargePage - 1));
        byte* end = (byte*)((nuint)(Pointer + length) & ~(LargePage - 1));
        if (OperatingSystem.IsLinux() && end > begin)
        {
            _ = Advise(begin, (nuint)(end - begin), 14);
        }
    }

    public byte* Pointer { get; }

    public long Length { get; }

    public Span<byte> Part(long offset, int length) => new(Pointer + offset, length);

    public void Dispose()
    {
        if (_array.IsAllocated)
        {
            _array.Free();
        }
        else
        {
            NativeMemory.AlignedFree(Pointer);
        }
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Advise(byte* address, nuint length, int advice);
}
