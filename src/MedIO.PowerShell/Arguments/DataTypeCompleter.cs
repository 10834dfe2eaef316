using System.Collections.Generic;
using System.Linq;

namespace MedIO.PowerShell;

/// <summary>The voxel types.</summary>
internal sealed class DataTypeCompleter : ListCompleter
{
    protected override IEnumerable<KeyValuePair<string, string>> Choices =>
        VoxelTypes.All.Select(type => new KeyValuePair<string, string>(type.ToString(), $"{type}, .NET's {VoxelTypes.ToClrType(type).Name}"));
}
