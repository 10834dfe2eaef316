using System.Runtime.CompilerServices;

namespace MedIO.Dicom.Codecs.JpegLs;

/// <summary>What is known of errors among neighbours of one kind (ISO/IEC 14495-1 | T.87 sections A.2.1 and A.6).</summary>
internal struct RegularContext
{
    /// <summary>How many there are: gradients are quantized to -4..4, and opposite ones share a context.</summary>
    public const int Count = 365;

    // Errors of 16 bits need no more; broken streams may ask for it.
    private const int MostK = 24;

    /// <summary>Sum of the errors' magnitudes.</summary>
    public uint A;

    /// <summary>Sum of the errors, kept between -N and 0 by <see cref="C"/>.</summary>
    public int B;

    /// <summary>How many errors there were.</summary>
    public ushort N;

    /// <summary>What the prediction is corrected by.</summary>
    public sbyte C;

    /// <summary>
    /// The Golomb code's parameter: the least k where N 2^k is not below A (A.5.1). It is found when A and N change, because the
    /// next sample waits for it.
    /// </summary>
    public byte K;

    /// <summary>-1 where errors are mapped the other way round (A.5.2), else 0.</summary>
    public int Inversion;

    /// <summary>Takes an error into account (A.6).</summary>
    /// <param name="context">The context.</param>
    /// <param name="error">The error in steps.</param>
    /// <param name="bias">The error itself.</param>
    /// <param name="reset">At which count all is halved.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Learn(RegularContext* context, int error, int bias, int reset)
    {
        int negative = error >> 31;
        uint a = context->A + (uint)((error ^ negative) - negative);
        int b = context->B + bias;
        int n = context->N;
        if (n == reset)
        {
            a >>= 1;
            b >>= 1;
            n >>= 1;
        }

        n++;
        if (b <= -n)
        {
            b += n;
            if (b <= -n)
            {
                b = 1 - n;
            }

            if (context->C > sbyte.MinValue)
            {
                context->C--;
            }
        }
        else if (b > 0)
        {
            b -= n;
            if (b > 0)
            {
                b = 0;
            }

            if (context->C < sbyte.MaxValue)
            {
                context->C++;
            }
        }

        context->A = a;
        context->B = b;
        context->N = (ushort)n;
        int k = context->K;
        while (k < MostK && (uint)n << k < a)
        {
            k++;
        }

        while (k > 0 && (uint)n << (k - 1) >= a)
        {
            k--;
        }

        context->K = (byte)k;
        context->Inversion = k == 0 ? ((2 * b) + n - 1) >> 31 : 0;
    }
}
