using System;
using System.Linq;
using MedIO.Tests;
using Xunit;

namespace MedIO.Backends.Tests.SimpleItk;

/// <summary>A test that needs SimpleITK, and programs, and is skipped with the reason where one of them is not there.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SimpleItkFactAttribute : FactAttribute
{
    public SimpleItkFactAttribute(params string[] programs)
    {
        Skip = SimpleItkBackendHere.WhyNot ?? ExternalTool.WhyNot(programs);
    }
}

/// <summary>A test that needs SimpleITK and is skipped with the reason where it is not there.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SimpleItkTheoryAttribute : TheoryAttribute
{
    public SimpleItkTheoryAttribute()
    {
        Skip = SimpleItkBackendHere.WhyNot;
    }
}

/// <summary>SimpleITK on this machine.</summary>
internal static class SimpleItkBackendHere
{
    public static MedBackend Backend { get; } = MedBackends.GetAll().Single(b => b.Name == MedBackends.SimpleItk);

    /// <summary>Why tests that need it are skipped; null where it is there.</summary>
    public static string? WhyNot => Backend.Reason;
}
