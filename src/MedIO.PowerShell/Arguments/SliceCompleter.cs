using System.Collections.Generic;

namespace MedIO.PowerShell;

/// <summary>Examples of slices, to begin with.</summary>
internal sealed class SliceCompleter : ListCompleter
{
    protected override IEnumerable<KeyValuePair<string, string>> Choices { get; } = new Dictionary<string, string>
    {
        [":, :, 0"] = "The first slice along the third axis",
        [":, :, -1"] = "The last slice along the third axis",
        [":, :, 10:20"] = "Slices 10 to 19 along the third axis",
        ["::2, ::2, ::2"] = "Every second voxel along each axis",
        ["..., 0"] = "The first of the last axis, such as the first volume of a series",
        ["::-1"] = "The first axis backwards; voxels keep their places in the world",
    };
}
