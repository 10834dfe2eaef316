using System;
using System.Runtime.CompilerServices;

namespace MedIO.Tests;

/// <summary>What the user has registered is no part of these tests.</summary>
internal static class NoBackends
{
#pragma warning disable CA2255 // It has to be set before any test runs, and nobody uses this as a library.
    [ModuleInitializer]
    internal static void Set()
#pragma warning restore CA2255
    {
        Environment.SetEnvironmentVariable("MEDIO_SIMPLEITK", "none");
        Environment.SetEnvironmentVariable("MEDIO_FODICOM", "none");
    }
}
