using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using MedIO.EngineHost;
using Xunit;

namespace MedIO.PowerShell.Tests;

public class ModuleTests
{
    private static readonly string[] Cmdlets = [
        "Convert-MedImage", "Export-DicomSeries", "Get-DicomElement", "Get-DicomSeries", "Get-MedBackend", "Get-MedFormat", "Get-MedMeta",
        "Read-MedImage", "Register-MedBackend", "Save-MedImage", "Unregister-MedBackend",
    ];

    [Fact]
    public void Import_brings_the_cmdlets_and_nothing_else()
    {
        using Engine engine = ModuleFolder.Import();
        IEnumerable<string> exported = engine
            .Invoke("Get-Command -Module MedIO.PowerShell | ForEach-Object { $_.Name }")
            .Select(name => (string)name.BaseObject);
        Assert.Equal(Cmdlets, exported.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Import_loads_the_build_for_modern_NET()
    {
        using Engine engine = ModuleFolder.Import();
        PSObject location = engine.Invoke("(Get-Command Get-MedMeta).ImplementingType.Assembly.Location").Single();
        Assert.Equal(
            Path.Combine(ModuleFolder.Path, "bin", "net8.0", "MedIO.PowerShell.dll"), (string)location.BaseObject);
    }

    [Fact]
    public void The_manifest_is_valid_and_names_what_the_module_exports()
    {
        using var engine = new Engine(TextWriter.Null);
        string manifest = ModuleFolder.Manifest.Replace("'", "''", StringComparison.Ordinal);
        var info = (PSModuleInfo)engine.Invoke($"Test-ModuleManifest -Path '{manifest}'").Single().BaseObject;
        Assert.Equal(Cmdlets, info.ExportedCmdlets.Keys.Order(StringComparer.Ordinal));
        Assert.Empty(info.ExportedFunctions);
        Assert.Empty(info.ExportedAliases);
        Assert.Equal(["Core", "Desktop"], info.CompatiblePSEditions.Order(StringComparer.Ordinal));
        Assert.Equal(new Version(5, 1), info.PowerShellVersion);
    }

    [Fact]
    public void The_module_is_found_by_name_and_loads_when_a_cmdlet_is_called()
    {
        using var engine = new Engine(TextWriter.Null);
        string? before = Environment.GetEnvironmentVariable("PSModulePath");
        Environment.SetEnvironmentVariable("PSModulePath", Path.GetDirectoryName(ModuleFolder.Path));
        try
        {
            Assert.Single(engine.Invoke("Get-Module -ListAvailable -Name MedIO.PowerShell"));
            Assert.Empty(engine.Invoke("Get-Module -Name MedIO.PowerShell"));
            Assert.Empty(engine.Invoke("@() | Get-MedMeta"));
            Assert.Single(engine.Invoke("Get-Module -Name MedIO.PowerShell"));
        }
        finally
        {
            Environment.SetEnvironmentVariable("PSModulePath", before);
        }
    }

    [Fact]
    public void On_Windows_PowerShell_every_reference_between_the_shipped_assemblies_is_to_the_very_version_shipped()
    {
        // Windows PowerShell knows no binding redirects for modules: another version does not load.
        string folder = Path.Combine(ModuleFolder.Path, "bin", "netstandard2.0");
        Dictionary<string, Version> shipped = Directory.EnumerateFiles(folder, "*.dll")
            .Select(AssemblyName.GetAssemblyName)
            .ToDictionary(name => name.Name!, name => name.Version!);
        foreach (string file in Directory.EnumerateFiles(folder, "*.dll"))
        {
            using var reader = new PEReader(File.OpenRead(file));
            MetadataReader metadata = reader.GetMetadataReader();
            foreach (AssemblyReference reference in metadata.AssemblyReferences.Select(metadata.GetAssemblyReference))
            {
                string name = metadata.GetString(reference.Name);
                if (shipped.TryGetValue(name, out Version? version))
                {
                    Assert.Equal($"{name} {version}", $"{name} {reference.Version}");
                }
            }
        }
    }

    [Theory]
    [InlineData("net8.0", "MedIO.PowerShell.dll MedIO.dll")]
    [InlineData(
        "netstandard2.0",
        "MedIO.PowerShell.dll MedIO.dll System.Buffers.dll System.Memory.dll System.Numerics.Vectors.dll "
        + "System.Runtime.CompilerServices.Unsafe.dll")]
    public void The_folder_holds_our_assemblies_and_System_Memory_with_its_companions(string framework, string expected)
    {
        IEnumerable<string> files = Directory.EnumerateFiles(Path.Combine(ModuleFolder.Path, "bin", framework))
            .Select(file => Path.GetFileName(file))
            .Order(StringComparer.Ordinal);
        Assert.Equal(expected.Split(' '), files);
    }

    [Theory]
    [InlineData("net8.0")]
    [InlineData("netstandard2.0")]
    public void A_backend_lies_in_a_folder_of_its_own_with_nothing_that_lies_beside_the_core(string framework)
    {
        string bin = Path.Combine(ModuleFolder.Path, "bin", framework);
        Assert.Equal("MedIO.SimpleItk.dll", Assert.Single(Names(Path.Combine(bin, "backends", "SimpleItk"))));
        string[] beside = Names(bin);
        foreach (string folder in Directory.EnumerateDirectories(Path.Combine(bin, "backends")))
        {
            string[] files = Names(folder);
            Assert.Contains($"MedIO.{Path.GetFileName(folder)}.dll", files);
            Assert.DoesNotContain(files, beside.Contains);
            Assert.DoesNotContain(files, name => Path.GetExtension(name) is ".pdb" or ".xml" or ".json");
        }

        static string[] Names(string folder) =>
            Directory.EnumerateFiles(folder, "*", SearchOption.TopDirectoryOnly).Select(file => Path.GetFileName(file)).ToArray();
    }

    [Fact]
    public void Licences_of_what_comes_along_are_named()
    {
        string notices = File.ReadAllText(Path.Combine(ModuleFolder.Path, "THIRD-PARTY-NOTICES.txt"));
        IEnumerable<string> libraries = Directory.EnumerateFiles(Path.Combine(ModuleFolder.Path, "bin"), "*.dll", SearchOption.AllDirectories)
            .Select(file => Path.GetFileNameWithoutExtension(file)!)
            .Where(name => !name.StartsWith("MedIO", StringComparison.Ordinal))
            .Distinct();
        Assert.All(libraries, name => Assert.Contains(name, notices, StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("LICENSE")]
    [InlineData("CHANGELOG.md")]
    [InlineData("MedIO.PowerShell.psd1")]
    [InlineData("MedIO.PowerShell.psm1")]
    [InlineData("MedIO.PowerShell.Format.ps1xml")]
    public void The_folder_holds_what_ships_beside_the_assemblies(string name) =>
        Assert.True(File.Exists(Path.Combine(ModuleFolder.Path, name)), $"{name} is missing.");
}
