using System.Linq;
using MedIO.Tests.Dicom.Codecs.Fuzz;

namespace MedIO.Tests.OtherPrograms.Fuzz;

/// <summary>What cases are given to, by the name of a codec or of a format.</summary>
internal static class FuzzTargets
{
    /// <param name="name">A folder of seeds, or <c>dicom</c>.</param>
    /// <param name="isAlone">Whether nothing else runs in this process.</param>
    /// <param name="secondsAllowed">How long a case may take.</param>
    public static IFuzzTarget Of(string name, bool isAlone = false, double secondsAllowed = 20) =>
        name == DicomFileTarget.Name ? new DicomFileTarget { IsAlone = isAlone, SecondsAllowed = secondsAllowed }
        : name == MadeImageTarget.Name ? new MadeImageTarget { IsAlone = isAlone, SecondsAllowed = secondsAllowed }
        : name == FolderTarget.Name ? new FolderTarget { IsAlone = isAlone, SecondsAllowed = secondsAllowed }
        : OtherFile.Formats.Contains(name) ? new ImageFileTarget(name) { IsAlone = isAlone, SecondsAllowed = secondsAllowed }
        : new FuzzTarget(name) { IsAlone = isAlone, SecondsAllowed = secondsAllowed };
}
