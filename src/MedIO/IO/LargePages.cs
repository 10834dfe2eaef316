using System;
#if NET8_0_OR_GREATER
using System.Runtime.InteropServices;
using System.Threading;
#endif

namespace MedIO.IO;

/// <summary>
/// Asks Linux for pages of 2 MiB under a large array that is about to be filled: the first touch of each page costs more
/// than the copy into it, and with 4 KiB pages there are 512 times as many. Elsewhere it does nothing.
/// </summary>
internal static class LargePages
{
    private const long Threshold = 4 << 20;

#if NET8_0_OR_GREATER
    private const int PageSize = 2 << 20;
    private const int AdviceHugePage = 14;

    private static int s_unavailable = OperatingSystem.IsLinux() ? 0 : 1;

    /// <summary>Gives the advice for all large pages that lie wholly inside the array. It is only advice: failing is no harm.</summary>
    public static unsafe void Advise<T>(T[] array)
        where T : unmanaged
    {
        long bytes = (long)array.Length * sizeof(T);
        if (bytes < Threshold || s_unavailable != 0)
        {
            return;
        }

        fixed (T* pointer = array)
        {
            nint begin = ((nint)pointer + PageSize - 1) & ~(nint)(PageSize - 1);
            nint end = ((nint)pointer + (nint)bytes) & ~(nint)(PageSize - 1);
            try
            {
                if (end > begin)
                {
                    _ = Advise(begin, (nuint)(end - begin), AdviceHugePage);
                }
            }
            catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
            {
                Volatile.Write(ref s_unavailable, 1);
            }
        }
    }

    [DllImport("libc", EntryPoint = "madvise")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Advise(nint address, nuint length, int advice);
#else
    public static void Advise<T>(T[] array)
        where T : unmanaged
    {
    }
#endif
}
