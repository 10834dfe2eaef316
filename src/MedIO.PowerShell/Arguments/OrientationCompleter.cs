using System.Collections.Generic;
using System.Linq;
using MedIO.Geometry;

namespace MedIO.PowerShell;

/// <summary>The 48 orientations.</summary>
internal sealed class OrientationCompleter : ListCompleter
{
    protected override IEnumerable<KeyValuePair<string, string>> Choices =>
        AxisCodes.All.Select(code => new KeyValuePair<string, string>(code, $"{Way(code[0])}, {Way(code[1])}, {Way(code[2])}"));

    private static string Way(char letter) => letter switch
    {
        'R' => "right",
        'L' => "left",
        'A' => "anterior",
        'P' => "posterior",
        'S' => "superior",
        _ => "inferior",
    };
}
