using System.Collections.Generic;
using System.Linq;

namespace MedIO.PowerShell;

/// <summary>The backends. To find out which of them are there would load them, so all are offered.</summary>
internal sealed class BackendCompleter : ListCompleter
{
    /// <summary>What a backend is.</summary>
    public static string Describe(string name) => name switch
    {
        MedBackends.Auto => "The module's own formats; what they cannot read, an installed backend that can",
        MedBackends.MedIO => "The module's own formats only; medio's nib",
        MedBackends.SimpleItk => "SimpleITK over ITK, where it is registered; medio's itk",
        MedBackends.FoDicom => "fo-dicom, for DICOM, where it came with the module or is registered; medio's pdcm",
        _ => name,
    };

    protected override IEnumerable<KeyValuePair<string, string>> Choices =>
        MedBackends.Names.Select(name => new KeyValuePair<string, string>(name, Describe(name)));
}
