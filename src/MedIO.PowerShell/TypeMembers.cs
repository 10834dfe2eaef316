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

        return Invariant(seconds);
    }

    /// <summary>A number that prints in the invariant culture; all else, and numbers that print the same in every culture, as they are.</summary>
    /// <param name="value">The value.</param>
    /// <returns>The value, or an object around it.</returns>
    internal static object? Invariant(object? value)
    {
        // Cultures have decimal signs, and minus signs, of their own.
        if (value is not (double or float) && value is not (int and < 0 or long and < 0))
        {
            return value;
        }

        var number = new PSObject(value);
        number.Members.Add(new PSCodeMethod("ToString", Text));
        return number;
    }

    /// <summary>A number's text.</summary>
    /// <param name="instance">The number.</param>
    /// <returns>The text in the invariant culture.</returns>
    public static string ToInvariantString(PSObject instance) => instance?.BaseObject switch
    {
        // .NET Framework gives 15 digits otherwise.
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        float number => number.ToString("R", CultureInfo.InvariantCulture),
        object value => System.Convert.ToString(value, CultureInfo.InvariantCulture) ?? string.Empty,
        null => string.Empty,
    };
}
