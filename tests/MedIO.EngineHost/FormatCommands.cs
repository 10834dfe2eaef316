using System;
using System.Management.Automation;
using System.Reflection;
using Microsoft.PowerShell.Commands.Internal.Format;

namespace MedIO.EngineHost;

/// <summary>Format-Table. Parameters and formatter are the engine's; only the class that joins them ships elsewhere.</summary>
[Cmdlet(VerbsCommon.Format, "Table")]
public sealed class FormatTableCommand : OuterFormatTableBase
{
    public FormatTableCommand() => Formatter.Attach(this, "Table");
}

/// <summary>Format-List, likewise.</summary>
[Cmdlet(VerbsCommon.Format, "List")]
public sealed class FormatListCommand : OuterFormatTableAndListBase
{
    public FormatListCommand() => Formatter.Attach(this, "List");
}

internal static class Formatter
{
    /// <summary>Gives a command the engine's formatter. Its type is internal, hence the reflection.</summary>
    public static void Attach(FrontEndCommandBase command, string shape)
    {
        const BindingFlags Any = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
        const string Namespace = "Microsoft.PowerShell.Commands.Internal.Format.";
        Assembly engine = typeof(FrontEndCommandBase).Assembly;
        Type formatter = engine.GetType(Namespace + "InnerFormatShapeCommand", throwOnError: true)!;
        Type shapes = engine.GetType(Namespace + "FormatShape", throwOnError: true)!;
        object instance = Activator.CreateInstance(
            formatter, Any, binder: null, args: [Enum.Parse(shapes, shape)], culture: null)!;
        typeof(FrontEndCommandBase).GetField("implementation", Any)!.SetValue(command, instance);
    }
}
