using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using dnlib.DotNet;
using dnlib.DotNet.Emit;
using MedIO.Tests.OtherPrograms.Fuzz;

namespace MedIO.Fuzz.Guided;

/// <summary>The words and numbers that stand in a reader's code, which are those it looks for.</summary>
internal static class ReaderWords
{
    private const int Longest = 40;

    /// <summary>Finds them in the namespaces of a format or codec.</summary>
    public static (byte[][] Words, uint[] Numbers) Of(string format)
    {
        var words = new HashSet<string>();
        var numbers = new HashSet<uint>();
        foreach (string assembly in new[] { "MedIO.dll", "MedIO.Raster.dll", "MedIO.Minc.dll" }.Select(name => Path.Combine(AppContext.BaseDirectory, name)).Where(File.Exists))
        {
            using ModuleDefMD module = ModuleDefMD.Load(assembly);
            foreach (Instruction instruction in module.GetTypes().Where(type => IsOf(format, Namespace(type))).SelectMany(type => type.Methods).Where(method => method.HasBody).SelectMany(method => method.Body.Instructions))
            {
                if (instruction.Operand is string text && text.Length is > 0 and <= Longest && text.All(c => c is >= ' ' and < '\x7f') && text.Count(c => c == ' ') < 3)
                {
                    words.Add(text);
                }
                else if (instruction.Operand is FieldDef { InitialValue: { Length: > 1 and <= Longest } bytes })
                {
                    words.Add(Encoding.Latin1.GetString(bytes).TrimEnd('\0'));
                }
                else if (instruction.IsLdcI4() && instruction.GetLdcI4Value() is > 9 or < -1)
                {
                    numbers.Add((uint)instruction.GetLdcI4Value());
                }
            }
        }

        return (words.Where(word => word.Length > 0).Order(StringComparer.Ordinal).Select(Encoding.Latin1.GetBytes).ToArray(), numbers.Order().ToArray());
    }

    private static string Namespace(TypeDef type) => type.DeclaringType is { } outer ? Namespace(outer) : type.Namespace;

    private static bool IsOf(string format, string space) => format switch
    {
        DicomFileTarget.Name => space.StartsWith("MedIO.Dicom", StringComparison.Ordinal) && !space.Contains(".Codecs", StringComparison.Ordinal) && !space.Contains(".Writing", StringComparison.Ordinal),
        FolderTarget.Name => space.StartsWith("MedIO.Dicom.Series", StringComparison.Ordinal) || space is "MedIO.Formats.Headers" or "MedIO.Formats.MetaImage" or "MedIO.Formats.Nrrd",
        MadeImageTarget.Name => false,
        "tiff" => space.EndsWith(".Tiff", StringComparison.Ordinal) || space == "MedIO.Raster",
        "analyze" => space.EndsWith(".Analyze", StringComparison.Ordinal) || space.EndsWith(".Nifti", StringComparison.Ordinal),
        _ => space.Split('.').Contains(format, StringComparer.OrdinalIgnoreCase),
    };
}
