using System.Runtime.CompilerServices;

namespace MedIO.Dicom.Codecs.JpegLs;

/// <summary>How a sample follows from its prediction and its error (ISO/IEC 14495-1 | T.87 sections A.4.4, A.4.5 and A.5.2). The loops are compiled for each rule.</summary>
internal interface ISampleRule
{
    /// <summary>Whether nothing is lost, so that errors may be mapped the other way round.</summary>
    bool IsLossless { get; }

    /// <summary>The sample.</summary>
    /// <param name="prediction">The corrected prediction.</param>
    /// <param name="error">The error in steps, its sign that of the sample.</param>
    int Sample(int prediction, int error);

    /// <summary>What a context adds for an error.</summary>
    int Bias(int error);

    /// <summary>Whether two samples are so alike that they make a run.</summary>
    bool IsAlike(int difference);
}

/// <summary>Nothing is lost, and samples use all of their bits: they wrap round at a power of two.</summary>
internal readonly struct LosslessBinary : ISampleRule
{
    private readonly int _mask;

    public LosslessBinary(CodingParameters parameters) => _mask = parameters.MaximumValue;

    public bool IsLossless => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Sample(int prediction, int error) => (prediction + error) & _mask;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Bias(int error) => error;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsAlike(int difference) => difference == 0;
}

/// <summary>Any tolerance and any greatest sample.</summary>
internal readonly struct Toleranced : ISampleRule
{
    private readonly int _maximum;
    private readonly int _near;
    private readonly int _step;
    private readonly int _span;

    public Toleranced(CodingParameters parameters)
    {
        _maximum = parameters.MaximumValue;
        _near = parameters.Near;
        _step = (2 * parameters.Near) + 1;
        _span = parameters.Range * _step;
    }

    public bool IsLossless => _near == 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Sample(int prediction, int error)
    {
        int sample = prediction + (error * _step);
        if (sample < -_near)
        {
            sample += _span;
        }
        else if (sample > _maximum + _near)
        {
            sample -= _span;
        }

        return sample < 0 ? 0 : sample > _maximum ? _maximum : sample;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Bias(int error) => error * _step;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsAlike(int difference) => difference <= _near && difference >= -_near;
}
