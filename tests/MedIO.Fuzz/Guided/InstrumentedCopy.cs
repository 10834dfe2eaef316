using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using dnlib.DotNet;

namespace MedIO.Fuzz.Guided;

/// <summary>A copy of this program beside assemblies that count the branches they take. What was built stays as it is.</summary>
internal static class InstrumentedCopy
{
    /// <summary>What is instrumented, as far as it is there: ours, and the libraries that read for us.</summary>
    private static readonly string[] Assemblies = ["MedIO.dll", "MedIO.Bzip2.dll", "MedIO.Raster.dll", "MedIO.Minc.dll", "PureHDF.dll", "BitMiracle.LibTiff.NET.dll"];

    /// <summary>Makes the copy, or takes the one that is there and of the same build.</summary>
    /// <param name="folder">Where it may lie.</param>
    /// <returns>The program's assembly in it.</returns>
    public static string Make(string folder)
    {
        string from = AppContext.BaseDirectory;
        string build = FormattableString.Invariant($"{typeof(MedFile).Module.ModuleVersionId:N}{typeof(InstrumentedCopy).Module.ModuleVersionId:N}");
        string copy = Path.Combine(folder, "instrumented-" + build);
        string program = Path.Combine(copy, Path.GetFileName(typeof(InstrumentedCopy).Assembly.Location));
        if (Directory.Exists(copy))
        {
            return program;
        }

        // Half a copy never carries the name of a whole one.
        string half = copy + FormattableString.Invariant($".{Environment.ProcessId}");
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            string target = Path.Combine(half, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        foreach (string assembly in Assemblies.Select(name => Path.Combine(half, name)).Where(File.Exists))
        {
            IEnumerable<string> types = SharpFuzz.Fuzzer.Instrument(assembly, _ => true, SharpFuzz.Options.Value);
            if (!types.Any())
            {
                throw new InvalidOperationException($"{assembly}: nothing was instrumented.");
            }
        }

        CountByThread(Path.Combine(half, "SharpFuzz.Common.dll"));
        Directory.Move(half, copy);
        return program;
    }

    // Where a branch was come from is kept for all threads together; one beside another would make edges that are none.
    private static void CountByThread(string assembly)
    {
        using ModuleDefMD module = ModuleDefMD.Load(File.ReadAllBytes(assembly));
        FieldDef previous = module.Find("SharpFuzz.Common.Trace", isReflectionName: true).FindField("PrevLocation");
        ITypeDefOrRef attribute = new TypeRefUser(module, "System", nameof(ThreadStaticAttribute), module.CorLibTypes.AssemblyRef);
        previous.CustomAttributes.Add(new CustomAttribute(new MemberRefUser(module, ".ctor", MethodSig.CreateInstance(module.CorLibTypes.Void), attribute)));
        module.Write(assembly);
    }
}
