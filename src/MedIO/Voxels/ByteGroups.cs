using System.Runtime.InteropServices;

namespace MedIO.Voxels;

// Elements of sizes that no number has, which are moved whole: colours and vectors. Fields, so that none is left behind.
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct Bytes3
{
    public byte First;
    public byte Second;
    public byte Third;
}

[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct Bytes6
{
    public ushort First;
    public ushort Second;
    public ushort Third;
}

[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct Bytes12
{
    public uint First;
    public uint Second;
    public uint Third;
}

[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct Bytes16
{
    public ulong First;
    public ulong Second;
}

[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct Bytes24
{
    public ulong First;
    public ulong Second;
    public ulong Third;
}
