using System.Collections.Generic;
using System.Linq;

namespace MedIO.Formats.ParRec;

/// <summary>
/// A column of the table of slices, by the name that the file's IMAGE INFORMATION DEFINITION gives it. Each version has the
/// columns of the one before, and some more behind.
/// </summary>
internal sealed class ParRecColumn
{
    private static readonly List<ParRecColumn> Made = new();

    public static readonly ParRecColumn SliceNumber = new("slice number", isWhole: true);
    public static readonly ParRecColumn EchoNumber = new("echo number", isWhole: true);
    public static readonly ParRecColumn DynamicScanNumber = new("dynamic scan number", isWhole: true);
    public static readonly ParRecColumn CardiacPhaseNumber = new("cardiac phase number", isWhole: true);
    public static readonly ParRecColumn ImageTypeMr = new("image_type_mr", isWhole: true);
    public static readonly ParRecColumn ScanningSequence = new("scanning sequence", isWhole: true);
    public static readonly ParRecColumn IndexInRecFile = new("index in REC file", isWhole: true);
    public static readonly ParRecColumn ImagePixelSize = new("image pixel size", isWhole: true);
    public static readonly ParRecColumn ScanPercentage = new("scan percentage");
    public static readonly ParRecColumn ReconResolution = new("recon resolution", 2, isWhole: true);
    public static readonly ParRecColumn RescaleIntercept = new("rescale intercept");
    public static readonly ParRecColumn RescaleSlope = new("rescale slope");
    public static readonly ParRecColumn ScaleSlope = new("scale slope");
    public static readonly ParRecColumn WindowCenter = new("window center");
    public static readonly ParRecColumn WindowWidth = new("window width");
    public static readonly ParRecColumn ImageAngulation = new("image angulation", 3);
    public static readonly ParRecColumn ImageOffcentre = new("image offcentre", 3);
    public static readonly ParRecColumn SliceThickness = new("slice thickness");
    public static readonly ParRecColumn SliceGap = new("slice gap");
    public static readonly ParRecColumn ImageDisplayOrientation = new("image_display_orientation");
    public static readonly ParRecColumn SliceOrientation = new("slice orientation", isWhole: true);
    public static readonly ParRecColumn FmriStatusIndication = new("fmri_status_indication");
    public static readonly ParRecColumn ImageTypeEdEs = new("image_type_ed_es");
    public static readonly ParRecColumn PixelSpacing = new("pixel spacing", 2);
    public static readonly ParRecColumn EchoTime = new("echo_time");
    public static readonly ParRecColumn DynScanBeginTime = new("dyn_scan_begin_time");
    public static readonly ParRecColumn TriggerTime = new("trigger_time");
    public static readonly ParRecColumn DiffusionBFactor = new("diffusion_b_factor");
    public static readonly ParRecColumn NumberOfAverages = new("number of averages");
    public static readonly ParRecColumn ImageFlipAngle = new("image_flip_angle");
    public static readonly ParRecColumn CardiacFrequency = new("cardiac frequency");
    public static readonly ParRecColumn MinimumRrInterval = new("minimum RR-interval");
    public static readonly ParRecColumn MaximumRrInterval = new("maximum RR-interval");
    public static readonly ParRecColumn TurboFactor = new("TURBO factor");
    public static readonly ParRecColumn InversionDelay = new("Inversion delay");
    public static readonly ParRecColumn DiffusionBValueNumber = new("diffusion b value number", version: 41, isWhole: true);
    public static readonly ParRecColumn GradientOrientationNumber = new("gradient orientation number", version: 41, isWhole: true);
    public static readonly ParRecColumn ContrastType = new("contrast type", version: 41, isText: true);
    public static readonly ParRecColumn DiffusionAnisotropyType = new("diffusion anisotropy type", version: 41, isText: true);
    public static readonly ParRecColumn Diffusion = new("diffusion", 3, 41);
    public static readonly ParRecColumn LabelType = new("label type", version: 42, isWhole: true);

    private ParRecColumn(string name, int count = 1, int version = 40, bool isText = false, bool isWhole = false)
    {
        Name = name;
        Count = count;
        Version = version;
        IsText = isText;
        IsWhole = isWhole;
        Start = Made.Sum(c => c.Count);
        Made.Add(this);
    }

    public string Name { get; }

    /// <summary>Which word of a line it is, or begins with.</summary>
    public int Start { get; }

    /// <summary>How many words it has.</summary>
    public int Count { get; }

    /// <summary>The first version that has it, times ten.</summary>
    public int Version { get; }

    public bool IsText { get; }

    /// <summary>Whether it counts something, so that no fraction makes sense.</summary>
    public bool IsWhole { get; }

    public static IEnumerable<ParRecColumn> AllIn(int version) => Made.Where(c => c.Version <= version);
}
