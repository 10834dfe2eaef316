using System;
using System.Management.Automation;

namespace MedIO.PowerShell;

/// <summary>Takes what medio's <c>coord_sys</c> takes as well: there None, or $null here, leaves the choice to the format.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class CoordinateSystemArgumentAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object? value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return value is null || (value is string text && (text.Length == 0 || text.Equals("none", StringComparison.OrdinalIgnoreCase)))
            ? CoordinateSystem.Native
            : value;
    }
}
