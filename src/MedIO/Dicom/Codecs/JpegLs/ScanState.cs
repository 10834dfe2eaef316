namespace MedIO.Dicom.Codecs.JpegLs;

/// <summary>What the loops over a scan's samples work on. All of it lies in memory that does not move while they run.</summary>
internal unsafe struct ScanState
{
    /// <summary>The contexts of the regular mode.</summary>
    public RegularContext* Contexts;

    /// <summary>The two contexts of samples that end a run: neighbours differ, neighbours are alike.</summary>
    public RunContext* RunContexts;

    /// <summary>Quantized gradients; points at the one of 0.</summary>
    public sbyte* Gradients;

    /// <summary>The entropy-coded bits, the first one in the highest bit of the first word.</summary>
    public ulong* Words;

    /// <summary>How many bits there are; zeros follow.</summary>
    public long Count;

    /// <summary>Which of the bits is the next one.</summary>
    public long Position;

    /// <summary>Samples of a line.</summary>
    public int Width;

    /// <summary>How far runs have grown (RUNindex).</summary>
    public int RunIndex;

    public int MaximumValue;

    public int Near;

    public int Range;

    public int ErrorBits;

    public int Limit;

    public int Reset;

    /// <summary>Takes over the parameters, and sets the contexts to where a scan or a restart interval begins (ISO/IEC 14495-1 | T.87 section A.2.1).</summary>
    public void Begin(CodingParameters parameters)
    {
        MaximumValue = parameters.MaximumValue;
        Near = parameters.Near;
        Range = parameters.Range;
        ErrorBits = parameters.ErrorBits;
        Limit = parameters.Limit;
        Reset = parameters.Reset;
        uint a = (uint)System.Math.Max(2, (Range + 32) / 64);
        byte k = 0;
        while (1u << k < a)
        {
            k++;
        }

        for (int i = 0; i < RegularContext.Count; i++)
        {
            Contexts[i] = new RegularContext { A = a, N = 1, K = k };
        }

        for (int i = 0; i < 2; i++)
        {
            RunContexts[i] = new RunContext { A = a, N = 1 };
        }

        RunIndex = 0;
    }
}
