namespace MedIO;

/// <summary>Which of the two values that a Philips PAR file gives for each stored number PV is wanted.</summary>
public enum PhilipsScaling
{
    /// <summary>What the console displays: DV = PV x RS + RI, with the file's rescale slope and intercept.</summary>
    Displayed,

    /// <summary>What is proportional to the signal, and so can be compared between scans: FP = DV / (RS x SS), with the file's scale slope.</summary>
    FloatingPoint,
}
