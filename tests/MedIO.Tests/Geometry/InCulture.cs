using System;
using System.Globalization;
using System.Threading;

namespace MedIO.Tests;

/// <summary>Runs a test as in a session of another culture.</summary>
internal static class InCulture
{
    public static void Run(string name, Action action)
    {
        CultureInfo before = Thread.CurrentThread.CurrentCulture;
        Thread.CurrentThread.CurrentCulture = CultureInfo.GetCultureInfo(name);
        try
        {
            action();
        }
        finally
        {
            Thread.CurrentThread.CurrentCulture = before;
        }
    }
}
