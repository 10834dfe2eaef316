namespace MedIO.Tests.Dicom.Codecs.Fuzz;

/// <summary>Numbers that follow from the number of a case alone, on each runtime.</summary>
internal sealed class FuzzRandom
{
    private ulong _state;

    public FuzzRandom(ulong seed) => _state = seed;

    /// <summary>A number below the limit; 0 where the limit is 0.</summary>
    public int Next(int limit) => limit <= 0 ? 0 : (int)(NextBits() % (uint)limit);

    public bool OneIn(int n) => Next(n) == 0;

    /// <summary>SplitMix64: neighbouring seeds give unlike numbers.</summary>
    public uint NextBits()
    {
        ulong z = _state += 0x9e3779b97f4a7c15;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
        z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
        return (uint)((z ^ (z >> 31)) >> 32);
    }
}
