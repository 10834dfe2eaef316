namespace MedIO.Dicom.Frames;

/// <summary>value = stored * Slope + Intercept.</summary>
internal readonly record struct LinearMap(double Slope, double Intercept)
{
    public static LinearMap Identity { get; } = new(1, 0);

    public bool IsIdentity => Slope == 1 && Intercept == 0;
}
