using System;

namespace MedIO.Tests.OtherPrograms.Fuzz;

/// <summary>Two ways to the same image gave two images.</summary>
internal sealed class UnlikeException : Exception
{
    /// <param name="kind">What those that are alike have in common.</param>
    /// <param name="message">What is unlike.</param>
    public UnlikeException(string kind, string message)
        : base($"[{kind}] {message}")
    {
    }
}
