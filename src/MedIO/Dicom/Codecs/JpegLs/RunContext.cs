namespace MedIO.Dicom.Codecs.JpegLs;

/// <summary>What is known of errors that end a run (ISO/IEC 14495-1 | T.87 section A.7.2). There are two: 0 is for neighbours that differ, 1 for those that are alike.</summary>
internal struct RunContext
{
    // Errors of 16 bits need no more; broken streams may ask for it.
    private const int MostK = 24;

    /// <summary>Sum of the errors' magnitudes.</summary>
    public uint A;

    /// <summary>How many errors there were.</summary>
    public int N;

    /// <summary>How many of them were negative (Nn).</summary>
    public int Negative;

    /// <summary>The Golomb code's parameter.</summary>
    /// <param name="kind">Which of the two contexts this is (RItype).</param>
    public readonly int GolombParameter(int kind)
    {
        uint sum = A + (uint)((N >> 1) * kind);
        int k = 0;
        while (k < MostK && (uint)N << k < sum)
        {
            k++;
        }

        return k;
    }

    /// <summary>Whether the next error is rather negative, as far as the code goes: 1 or 0.</summary>
    public readonly int IsNegativeLikely(int k) => k != 0 || 2 * Negative >= N ? 1 : 0;

    /// <summary>Takes an error into account.</summary>
    /// <param name="error">The error.</param>
    /// <param name="mapped">What stood for it.</param>
    /// <param name="kind">Which of the two contexts this is (RItype).</param>
    /// <param name="reset">At which count all is halved.</param>
    public void Learn(int error, int mapped, int kind, int reset)
    {
        Negative += error < 0 ? 1 : 0;
        A += (uint)(mapped + 1 - kind) >> 1;
        if (N == reset)
        {
            A >>= 1;
            N >>= 1;
            Negative >>= 1;
        }

        N++;
    }
}
