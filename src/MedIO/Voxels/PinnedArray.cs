using System;
using System.Runtime.InteropServices;

namespace MedIO.Voxels;

/// <summary>The bytes of a voxel array of any type; a pointer, since a span ends at 2 GiB.</summary>
internal sealed unsafe class PinnedArray : IDisposable
{
    private GCHandle _handle;

    public PinnedArray(Array array)
    {
        ElementSize = VoxelTypes.SizeOf(VoxelTypes.FromClrType(array.GetType().GetElementType()!));
        ByteCount = array.LongLength * ElementSize;
        _handle = GCHandle.Alloc(array, GCHandleType.Pinned);
        Pointer = (byte*)_handle.AddrOfPinnedObject();
    }

    public byte* Pointer { get; }

    public int ElementSize { get; }

    public long ByteCount { get; }

    public void Dispose() => _handle.Free();
}
