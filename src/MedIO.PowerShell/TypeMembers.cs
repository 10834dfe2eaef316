using System.Globalization;
using System.Management.Automation;
using System.Reflection;

namespace MedIO.PowerShell;

/// <summary>Members that MedIO.PowerShell.Types.ps1xml gives to the core's types.</summary>
public static class TypeMembers
{
    private static readonly MethodInfo Text = typeof(TypeMembers).GetMethod(nameof(ToInvariantString))!;

    /// <summary>The time step as a number that prints in the invariant culture, in Export-Csv too.</summary>
    /// <param name="instance">The metadata.</param>
    /// <returns>Null, or the number.</returns>
    public static object? GetTimeStep(PSObject instance)
    {
        if ((instance?.BaseObject as MedMeta)?.TimeStep is not { } seconds)
        {
            return null;
        }

        var number = new PSObject(seconds);
        number.Members.Add(new PSCodeMethod("ToString", Text));
        return number;
    }

    /// <summary>A number's text.</summary>
    /// <param name="instance">The number.</param>
    /// <returns>The text in the invariant culture.</returns>
    public static string ToInvariantString(PSObject instance) =>
        System.Convert.ToString(instance?.BaseObject, CultureInfo.InvariantCulture) ?? string.Empty;
}
