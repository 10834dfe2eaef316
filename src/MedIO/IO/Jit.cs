using System.Runtime.CompilerServices;

namespace MedIO.IO;

/// <summary>How loops over voxels and bytes are to be compiled.</summary>
internal static class Jit
{
    /// <summary>
    /// Optimized at the first call. A process often reads a single image, which would be over before the runtime's
    /// second tier got round to these methods.
    /// </summary>
#if NET8_0_OR_GREATER
    public const MethodImplOptions Optimize = MethodImplOptions.AggressiveOptimization;
#else
    public const MethodImplOptions Optimize = 0;
#endif
}
