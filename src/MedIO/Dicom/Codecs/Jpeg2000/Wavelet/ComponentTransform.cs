using System.Runtime.CompilerServices;
using MedIO.IO;

namespace MedIO.Dicom.Codecs.Jpeg2000.Wavelet;

/// <summary>Makes red, green and blue of the first three components (ISO/IEC 15444-1 annex G).</summary>
internal static unsafe class ComponentTransform
{
    /// <summary>The reversible transform (equations G-6 to G-8).</summary>
    [MethodImpl(Jit.Optimize)]
    public static void Reversible(int* first, int* second, int* third, long count)
    {
        for (long i = 0; i < count; i++)
        {
            int u = second[i];
            int v = third[i];
            int green = first[i] - ((u + v) >> 2);
            first[i] = v + green;
            second[i] = green;
            third[i] = u + green;
        }
    }

    /// <summary>The irreversible transform (equations G-12 to G-14).</summary>
    [MethodImpl(Jit.Optimize)]
    public static void Irreversible(float* first, float* second, float* third, long count)
    {
        for (long i = 0; i < count; i++)
        {
            float y = first[i];
            float cb = second[i];
            float cr = third[i];
            first[i] = y + (1.402f * cr);
            second[i] = y - (0.34413f * cb) - (0.71414f * cr);
            third[i] = y + (1.772f * cb);
        }
    }
}
