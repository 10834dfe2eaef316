using System.Globalization;
using MedIO.Backends.Tests.Agreement;

namespace MedIO.Backends.Tests;

/// <summary>What a child process of a test does: tests of what could end the process, or write into its streams, start one.</summary>
internal static class Program
{
    public static int Main(string[] arguments) => arguments switch
    {
        ["agreement", string backend, string made, string log, string start] => AgreementProcess.CompareAll(backend, made, log, int.Parse(start, CultureInfo.InvariantCulture)),
        ["simpleitk", string what, string path] => SimpleItk.OutputTests.Run(what, path),
        _ => 64,
    };
}
